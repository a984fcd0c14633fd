package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankIdentity;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsIdentity;

/// How lines are read, and who holds an account.
interface TransactionRules {

    Trial trial();

    /// No bank has so many pages of so few days.
    int MOST_PAGES = 200;

    @Test
    default void lines_are_read_over_all_pages() {
        trial().needs(Feature.TRANSACTIONS);
        var login = trial().login();
        var read = lines(login, login.first());

        assertThat(read.lines()).isEqualTo(trial().standIn.lines());
        assertThat(read.complete()).isTrue();
    }

    /// Trap 14: what was read before the lie is kept, and said not to be all.
    @ParameterizedTest
    @EnumSource(Lie.class)
    default void a_link_that_lies_is_not_followed(Lie lie) {
        trial().needs(Feature.PAGES);
        var login = trial().login();
        trial().standIn.lie(lie);
        var read = lines(login, login.first());

        assertThat(read.complete()).isFalse();
        assertThat(read.lines()).isNotEmpty();
        assertThat(trial().visits(Visit.Kind.TRANSACTIONS)).hasSizeLessThanOrEqualTo(MOST_PAGES);
    }

    /// Trap 15.
    @Test
    default void days_are_those_of_the_bank() {
        trial().needs(Feature.DATES);
        var login = trial().login();
        var samples = trial().standIn.lineSamples();
        assertThat(samples).isNotEmpty();
        for (var sample : samples) {
            sample.begin().run();
            assertThat(lines(login, sample.account()).lines()).as(sample.name()).isEqualTo(sample.lines());
        }
    }

    @Test
    default void lines_show_nothing_of_themselves_in_a_text() {
        trial().needs(Feature.TRANSACTIONS);
        var login = trial().login();
        var read = lines(login, login.first());

        assertThat(read.lines())
                .allSatisfy(line -> assertThat(line.toString() + read).doesNotContain(line.narration()));
    }

    @Test
    default void who_holds_an_account_is_told_of_each_and_shows_itself_in_no_text() {
        trial().needs(Feature.IDENTITY);
        var login = trial().login();
        var requests = login.references().stream().map(AccountRequest::of).toList();
        var reads = ((ReadsIdentity) trial().standIn.connector())
                .identity(trial().access(), HeldGrant.unkept(login.grant()), requests);

        assertThat(reads.keySet()).containsExactlyInAnyOrderElementsOf(login.references());
        assertThat(reads.values()).allSatisfy(read -> {
            assertThat(read).isInstanceOf(AccountRead.Value.class);
            var identity = ((AccountRead.Value<BankIdentity>) read).value();
            assertThat(identity.names()).isNotEmpty();
            assertThat(read.toString()).doesNotContain(identity.names().getFirst());
        });
    }

    private BankTransactions lines(Trial.Login login, String reference) {
        var read = trial().transactions(login.grant(), reference).get(reference);
        assertThat(read).isInstanceOf(AccountRead.Value.class);
        return ((AccountRead.Value<BankTransactions>) read).value();
    }
}
