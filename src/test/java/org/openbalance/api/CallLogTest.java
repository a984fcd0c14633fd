package org.openbalance.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is counted beside the lines of calls.
class CallLogTest {

    private final Logger calls = Logger.getLogger(CallLog.LOGGER);
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void the_log_is_heard() {
        calls.addHandler(handler);
    }

    @AfterEach
    void the_log_is_left() {
        calls.removeHandler(handler);
    }

    @Test
    void a_figure_of_its_own_is_a_line_with_its_dimension_and_what_is_told_beside_it() {
        log(true).count("Network", "mono", "PaidCalls", Map.of("kind", "balance"));

        var line = Json.readOwn(lines.getFirst());
        assertThat(lines).hasSize(1);
        assertThat(line.path("Network").asText()).isEqualTo("mono");
        assertThat(line.path("PaidCalls").asInt()).isEqualTo(1);
        assertThat(line.path("kind").asText()).isEqualTo("balance");
        assertThat(line.path("request_id").asText()).isEqualTo("-");
        var directive = line.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Stack\",\"Network\"]]");
    }

    @Test
    void a_person_at_a_console_is_told_no_figures() {
        log(false).count("Network", "mono", "PaidCalls", Map.of("kind", "balance"));

        assertThat(lines).isEmpty();
    }

    private static CallLog log(boolean json) {
        return new CallLog(() -> Instant.parse("2026-03-10T09:30:00Z"), "local", json);
    }
}
