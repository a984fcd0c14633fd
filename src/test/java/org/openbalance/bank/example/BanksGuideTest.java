package org.openbalance.bank.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The code in the guide to connectors is code that is compiled and passes the kit. Blocks of `java sketch` are none.
class BanksGuideTest {

    private static final Path GUIDE = Path.of("docs/guides/banks.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```java\n(.*?)\n```");

    @Test
    void its_code_is_the_example_s() throws IOException {
        var sources = sources();
        var blocks = blocks();

        assertThat(blocks).hasSizeGreaterThan(4);
        assertThat(blocks).allSatisfy(block -> assertThat(sources).anyMatch(source -> source.contains(block)));
    }

    private static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        for (var found = BLOCK.matcher(Files.readString(GUIDE)); found.find(); ) {
            blocks.add(unindented(found.group(1)));
        }
        return blocks;
    }

    private static List<String> sources() throws IOException {
        try (var files = Files.list(WrongConnector.SOURCES)) {
            var sources = new ArrayList<String>();
            for (var file : files.toList()) {
                sources.add(unindented(Files.readString(file)));
            }
            return sources;
        }
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).reduce("", (before, line) -> before + line + '\n');
    }
}
