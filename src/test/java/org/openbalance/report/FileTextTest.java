package org.openbalance.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.api.Json;

/// A file is answered as a text in JSON, and is cut where that would be more than Lambda answers.
class FileTextTest {

    private static final int LAMBDA_ANSWERS = 6 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POS LEKKI 5000",
                "\"quoted\",\r\n",
                "\\\t",
                "\u0001",
                "₦",
                "ọ̀",
                "é",
                "\uD83D\uDCB0",
            })
    void what_does_not_fit_is_left_out_and_told(String row) {
        var text = new FileText("[", "]");
        var taken = 0;
        while (text.add(row)) {
            taken++;
        }

        var answered = new TextNode(text.written(false).text());
        assertThat(Json.write(answered).getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(FileText.MOST_BYTES - 100, LAMBDA_ANSWERS - 100_000);
        assertThat(text.written(false).text()).isEqualTo("[" + row.repeat(taken) + "]");
    }
}
