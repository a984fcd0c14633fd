package org.openbalance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.openbalance.platform.lambda.ScheduleEvent;
import org.openbalance.platform.queue.Queues;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Quarkus' functions behind a queue and a schedule.
@QuarkusTest
class QueueFunctionTest {

    @Inject
    QueueEchoFunction echo;

    @Inject
    SqsClient client;

    @Test
    void a_function_reads_the_batch_and_says_which_messages_failed() {
        var url = LocalQueues.make(client);
        var name = url.substring(url.lastIndexOf('/') + 1);
        var own = new Queues(() -> client, Optional.of(url), Optional.empty(), Optional.empty());
        MDC.put(Queues.REQUEST, "r1");
        own.send(Queues.Name.REFRESH, List.of(Queues.Message.of("well"), Queues.Message.of(QueueEchoFunction.FAIL)));
        MDC.remove(Queues.REQUEST);
        var mapping = mapping(name);

        var failed = mapping.deliver(mapping.gatherNow());

        assertThat(failed).extracting(message -> message.body()).containsExactly(QueueEchoFunction.FAIL);
        assertThat(echo.messages())
                .extracting(SQSMessage::getBody)
                .containsExactlyInAnyOrder("well", QueueEchoFunction.FAIL);
        var first = echo.messages().getFirst();
        assertThat(first.getEventSourceArn()).isEqualTo("arn:aws:sqs:eu-west-1:000000000000:" + name);
        assertThat(first.getAttributes()).containsEntry("ApproximateReceiveCount", "1");
        assertThat(first.getMessageAttributes().get(Queues.REQUEST).getStringValue())
                .isEqualTo("r1");
    }

    private EventSourceMapping mapping(String queue) {
        var trigger = new QueueTrigger(queue, 10, Duration.ZERO, true, 2);
        var function = new Template.Function(
                "queue-echo", Duration.ofSeconds(5), List.of(), List.of(trigger), List.of(), Map.of(), Map.of());
        return new EventSourceMapping(trigger, function, client, new QuarkusFunctions());
    }

    @Test
    void a_function_reads_the_event_of_the_schedule() throws Exception {
        var input = Template.read(Path.of("template.yaml")).functions().stream()
                .flatMap(function -> function.schedules().stream())
                .findFirst()
                .orElseThrow();

        new QuarkusFunctions().invoke("schedule-echo", input.event(Instant.parse("2026-01-02T03:04:05.678Z")));

        assertThat(echo.ticks())
                .singleElement()
                .satisfies(event -> assertThat(event.id()).isNotBlank())
                .extracting(ScheduleEvent::time)
                .isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void every_queue_that_the_template_names_is_set_here_too() {
        var config = ConfigProvider.getConfig();
        var variables = Template.read(Path.of("template.yaml")).functions().stream()
                .map(Template.Function::queueVariables)
                .flatMap(map -> map.entrySet().stream())
                .toList();

        assertThat(variables).isNotEmpty().allSatisfy(variable -> {
            var property = variable.getKey()
                    .replace("OPENBALANCE_QUEUE_", "openbalance.queue.")
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
            assertThat(config.getValue(property, String.class)).isEqualTo(QueueDefinition.url(variable.getValue()));
        });
    }
}
