package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.money.BalanceAmounts;

/// How amounts are understood.
interface AmountRules {

    Trial trial();

    /// Trap 2. An amount that the bank does not state is missing, and none stands in its place.
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

    /// Trap 15: what comes from a cache is as old as it is, also where the bank stamps one amount of two, writes no
    /// zone, or puts a time of years ago beside one of today.
    @Test
    default void amounts_are_as_old_as_the_bank_says_and_never_as_of_now() {
        trial().needs(Feature.STAMPS);
        var now = trial().standIn.clock().instant();
        assertThat(samples(Feature.STAMPS))
                .allSatisfy(sample -> assertThat(sample.asOf().orElseThrow()).isBefore(now));

        assertUnderstood(Feature.STAMPS);
    }

    /// Trap 6. An account that the bank lists without a balance is listed with an untold one, or not yet.
    @Test
    default void a_balance_that_is_missing_is_never_nothing() {
        trial().needs(Feature.MISSING);
        var login = trial().login();
        for (var sample : samples(Feature.MISSING)) {
            sample.begin().run();
            var failure = trial().failure(() -> trial().balances(login.grant(), List.of(sample.account())));
            assertThat(failure.kind()).as(sample.name()).isEqualTo(BankFailure.Kind.ERROR);
            assertThat(listed(login, sample)).as(sample.name()).allSatisfy(account -> {
                assertThat(account.amounts()).isEqualTo(BalanceAmounts.untold(account.currency()));
                assertThat(account.asOf()).isEmpty();
            });
        }
    }

    private void assertUnderstood(Feature feature) {
        trial().needs(feature);
        var login = trial().login();
        for (var sample : samples(feature)) {
            sample.begin().run();
            var amounts = sample.amounts().orElseThrow();
            assertThat(trial().balances(login.grant(), List.of(sample.account())))
                    .as(sample.name())
                    .containsEntry(sample.account(), new AccountRead.Value<>(amounts, sample.asOf()));
            assertThat(listed(login, sample)).as(sample.name()).singleElement().satisfies(account -> {
                assertThat(account.amounts()).isEqualTo(amounts);
                assertThat(account.asOf()).isEqualTo(sample.asOf());
            });
        }
    }

    private List<BankAccount> listed(Trial.Login login, AmountSample sample) {
        var accounts = trial().accounts(login.grant());
        assertThat(accounts)
                .as("the other accounts")
                .hasSizeGreaterThanOrEqualTo(login.accounts().size() - 1);
        return accounts.stream()
                .filter(account -> account.reference().equals(sample.account()))
                .toList();
    }

    private List<AmountSample> samples(Feature feature) {
        var samples = trial().standIn.amounts(feature);
        assertThat(samples).as("samples of " + feature).isNotEmpty();
        return samples;
    }
}
