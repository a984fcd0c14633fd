package org.openbalance.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ad\u00e9 Bello",
                "Ade\u0301 Bello",
                "ADE BELLO",
                "\u00c0d\u00e9\u00a0  bello ",
                "A\u0300de\u0301 Bello"
            })
    void a_name_is_the_same_in_every_spelling_of_its_accents(String name) {
        assertThat(PlainText.of(name)).isEqualTo("ade bello");
    }

    @Test
    void tone_marks_and_dots_of_yoruba_igbo_and_hausa_are_accents() {
        assertThat(PlainText.of("\u1eccl\u00e1d\u00e9l\u00e9 \u1ee4ch\u00e9 \u1e62\u1ecdl\u00e1"))
                .isEqualTo("oladele uche sola");
        assertThat(PlainText.of("")).isEmpty();
    }
}
