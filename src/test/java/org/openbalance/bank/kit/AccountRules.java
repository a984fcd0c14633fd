package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openbalance.account.AccountIdentity;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HeldGrant;
import org.openbalance.money.BalanceAmounts;

/// How accounts are listed and read.
interface AccountRules {

    Trial trial();

    String PUBLIC_ADDRESS = "105.112.20.7";

    @Test
    default void what_is_listed_is_what_is_read_and_what_the_bank_holds() {
        var login = trial().login();
        var reads = trial().balances(login.grant(), login.references());

        for (var account : login.accounts()) {
            var held = trial().standIn.held().get(account.reference());
            assertThat(account.amounts()).isEqualTo(held);
            assertThat(reads.get(account.reference())).isEqualTo(new AccountRead.Value<>(held, account.asOf()));
        }
    }

    @Test
    default void references_do_not_change() {
        var login = trial().login();

        assertThat(trial().accounts(login.grant()))
                .extracting(BankAccount::reference)
                .isEqualTo(login.references());
    }

    /// Trap 8.
    @Test
    default void a_renewal_keeps_the_accounts_and_the_customer() {
        var login = trial().login(Feature.RENEWAL);
        var renewed = trial().signedIn(Optional.of(login.grant()));

        assertThat(renewed.customer().reference()).isEqualTo(login.customer().reference());
        assertThat(trial().accounts(renewed.grant()))
                .extracting(BankAccount::reference)
                .isEqualTo(login.references());
    }

    /// Trap 6.
    @Test
    default void one_account_that_fails_keeps_none_of_the_others_back() {
        var login = trial().login(Feature.PARTIAL);
        var failing = login.about().orElseThrow();
        var reads = trial().balances(login.grant(), login.references());

        assertThat(reads.get(failing)).isInstanceOf(AccountRead.Failed.class);
        assertThat(((AccountRead.Failed<?>) reads.get(failing)).failure().kind())
                .isEqualTo(BankFailure.Kind.ERROR);
        assertThat(login.references()).hasSizeGreaterThan(1);
        login.references().stream()
                .filter(reference -> !reference.equals(failing))
                .forEach(reference -> assertThat(reads.get(reference)).isInstanceOf(AccountRead.Value.class));
    }

    /// Trap 9.
    @Test
    default void a_spent_quota_is_told_as_one() {
        var login = trial().login(Feature.QUOTA);
        var failure = trial().failure(() -> trial().balances(login.grant(), login.references()));

        assertThat(failure.kind()).isEqualTo(BankFailure.Kind.QUOTA);
    }

    /// Trap 10.
    @Test
    default void a_quota_spent_at_the_last_account_keeps_what_was_read_of_the_first() {
        var login = trial().login(Feature.QUOTA_BY_ACCOUNT);
        var reads = trial().balances(login.grant(), login.references());
        var last = reads.get(login.references().getLast());

        assertThat(last).isInstanceOf(AccountRead.Failed.class);
        assertThat(((AccountRead.Failed<?>) last).failure().kind()).isEqualTo(BankFailure.Kind.QUOTA);
        login.references().stream()
                .limit(login.references().size() - 1L)
                .forEach(reference -> assertThat(reads.get(reference)).isInstanceOf(AccountRead.Value.class));
    }

    @Test
    default void an_account_that_is_gone_is_told_so_and_the_others_are_read() {
        var login = trial().login(Feature.GONE);
        var gone = login.about().orElseThrow();
        var reads = trial().balances(login.grant(), login.references());

        assertThat(reads.get(gone)).isInstanceOf(AccountRead.Gone.class);
        assertThat(reads.values())
                .filteredOn(AccountRead.Value.class::isInstance)
                .hasSize(login.references().size() - 1);
    }

    @Test
    default void what_finishes_later_is_one_job_until_it_is_there() {
        var login = trial().login(Feature.LATER);
        var late = login.about().orElseThrow();
        var first = asked(login, AccountRequest.of(late));
        assertThat(first).isInstanceOf(AccountRead.Later.class);
        var job = ((AccountRead.Later<?>) first).job();
        trial().heard.note(job);
        assertThat(((AccountRead.Later<?>) first).after()).isPositive();

        var again = new AccountRequest(late, Optional.of(job));
        assertThat(asked(login, again)).isInstanceOf(AccountRead.Later.class);
        trial().standIn.end(Feature.LATER);
        assertThat(asked(login, again))
                .isEqualTo(new AccountRead.Value<>(trial().standIn.held().get(late)));
    }

    private AccountRead<BalanceAmounts> asked(Trial.Login login, AccountRequest request) {
        return trial().requests(trial().access(), HeldGrant.unkept(login.grant()), List.of(request))
                .get(request.reference());
    }

    /// Trap 7.
    @Test
    default void one_number_in_two_currencies_is_two_accounts() {
        trial().needs(Feature.TWO_CURRENCIES);
        trial().standIn.prepare(Feature.TWO_CURRENCIES);
        var login = trial().login();
        var numbers = login.accounts().stream()
                .filter(account -> trial().standIn.held().containsKey(account.reference()))
                .collect(Collectors.groupingBy(
                        BankAccount::number, Collectors.mapping(BankAccount::currency, Collectors.toSet())));

        assertThat(identities(login)).doesNotHaveDuplicates();
        assertThat(numbers.values()).as("currencies of a number").anyMatch(currencies -> currencies.size() == 2);
        what_is_listed_is_what_is_read_and_what_the_bank_holds();
    }

    /// What the accounts are known again by when they are linked anew.
    private List<AccountIdentity> identities(Trial.Login login) {
        return login.accounts().stream()
                .map(account -> AccountIdentity.of(trial().standIn.bank().id(), account))
                .toList();
    }

    @Test
    default void what_is_in_an_unknown_currency_is_left_out_and_the_others_are_listed() {
        trial().needs(Feature.UNKNOWN_CURRENCY);
        trial().standIn.prepare(Feature.UNKNOWN_CURRENCY);

        assertThat(trial().login().references())
                .containsExactlyInAnyOrderElementsOf(trial().standIn.held().keySet());
    }

    /// Trap 10: the budget of a day is four reads, and must not go to lists, or to the same balance twice.
    @Test
    default void a_link_and_each_read_cost_at_most_one_balance_call_an_account() {
        trial().needs(Feature.COUNTED);
        var login = trial().login();
        var all = login.references().size();
        assertThat(login.references()).hasSize(trial().standIn.held().size());
        assertThat(trial().visits(Visit.Kind.BALANCE)).as("calls of linking").hasSizeLessThanOrEqualTo(all);
        assertThat(trial().visits(Visit.Kind.ACCOUNTS)).hasSizeLessThanOrEqualTo(1);

        trial().balances(login.grant(), login.references());
        assertThat(trial().visits(Visit.Kind.BALANCE)).as("and of a read").hasSizeLessThanOrEqualTo(2 * all);
        trial().balances(login.grant(), List.of(login.first()));
        assertThat(trial().visits(Visit.Kind.BALANCE)).as("and of one account").hasSizeLessThanOrEqualTo(2 * all + 1);
        assertThat(trial().visits(Visit.Kind.ACCOUNTS)).as("lists before reads").hasSizeLessThanOrEqualTo(1);
    }

    /// Trap 11.
    @Test
    default void the_bank_hears_of_the_customer_where_they_are_present_and_never_otherwise() {
        trial().needs(Feature.ATTENDANCE, Feature.COUNTED);
        var login = trial().login();
        trial().balances(login.grant(), login.references());
        assertThat(trial().standIn.visits())
                .as("calls that nobody is present at")
                .allSatisfy(visit -> assertThat(visit.attendance()).isEmpty());

        var present = Attendance.of(PUBLIC_ADDRESS, Optional.of("Browser/1.0"));
        var before = new ArrayList<>(trial().standIn.visits()).size();
        trial().balances(trial().access(present, Trial.PATIENCE), HeldGrant.unkept(login.grant()), login.references());
        var attended = trial().standIn
                .visits()
                .subList(before, trial().standIn.visits().size());
        assertThat(attended)
                .as("calls that the customer is present at")
                .isNotEmpty()
                .allSatisfy(visit -> assertThat(visit.attendance()).contains(PUBLIC_ADDRESS));
    }
}
