package org.openbalance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openbalance.api.Json;
import org.openbalance.local.TestGateway;

/// The README does what it says: its commands are run, and its answers are those that come.
@QuarkusTest
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```(sh|json)\n(.*?)\n```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    /// Notes each answer on a line of its own.
    private static final String NOTING =
            """
            set -eu
            curl() {
              local answer
              answer=$(command curl "$@")
              printf '%s\\n' "$answer" >>"$ANSWERS"
              printf '%s' "$answer"
            }
            """;

    private static List<String> blocks(String language) throws IOException {
        var blocks = new ArrayList<String>();
        for (var found = BLOCK.matcher(Files.readString(README)); found.find(); ) {
            if (found.group(1).equals(language)) {
                blocks.add(found.group(2));
            }
        }
        return blocks;
    }

    @Test
    void its_calls_succeed_and_its_answers_are_those_that_come(@TempDir Path folder) throws Exception {
        var answers = answers(folder);

        assertThat(answers).hasSize(8).allSatisfy(answer -> assertThat(
                        answer.path("status").asText())
                .as(answer.toString())
                .isEqualTo("success"));
        for (var shown : blocks("json")) {
            var sample = Json.readOwn(shown);
            var answer = answers.stream()
                    .filter(candidate -> candidate.path("message").equals(sample.path("message")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No answer says " + sample.path("message")));
            assertShown(sample, answer, "");
        }
    }

    private static List<JsonNode> answers(Path folder) throws Exception {
        var script = NOTING + String.join("\n", blocks("sh")).replace("http://localhost:8080", TestGateway.url());
        var noted = folder.resolve("answers");
        var bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        bash.environment().put("ANSWERS", noted.toString());
        var process = bash.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
        return Files.readAllLines(noted).stream().map(Json::readOwn).toList();
    }

    /// All that is shown is there, and of the same type. More may be there than is shown.
    private static void assertShown(JsonNode sample, JsonNode answer, String path) {
        if (sample.getNodeType() == JsonNodeType.NULL || answer.getNodeType() == JsonNodeType.NULL) {
            return;
        }
        assertThat(answer.getNodeType()).as(path).isEqualTo(sample.getNodeType());
        sample.properties().forEach(field -> {
            assertThat(answer.has(field.getKey()))
                    .as(path + '/' + field.getKey())
                    .isTrue();
            assertShown(field.getValue(), answer.get(field.getKey()), path + '/' + field.getKey());
        });
        if (sample.isArray() && !sample.isEmpty()) {
            assertThat(answer.isEmpty()).as(path).isFalse();
            assertShown(sample.get(0), answer.get(0), path + "/0");
        }
    }

    @Test
    void it_is_short_enough_to_read() throws IOException {
        var lines = Files.readAllLines(README);

        assertThat(lines)
                .hasSizeLessThan(200)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(160));
    }

    @Test
    void what_documents_link_to_is_there() throws IOException {
        try (var files = Files.walk(Path.of("docs"))) {
            var documents = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".md")).toList());
            documents.addAll(
                    List.of(README, Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md"), Path.of("CHANGELOG.md")));
            for (var document : documents) {
                for (var link = LINK.matcher(Files.readString(document)); link.find(); ) {
                    var target = document.toAbsolutePath().getParent().resolve(link.group(1));
                    assertThat(target)
                            .as(document + " links to " + link.group(1))
                            .exists();
                }
            }
        }
    }
}
