package org.openbalance.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.local.TestGateway;

/// What the bundles of the pages' scripts hold, by their source maps.
@QuarkusTest
class WidgetScriptsTest {

    private static final Path BUNDLES = Path.of("target/classes/web/app");
    private static final Path TEXTS = Path.of("src/main/web/app/texts");
    private static final Pattern MAP = Pattern.compile("//# sourceMappingURL=(?<address>/assets/\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    /// A module that two scripts of a page hold is there twice, with two states.
    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void no_module_is_in_two_scripts_of_the_widgets_page(String language) throws IOException {
        var modules = new ArrayList<String>();
        for (var script : List.of("head", "body-" + language, "later")) {
            modules.addAll(sources(Files.readString(BUNDLES.resolve(script + ".js.map"))));
        }
        assertThat(modules).doesNotHaveDuplicates().anyMatch(module -> module.endsWith("preact.module.js"));
    }

    @Test
    void every_language_there_are_texts_in_has_its_scripts_and_only_its_texts() throws IOException {
        try (var languages = Files.list(TEXTS)) {
            for (var language : languages.map(Path::getFileName).toList()) {
                for (var script : List.of("body-", "consents-")) {
                    var map = Files.readString(BUNDLES.resolve(script + language + ".map"));
                    assertThat(sources(map))
                            .filteredOn(module -> module.contains("/texts/"))
                            .hasSize(1)
                            .allMatch(module -> module.endsWith("/" + language));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/consents", "/openbalance.js", "/v2/bundle.js"})
    void each_script_names_its_source_map_which_holds_the_sources_and_no_path_of_the_machine(String path)
            throws Exception {
        var maps = MAP.matcher(get(path)).results().toList();
        assertThat(maps).isNotEmpty();
        for (var map : maps) {
            var content = json.readTree(get(map.group("address")));
            assertThat(content.path("sourcesContent")).isNotEmpty().doesNotContainNull();
            assertThat(sources(content.toString())).allMatch(source -> source.startsWith("../"));
        }
    }

    private List<String> sources(String map) throws IOException {
        return StreamSupport.stream(json.readTree(map).path("sources").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(TestGateway.url() + path)).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
