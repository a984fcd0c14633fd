package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.Owners;

/// Which pages may open the widget where it stands on the caller's own machine.
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class OpenersTest {

    @Inject
    Owners owners;

    private Company company;

    @BeforeAll
    void a_company_without_registered_origins() {
        company = Company.of(owners);
    }

    private Response openedBy(String origin) {
        return company.open(
                "widget/session",
                Map.of(
                        "key",
                        company.keys().publicKey(),
                        "token",
                        company.keys().clientToken(),
                        "opener",
                        origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "https://localhost:5173",
                "http://127.0.0.1",
                "http://[::1]:3000",
                "https://[::1]",
                "http://app.localhost:3000",
                "HTTP://LocalHost:3000"
            })
    void pages_of_this_machine_may(String origin) {
        assertThat(openedBy(origin).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.example", "http://localhost.example", "https://127.0.0.2", "http://notlocalhost"})
    void others_are_told_how_they_are_registered(String origin) {
        var refused = openedBy(origin);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.<String>path("message")).contains("scripts/owner allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"capacitor://localhost", "ionic://localhost", "tauri://localhost", "null", "file://"})
    void the_shell_of_an_app_is_told_to_open_the_address_in_the_browser(String origin) {
        var refused = openedBy(origin);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.<String>path("message")).contains("OpenBalance.page()");
    }
}
