package org.openbalance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openbalance.local.LocalQueues;
import org.openbalance.local.LocalServer;
import org.openbalance.local.QueueDefinition;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Dead letters on the real queue server, as dev mode would announce it.
@QuarkusTest
class RedriveToolTest {

    @Inject
    LocalQueues queues;

    @Inject
    SqsClient client;

    @TempDir
    Path project;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void brings_dead_letters_back_with_what_they_say_and_carry() throws Exception {
        announced();
        queues.clear();
        for (var place = 0; place < 12; place++) {
            dead("letter " + place);
        }
        assertThat(run("refresh", "--local", "--dry-run")).isZero();
        assertThat(told()).contains("12 dead letters of refresh wait");
        assertThat(run("refresh", "--local", "--most", "5")).isZero();
        assertThat(told()).contains("5 dead letters of refresh were brought back");
        assertThat(run("refresh", "--local", "--json")).isZero();
        assertThat(told()).contains("\"moved\" : 7");

        assertThat(queues.take("RefreshQueue")).hasSize(12).contains("letter 0", "letter 11");
        assertThat(queues.take("RefreshDead")).isEmpty();
    }

    @Test
    void says_what_is_wrong_in_one_sentence() {
        assertThat(run("other", "--local")).isEqualTo(1);
        assertThat(run("refresh")).isEqualTo(1);
        assertThat(run("refresh", "--local")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("There is no queue other")
                .contains("Say where")
                .contains("Dev mode does not run");
    }

    private void announced() throws Exception {
        var port = client.serviceClientConfiguration()
                .endpointOverride()
                .orElseThrow()
                .getPort();
        var local = Files.createDirectories(project.resolve("target/local"));
        LocalServer.announce(
                local.resolve("elasticmq.running"), ProcessHandle.current().pid(), port);
    }

    private void dead(String body) {
        client.sendMessage(request -> request.queueUrl(QueueDefinition.url("RefreshDead"))
                .messageBody(body)
                .messageAttributes(Map.of(
                        "request_id",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("test")
                                .build())));
    }

    private int run(String... line) {
        out.reset();
        return new RedriveTool(project, new PrintStream(out, true), new PrintStream(err, true)).run(List.of(line));
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
