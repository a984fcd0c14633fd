package org.openbalance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The address of the API has no path: a gateway hands the whole path on, so it would be taken for an operation's.
class ApiContextTest {

    private static ApiContext at(String base) {
        return new ApiContext(null, null, null, Optional.of(base));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/balances",
                "https://api.example.com/",
                "https://api.example.com?x=1",
                "https://api.example.com#top",
                "api.example.com",
                "ftp://api.example.com",
                ""
            })
    void one_with_a_path_is_refused_at_the_start(String base) {
        assertThatIllegalStateException().isThrownBy(() -> at(base)).withMessageContaining("without a path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com", "http://localhost:8080", "https://api.example.com:8443"})
    void a_scheme_and_a_host_are_taken(String base) {
        assertThat(at(base).base()).contains(base);
    }
}
