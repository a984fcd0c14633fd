package org.openbalance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a URL must be before anything is sent to it.
class ReceiverAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://hooks.example.com/a?b=c&d=%20 | hooks.example.com | 443 | /a?b=c&d=%20 | hooks.example.com",
                "HTTPS://Hooks.Example.COM | hooks.example.com | 443 | / | hooks.example.com",
                "https://hooks.example.com:443/ | hooks.example.com | 443 | / | hooks.example.com",
                "https://hooks.example.com:8443/x | hooks.example.com | 8443 | /x | hooks.example.com:8443",
                "https://hooks.example.com?x=1 | hooks.example.com | 443 | /?x=1 | hooks.example.com",
                "https://xn--bcher-kva.example/ | xn--bcher-kva.example | 443 | / | xn--bcher-kva.example",
                "https://bücher.example/ | xn--bcher-kva.example | 443 | / | xn--bcher-kva.example",
                "https://my_app.example/hook | my_app.example | 443 | /hook | my_app.example",
                "https://hooks.example.com/Adé?n=Adé | hooks.example.com | 443 | /Ad%C3%A9?n=Ad%C3%A9 | hooks.example.com",
                "https://hooks.example.com/a b?{c} | hooks.example.com | 443 | /a%20b?%7Bc%7D | hooks.example.com",
                "https://8.8.8.8/x | 8.8.8.8 | 443 | /x | 8.8.8.8",
                "https://[2606:4700::1111]:4430/x | 2606:4700::1111 | 4430 | /x | [2606:4700::1111]:4430",
            })
    void an_https_address_is_read(String url, String host, int port, String path, String authority) throws Exception {
        var target = WebAddress.ofReceiver(url, false);

        assertThat(target).isEqualTo(new WebAddress("https", host, port, path, Optional.empty()));
        assertThat(target.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "gopher://hooks.example.com:70/_x",
                "javascript:alert(1)",
                "hooks.example.com/x",
                "//hooks.example.com/x",
                "https:/hooks.example.com/x",
                "https:hooks.example.com",
                "https://",
                "https:///x",
                "https://user@hooks.example.com/",
                "https://user:pass@hooks.example.com/",
                "https://hooks.example.com@10.0.0.1/",
                "https://hooks.example.com/#fragment",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:22/",
                "https://hooks.example.com:25/",
                "https://hooks.example.com:80/",
                "https://hooks.example.com:65536/",
                "https://hooks.example.com:99999999999/",
                "https://localhost/",
                "https://LOCALHOST:8443/",
                "https://a.localhost/",
                "https://intranet/",
                "https://metadata.google.internal/computeMetadata/v1/",
                "https://printer.local/",
                "https://router.home.arpa/",
                "https://hooks.example.com./",
                "https://hooks..example.com/",
                "https://-hooks.example.com/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://01.1.1.1/",
                "https://example.0x1/",
                "https://[fe80::1%25eth0]/",
                "https://[::1/",
                "https://hooks.example.com/\r\nX: y",
                "https://hooks.example.com\\@10.0.0.1/",
                "https://%31%30.0.0.1/",
                "https://１２７.0.0.1.",
                "https://hooks.example.com/\\evil.example/",
                "https://[::ffff:10.0.0.1%251]/",
                "https://hooks.example.com/\uFFFD"
            })
    void what_is_no_plain_https_address_is_refused(String url) {
        assertThatThrownBy(() -> WebAddress.ofReceiver(url, false)).isInstanceOf(WebAddress.Unusable.class);
    }

    @Test
    void local_mode_takes_plain_http_and_this_machine() throws Exception {
        assertThat(WebAddress.ofReceiver("http://localhost:9000/hook", true))
                .isEqualTo(new WebAddress("http", "localhost", 9000, "/hook", Optional.empty()));
        assertThat(WebAddress.ofReceiver("http://127.0.0.1/", true))
                .isEqualTo(new WebAddress("http", "127.0.0.1", 80, "/", Optional.empty()));
        assertThat(WebAddress.ofReceiver("http://[::1]:81/", true).authority()).isEqualTo("[::1]:81");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest",
                "https://127.0.0.1/",
                "https://10.1.2.3:8443/",
                "https://[::1]/",
                "https://[fd00::1]/",
                "https://[::ffff:169.254.169.254]/"
            })
    void an_address_that_is_plainly_not_public_is_refused_at_once(String url) {
        assertThatThrownBy(() -> WebAddress.ofReceiver(url, false)).hasMessageContaining("public host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://Hooks.Example/a", "HTTPS://hooks.example:443/a", "https://HOOKS.EXAMPLE/a"})
    void an_address_is_one_however_it_is_spelled(String url) throws Exception {
        assertThat(WebAddress.ofReceiver(url, false).withoutFragment()).isEqualTo("https://hooks.example/a");
    }
}
