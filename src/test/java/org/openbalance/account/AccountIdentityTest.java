package org.openbalance.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.money.AccountNumber;

class AccountIdentityTest {

    @Test
    void what_may_be_logged_of_it_shows_no_number() {
        var number = AccountNumber.iban("DE", "370400440532013000");
        var identity = AccountIdentity.of("bank", Optional.of(number), "r1", Currency.getInstance("EUR"));

        assertThat(identity.toString()).doesNotContain("0532013000").contains("EUR");
        assertThat(number.toString()).doesNotContain("0532013000");
    }
}
