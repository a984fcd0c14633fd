package org.openbalance.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What holds of the queues of template.yaml and the functions behind them.
class DeployedQueuesTest {

    private static final Path TEMPLATE = Path.of("template.yaml");
    private static final Pattern TIME_LIMIT = Pattern.compile("OPENBALANCE_[A-Z_]+_TIME_LIMIT");

    private final Template template = Template.read(TEMPLATE);

    @Test
    void a_function_is_told_the_time_that_lambda_gives_it() {
        var told = template.functions().stream()
                .flatMap(function -> function.variables().entrySet().stream()
                        .filter(variable ->
                                TIME_LIMIT.matcher(variable.getKey()).matches())
                        .map(variable -> {
                            assertThat(variable.getValue())
                                    .as(function.name())
                                    .isEqualTo(function.timeout().toSeconds() + "s");
                            return function.name();
                        }))
                .toList();

        assertThat(told).containsExactly("refresh", "refresh-worker");
    }

    @Test
    void a_queue_that_calls_a_function_hides_a_batch_six_times_as_long_as_the_call_may_take() {
        for (var function : template.functions()) {
            for (var trigger : function.triggers()) {
                var longest = function.timeout().plus(trigger.window()).multipliedBy(6);
                assertThat(queue(trigger.queue()).visibility()).isGreaterThanOrEqualTo(longest);
            }
        }
    }

    @Test
    void what_fails_comes_alone_and_ends_as_a_dead_letter() {
        var triggers = template.functions().stream()
                .flatMap(function -> function.triggers().stream())
                .toList();

        assertThat(triggers).hasSize(2).allSatisfy(trigger -> {
            assertThat(trigger.reportsFailures()).isTrue();
            var redrive = queue(trigger.queue()).redrive().orElseThrow();
            assertThat(redrive.maxReceives()).isGreaterThanOrEqualTo(5);
            assertThat(queue(redrive.deadLetters()).retention()).isEqualTo(Duration.ofDays(14));
        });
    }

    @Test
    void every_queue_is_encrypted() throws IOException {
        var text = Files.readString(TEMPLATE);

        assertThat(text.split("SqsManagedSseEnabled: true", -1))
                .hasSize(template.queues().size() + 1);
    }

    @Test
    void every_dead_letter_raises_an_alarm() throws IOException {
        var text = Files.readString(TEMPLATE);
        var dead = template.queues().stream()
                .flatMap(queue -> queue.redrive().stream())
                .map(QueueDefinition.Redrive::deadLetters)
                .toList();

        assertThat(dead).isEqualTo(List.of("RefreshDead", "DeliveriesDead")).allSatisfy(queue -> assertThat(text)
                .containsPattern("ApproximateNumberOfMessagesVisible, *Dimensions: .*" + queue + ".QueueName"));
    }

    private QueueDefinition queue(String name) {
        return template.queues().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
