package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The size of what is deployed, and what is in it: by the build's own reports, and by the binary's bytes.
class ImageIT {

    private static final long MB = 1_000_000;
    private static final Path BUILD = NativeFunctions.inTarget("-native-image-source-jar");

    @Test
    void the_binary_is_at_most_70_mb() throws IOException {
        assertThat(Files.size(NativeFunctions.binary())).isLessThanOrEqualTo(70 * MB);
    }

    @Test
    void the_zip_is_at_most_24_mb() throws IOException {
        assertThat(Files.size(zip())).isLessThanOrEqualTo(24 * MB);
    }

    @Test
    void the_build_takes_at_most_6_gb() throws IOException {
        var report = JsonPath.from(Files.readString(find("build-output-stats.json")));

        assertThat(report.getLong("resource_usage.memory.peak_rss_bytes"))
                .isPositive()
                .isLessThanOrEqualTo(6_000 * MB);
    }

    @Test
    void the_zip_holds_the_binary_as_bootstrap_and_nothing_else() throws IOException {
        try (var zip = new ZipFile(zip().toFile())) {
            var entries = zip.stream().toList();

            assertThat(entries).extracting(entry -> entry.getName()).containsExactly("bootstrap");
            try (var bootstrap = zip.getInputStream(entries.getFirst())) {
                assertThat(bootstrap.readAllBytes()).isEqualTo(Files.readAllBytes(NativeFunctions.binary()));
            }
        }
        assertThat(Files.getPosixFilePermissions(NativeFunctions.binary()))
                .contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    /// Every class that the analysis met, reached or not, is in this report.
    @Test
    void no_class_of_the_local_mode_or_of_the_tests_was_seen_by_the_build() throws IOException {
        var classes = classes();

        assertThat(classes).contains("org.openbalance.balance.BalanceFunction");
        assertThat(classes)
                .noneMatch(name -> name.startsWith("org.openbalance.local.")
                        || name.startsWith("org.openbalance.tools.")
                        || name.startsWith("org.openbalance.nativeimage.")
                        || name.startsWith("org.openbalance.journey.")
                        || name.startsWith("org.yaml.snakeyaml.")
                        || name.startsWith("com.amazonaws.services.dynamodbv2.local.")
                        || name.startsWith("com.almworks.sqlite4java.")
                        || name.startsWith("org.elasticmq.")
                        || name.startsWith("org.junit.")
                        || name.startsWith("io.restassured.")
                        || name.startsWith("com.microsoft.playwright."));
    }

    @Test
    void only_the_widget_and_its_library_are_resources_of_ours() throws IOException {
        var resources =
                JsonPath.from(Files.readString(find("embedded-resources.json"))).<String>getList("name");

        assertThat(resources).anyMatch(name -> name.equals("web/widget.html"));
        assertThat(resources)
                .noneMatch(name -> name.contains("openbalance/local")
                        || name.contains("uplot")
                        || name.endsWith("template.yaml")
                        || name.startsWith("events/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.openbalance.local",
                "org/openbalance/local",
                "org.openbalance.tools",
                "org/openbalance/tools",
                "org.yaml.snakeyaml",
                "dynamodbv2.local",
                "sk_sandbox_local",
                "uPlot",
                "org.junit",
                "openbalance.nativeimage"
            })
    void no_byte_of_the_binary_tells_of_them(String word) throws IOException {
        assertThat(occurs("org.openbalance.balance.BalanceFunction")).isTrue();
        assertThat(occurs(word)).isFalse();
    }

    private static boolean occurs(String word) throws IOException {
        return new String(Files.readAllBytes(NativeFunctions.binary()), StandardCharsets.ISO_8859_1).contains(word);
    }

    private static Path zip() {
        return NativeFunctions.TARGET.resolve("function.zip");
    }

    private static List<String> classes() throws IOException {
        var names = new ArrayList<String>();
        for (var line : Files.readAllLines(find("class_initialization_report"))) {
            names.add(line.split(",")[0].strip());
        }
        return names;
    }

    private static Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(BUILD)) {
            return files.filter(file -> file.getFileName().toString().contains(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The build left no " + name));
        }
    }
}
