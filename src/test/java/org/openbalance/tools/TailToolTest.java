package org.openbalance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked of `scripts/tail` without AWS.
class TailToolTest {

    private static final String REQUEST = "5f3c9c1e-0c1b-4b8e-9d53-3a1f6a0e7a11";

    @TempDir
    Path project;

    private record Said(int exit, String out, String err) {}

    private Said tail(String... line) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var tool = new TailTool(
                project,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        var exit = tool.run(List.of(line));
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void log(String... lines) throws IOException {
        Files.write(
                Files.createDirectories(project.resolve("target/local")).resolve("openbalance.log"), List.of(lines));
    }

    @Test
    void shows_the_lines_of_one_request_in_their_order() throws IOException {
        log(
                "10:00:00,001 INFO  [" + REQUEST + "] balance balance/refresh 200 in 12 ms",
                "10:00:00,002 INFO  [another-request] balance balance/getById 200 in 3 ms",
                "10:00:01,500 INFO  [" + REQUEST + "] refresh-worker ok in 300 ms");

        var said = tail(REQUEST, "--local");

        assertThat(said.exit()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "10:00:00,001 INFO  [" + REQUEST + "] balance balance/refresh 200 in 12 ms",
                        "10:00:01,500 INFO  [" + REQUEST + "] refresh-worker ok in 300 ms");
    }

    @Test
    void says_that_nothing_was_found() throws IOException {
        log("10:00:00,001 INFO  [another-request] balance balance/getById 200 in 3 ms");

        var said = tail(REQUEST, "--local");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).isEqualTo("tail: No function logged anything of this request there.\n");
    }

    @Test
    void says_that_dev_mode_has_not_run() {
        assertThat(tail(REQUEST, "--local").err()).contains("dev mode has not run here");
    }

    @Test
    void refuses_what_is_no_id_or_no_place() {
        assertThat(tail("{ $.a = * }", "--local").err()).contains("is no id of a request");
        assertThat(tail(REQUEST).err()).contains("Say where to look");
        assertThat(tail(REQUEST, "--local", "--stack", "openbalance").err()).contains("one place only");
        assertThat(tail(REQUEST, "--stack", "openbalance", "--since", "0").err())
                .contains("--since takes minutes");
        assertThat(tail(REQUEST, "--local", "--folow").err()).contains("--folow");
    }

    @Test
    void explains_itself() {
        assertThat(tail("--help").out()).startsWith("Usage: scripts/tail");
        assertThat(tail().exit()).isEqualTo(2);
    }
}
