package org.openbalance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One reader of addresses for webhooks, pages and origins.
class WebAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://shop.example | https://shop.example",
                "HTTPS://Shop.Example:443 | https://shop.example",
                "https://my_shop.example:8443 | https://my_shop.example:8443",
                "https://bücher.example | https://xn--bcher-kva.example",
                "http://localhost:5173 | http://localhost:5173",
                "https://localhost:5173 | https://localhost:5173",
                "http://[::1]:3000 | http://[::1]:3000",
                "http://app.localhost:3000 | http://app.localhost:3000",
            })
    void an_origin_is_written_as_browsers_write_it(String text, String origin) throws Exception {
        assertThat(WebAddress.ofOrigin(text).origin()).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example",
                "https://shop.example/",
                "https://shop.example/path",
                "https://shop.example?x",
                "https://shop.example#x",
                "https://*",
                "*",
                "null",
                "http://shop.example",
                "https://user@shop.example"
            })
    void what_is_more_or_less_than_an_origin_is_refused(String text) {
        assertThatThrownBy(() -> WebAddress.ofOrigin(text)).isInstanceOf(WebAddress.Unusable.class);
    }

    /// Java maps them to other letters, or drops them; a browser goes to another host, or to none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fa\u00df.example/",
                "https://FA\u1e9e.example/",
                "https://\u03b2\u03cc\u03bb\u03bf\u03c2.example/",
                "https://a\u200db.example/",
                "https://a\u200cb.example/",
                "https://a\u00adb.example/",
                "https://a\u2060b.example/"
            })
    void a_host_that_browsers_read_in_another_way_is_refused(String text) {
        assertThatThrownBy(() -> WebAddress.ofPage(text)).hasMessageContaining("xn--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[:::1]/", "https://[1:2]/", "https://[1::2::3]/", "https://[::ffff:1.2.3]/"})
    void brackets_hold_an_address(String text) {
        assertThatThrownBy(() -> WebAddress.of(text)).hasMessageContaining("IPv6");
    }

    @Test
    void a_page_may_hold_a_fragment_and_a_receiver_may_not() throws Exception {
        assertThat(WebAddress.ofPage("https://shop.example/#/done").fragment()).contains("/done");
        assertThatThrownBy(() -> WebAddress.ofReceiver("https://shop.example/#/done", false))
                .hasMessageContaining("fragment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://intranet/x", "https://a.localhost/", "https://db.internal/", "https://x.local/"})
    void a_receiver_has_a_public_host(String text) {
        assertThatThrownBy(() -> WebAddress.ofReceiver(text, false)).hasMessageContaining("public host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://１２７.０.０.１/", "https://127。0。0。1/"})
    void other_digits_and_dots_are_the_address_they_stand_for(String text) throws Exception {
        assertThat(WebAddress.of(text).host()).isEqualTo("127.0.0.1");
    }

    @Test
    void what_is_encoded_already_is_left_alone() throws Exception {
        assertThat(WebAddress.of("https://a.example/%C3%A9?x=%20+1&y=[z]").path())
                .isEqualTo("/%C3%A9?x=%20+1&y=[z]");
    }

    @Test
    void surrounding_blanks_do_not_matter() throws Exception {
        assertThat(WebAddress.of("  https://a.example/x \n").path()).isEqualTo("/x");
    }
}
