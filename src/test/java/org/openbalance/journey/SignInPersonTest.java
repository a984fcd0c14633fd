package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.SignInRequest;
import org.openbalance.owner.Owners;

/// What a connector hears of the customer, as networks want it that take no sign-in of nobody.
@QuarkusTest
@TestProfile(AccessWithoutEndTest.AtCountingBank.class)
@Tag("slow")
class SignInPersonTest {

    private static final Map<String, Object> ADA =
            Map.of("customer", Map.of("name", "Ada Obi", "email", "ada@example.com", "phone", "+2348030000001"));

    @Inject
    Owners owners;

    @Inject
    CountingConnector bank;

    @Test
    void a_connector_hears_the_name_and_the_address_that_the_owner_said() {
        signsIn(Company.of(owners).opensByKey(ADA));

        assertThat(bank.person())
                .isEqualTo(new SignInRequest.Person(Optional.of("Ada Obi"), Optional.of("ada@example.com")));
    }

    @Test
    void a_connector_hears_nothing_that_a_page_said() {
        signsIn(Company.of(owners).opens(ADA));

        assertThat(bank.person()).isEqualTo(SignInRequest.Person.UNTOLD);
    }

    private static void signsIn(Company.Widget widget) {
        widget.agrees();
        widget.logsIn(CountingConnector.BANK, "ada", CountingConnector.PASSWORD);
    }
}
