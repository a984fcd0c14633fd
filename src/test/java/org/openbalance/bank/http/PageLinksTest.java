package org.openbalance.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageLinksTest {

    private static final URI FIRST = URI.create("https://bank.example/v1/accounts/7/lines?from=2026-03-01");

    private final PageLinks links = new PageLinks(FIRST);

    @ParameterizedTest
    @CsvSource({
        "?page=2, https://bank.example/v1/accounts/7/lines?page=2",
        "lines?page=2, https://bank.example/v1/accounts/7/lines?page=2",
        "/v1/accounts/7/lines?page=2, https://bank.example/v1/accounts/7/lines?page=2",
        "//bank.example/v1/accounts/7/lines?page=2, https://bank.example/v1/accounts/7/lines?page=2",
        "https://bank.example/v1/accounts/7/lines?page=2, https://bank.example/v1/accounts/7/lines?page=2"
    })
    void a_link_to_the_same_list_is_followed_however_it_is_written(String link, String address) {
        assertThat(links.next(Optional.of(link))).contains(URI.create(address));
        assertThat(links.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example/v1/accounts/7/lines?page=2",
                "http://bank.example/v1/accounts/7/lines?page=2",
                "https://bank.example:8443/v1/accounts/7/lines?page=2",
                "https://me@bank.example/v1/accounts/7/lines?page=2",
                "https://bank.example/v1/accounts/8/lines?page=2",
                "../8/lines?page=2",
                "null/v1/accounts/7/lines?page=2",
                "?from2026-03-01",
                "https://bank.example/v1/accounts/7/lines?from=2026-03-01",
                "not an address"
            })
    void a_link_to_anything_else_is_not_followed_and_leaves_the_list_incomplete(String link) {
        assertThat(links.next(Optional.of(link))).isEmpty();
        assertThat(links.complete()).isFalse();
    }

    @Test
    void a_list_without_another_link_is_complete() {
        assertThat(links.next(Optional.empty())).isEmpty();
        assertThat(links.next(Optional.of(" "))).isEmpty();
        assertThat(links.complete()).isTrue();
    }

    @Test
    void pages_have_an_end() {
        var pages = 1;
        while (links.next(Optional.of("?page=" + pages)).isPresent()) {
            pages++;
        }

        assertThat(pages).isEqualTo(PageLinks.MOST);
        assertThat(links.complete()).isFalse();
    }
}
