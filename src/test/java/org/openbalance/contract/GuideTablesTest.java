package org.openbalance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The guides' tables are whole: what can be set has a row there, and no row is of something that is gone.
class GuideTablesTest {

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern OPTION = Pattern.compile("(?m)^  (\\w+)\\?:");
    private static final Pattern VARIABLE = Pattern.compile("\\b((?:OPENBALANCE|DISABLE|QUARKUS)_[A-Z_]+)\\b");
    private static final Pattern SETTING = Pattern.compile("@ConfigProperty\\(\\s*name = \"([a-z.-]+)\"");

    @Test
    void every_option_of_the_widget_is_explained() throws IOException {
        var options = section("docs/guides/widget.md", "All options");
        var types = Files.readString(Path.of("src/main/web/script/openbalance.d.ts"));
        var declared = types.substring(types.indexOf("interface Options"), types.indexOf("interface Linked"));
        var callbacks = Set.of("onSuccess", "onClose", "onError", "onEvent", "beforeClose", "BeforeClose");
        var names = found(OPTION, declared);
        names.removeAll(callbacks);

        assertThat(firstCells(options)).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void every_variable_of_a_function_is_explained() throws IOException {
        var variables = section("docs/guides/operations.md", "Environment variables");
        var read = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                found(SETTING, Files.readString(source)).forEach(setting -> read.add(variable(setting)));
            }
        }
        var set = found(VARIABLE, Files.readString(Path.of("template.yaml")));

        assertThat(read)
                .containsAll(set.stream()
                        .filter(name -> name.startsWith("OPENBALANCE"))
                        .toList());
        read.addAll(set);
        assertThat(firstCells(variables).stream()
                        .filter(name -> !name.startsWith("AWS_"))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(read);
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private static String section(String file, String title) throws IOException {
        var text = Files.readString(Path.of(file));
        var from = text.indexOf("\n## " + title + '\n');
        assertThat(from).as(title).isNotNegative();
        var next = text.indexOf("\n## ", from + 1);
        return next < 0 ? text.substring(from) : text.substring(from, next);
    }

    private static Set<String> firstCells(String section) {
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> found(NAME, cell).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
