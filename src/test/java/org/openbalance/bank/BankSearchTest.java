package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankSearchTest {

    private static final List<String> NAMES =
            List.of("Crédit Lac", "Kasa Ziemska Łąkowo", "Bank of the Lake", "O’Neill Savings", "Lakeside Bank");

    private static BankSearch.Found search(String text, Optional<String> country) {
        return new BankSearch(text, country, bank -> !bank.name().startsWith("O"))
                .among(NAMES.stream().map(BankSearchTest::bank).map(BankSearch.Entry::of));
    }

    private static Bank bank(String name) {
        var institution = ListingNetwork.institution(
                name, name, name.startsWith("Kasa") ? "PL" : name.startsWith("O") ? "IE" : "FR");
        return DirectoryShard.bank("network", institution.id("network"), institution, name, java.time.Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Crédit Lac;Kasa Ziemska Łąkowo;Bank of the Lake;Lakeside Bank",
        "credit, Crédit Lac",
        "CRÉDIT l, Crédit Lac",
        "lak, Lakeside Bank;Kasa Ziemska Łąkowo;Bank of the Lake",
        "łąk, Lakeside Bank;Kasa Ziemska Łąkowo;Bank of the Lake",
        "lake ban, Bank of the Lake;Lakeside Bank",
        "kasa-lako, Kasa Ziemska Łąkowo",
        "ake, ''",
        "savings, ''"
    })
    void finds_by_the_beginnings_of_words_in_any_order_the_best_first(String text, String names) {
        assertThat(search(text, Optional.empty()).banks().stream().map(Bank::name))
                .containsExactlyElementsOf(names.isEmpty() ? List.of() : List.of(names.split(";")));
    }

    @Test
    void finds_in_one_country_and_tells_the_countries_of_all_that_is_offered() {
        var found = search("a", Optional.of("PL"));

        assertThat(found.banks()).isEmpty();
        assertThat(found.countries()).containsExactly("FR", "PL");
        assertThat(search("kasa", Optional.of("PL")).banks()).hasSize(1);
        assertThat(search("kasa", Optional.of("FR")).banks()).isEmpty();
    }

    @Test
    void countries_are_those_of_the_standard() {
        assertThat(Stream.of("ng", " DE ", "xx", "", "NGA").map(Countries::of))
                .containsExactly(
                        Optional.of("NG"), Optional.of("DE"), Optional.empty(), Optional.empty(), Optional.of("NG"));
        assertThat(Set.of("NG", "PL")).allMatch(Countries::has);
    }
}
