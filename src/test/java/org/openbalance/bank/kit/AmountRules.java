package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;

/// How amounts are understood.
interface AmountRules {

    Trial trial();

    /// Trap 2.
    @Test
    default void each_set_of_balances_has_one_meaning() {
        assertUnderstood(Feature.KINDS);
    }

    /// Trap 3.
    @Test
    default void an_overdraft_counts_as_the_bank_counts_it_and_never_into_the_ledger() {
        assertUnderstood(Feature.CREDIT_INCLUDED);
    }

    /// Trap 4.
    @Test
    default void what_is_left_on_a_card_is_not_what_it_is_worth() {
        assertUnderstood(Feature.CARDS);
    }

    /// Trap 5.
    @Test
    default void an_indicator_decides_over_the_sign() {
        assertUnderstood(Feature.INDICATOR);
    }

    /// Trap 15.
    @Test
    default void numbers_lose_no_cent() {
        assertUnderstood(Feature.NUMBERS);
    }

    /// Trap 6.
    @Test
    default void a_balance_that_is_missing_is_never_nothing() {
        trial().needs(Feature.MISSING);
        var login = trial().login();
        for (var sample : samples(Feature.MISSING)) {
            sample.begin().run();
            var failure = trial().failure(() -> trial().balances(login.grant(), List.of(sample.account())));
            assertThat(failure.kind()).as(sample.name()).isEqualTo(BankFailure.Kind.ERROR);
            assertThat(trial().accounts(login.grant()))
                    .as(sample.name())
                    .extracting(BankAccount::reference)
                    .doesNotContain(sample.account())
                    .isNotEmpty();
        }
    }

    private void assertUnderstood(Feature feature) {
        trial().needs(feature);
        var login = trial().login();
        for (var sample : samples(feature)) {
            sample.begin().run();
            assertThat(trial().balances(login.grant(), List.of(sample.account())))
                    .as(sample.name())
                    .containsEntry(
                            sample.account(),
                            new AccountRead.Value<>(sample.amounts().orElseThrow()));
        }
    }

    private List<AmountSample> samples(Feature feature) {
        var samples = trial().standIn.amounts(feature);
        assertThat(samples).as("samples of " + feature).isNotEmpty();
        return samples;
    }
}
