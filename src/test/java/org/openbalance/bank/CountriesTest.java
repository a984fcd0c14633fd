package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountriesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NG | NG",
                "ng | NG",
                "NGA | NG",
                "nga | NG",
                " Nga  | NG",
                "Nigeria | NG",
                "NIGERIA | NG",
                "' nigeria ' | NG",
                "South Africa | ZA",
                "south   africa | ZA",
                "United Kingdom | GB",
                "usa | US",
                "United States | US",
                "Côte d’Ivoire | CI",
                "cote d'ivoire | CI",
                "Türkiye | TR",
                "Guinea-Bissau | GW",
                "guinea bissau | GW",
                "Trinidad & Tobago | TT"
            })
    void a_country_is_known_by_both_codes_and_by_its_english_name(String text, String code) {
        assertThat(Countries.of(text)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "XX", "XXX", "Atlantis", "Nigeri", "N", "Nigéria du Nord", "🇳🇬", "1"})
    void what_is_no_country_is_none(String text) {
        assertThat(Countries.of(text)).isEmpty();
    }

    @Test
    void every_country_is_found_by_all_that_it_is_called() {
        for (var code : Locale.getISOCountries()) {
            var country = Locale.of("", code);
            assertThat(Countries.of(code)).contains(code);
            assertThat(Countries.of(country.getISO3Country())).contains(code);
            assertThat(Countries.of(country.getDisplayCountry(Locale.ENGLISH)))
                    .as(country.getDisplayCountry(Locale.ENGLISH))
                    .contains(code);
        }
    }
}
