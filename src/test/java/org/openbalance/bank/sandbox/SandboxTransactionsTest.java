package org.openbalance.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.Secret;
import org.openbalance.money.Money;

/// How the sandbox banks give the lines of accounts, troubles included.
class SandboxTransactionsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    private static final DaySpan TWO_YEARS = new DaySpan(TODAY.minusMonths(24), TODAY);

    private final Sandbox sandbox = new Sandbox();

    @Test
    void a_life_is_read_back_24_months_and_goes_on_with_the_clock() {
        var grant = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        var first = value(read(grant, TWO_YEARS));
        assertThat(first.complete()).isTrue();
        assertThat(booked(first).getFirst().booked().orElseThrow()).isBefore(TODAY.minusMonths(23));
        sandbox.pass(Duration.ofDays(2));
        var later = value(read(grant, new DaySpan(TODAY.minusMonths(24), TODAY.plusDays(2))));
        assertEquals(booked(first), booked(later).subList(0, booked(first).size()));
        assertThat(booked(later)).hasSizeGreaterThan(booked(first).size());
    }

    @Test
    void a_balance_that_is_read_is_the_one_after_the_last_line() {
        var grant = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        for (var hour = 0; hour < 60; hour++) {
            sandbox.pass(Duration.ofMinutes(61));
            var account = accounts(grant).getFirst();
            var lines = value(read(grant, new DaySpan(TODAY.minusDays(30), TODAY.plusDays(3))));
            assertEquals(
                    account.amounts().ledgerMoney(), booked(lines).getLast().balance());
            var pending = lines.lines().stream()
                    .filter(line -> line.status() == BankTransaction.Status.PENDING)
                    .mapToLong(line -> line.amount().minor())
                    .sum();
            assertEquals(
                    minor(account.amounts().availableMoney())
                            - minor(account.amounts().ledgerMoney()),
                    pending);
        }
    }

    @Test
    void who_was_made_today_has_a_life_of_24_months_and_none_before() {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.PASSWORD, "ada"));
        var grant = HeldGrant.unkept(sandbox.grant(Sandbox.PASSWORD, made.username(), "correct horse"));
        var lines = value(read(grant, new DaySpan(TODAY.minusYears(10), TODAY)));
        assertThat(booked(lines).getFirst().booked().orElseThrow())
                .isBetween(TODAY.minusMonths(24), TODAY.minusMonths(23));
    }

    @Test
    void a_customer_abroad_has_accounts_in_the_currency_of_their_own() {
        var wanted = new NewCustomer(
                3,
                "Anke Berg",
                Sandbox.PASSWORD,
                "anke",
                new Secret("correct horse"),
                Holder.IND,
                ActivityLevel.MEDIUM,
                100,
                4,
                Currency.getInstance("EUR"),
                "DE");
        var made = sandbox.made(Sandbox.TENANT, wanted);
        assertEquals(Optional.of(made), sandbox.customers.get(Sandbox.TENANT, made.id()));
        var grant = HeldGrant.unkept(sandbox.grant(Sandbox.PASSWORD, "anke", "correct horse"));
        assertThat(accounts(grant))
                .allMatch(account -> account.currency().getCurrencyCode().equals("EUR"));
        assertThat(booked(value(read(grant, TWO_YEARS))))
                .anyMatch(line -> line.narration().contains("MIETE"));
    }

    @Test
    void user_expired_is_told_that_the_login_has_ended() {
        fails(BankFailure.Kind.LOGIN_EXPIRED, WellKnownUser.USER_EXPIRED);
    }

    @Test
    void user_quota_may_be_read_twice_a_day_for_lines_and_twice_for_balances() {
        var grant = HeldGrant.unkept(sandbox.grant(Sandbox.PASSWORD, "user_quota", "any"));
        for (var read = 0; read < DailyReads.MOST; read++) {
            value(read(grant, TWO_YEARS));
            sandbox.connector.balances(access(), grant, List.of());
        }
        assertThatThrownBy(() -> read(grant, TWO_YEARS))
                .isInstanceOfSatisfying(
                        BankFailure.class, failed -> assertEquals(BankFailure.Kind.QUOTA, failed.kind()));
        sandbox.pass(Duration.ofDays(1));
        value(read(grant, TWO_YEARS));
    }

    @Test
    void user_partial_is_read_for_one_account_and_not_for_the_other() {
        var grant = HeldGrant.unkept(sandbox.grant(Sandbox.PASSWORD, "user_partial", "any"));
        var reads = List.copyOf(read(grant, TWO_YEARS).values());
        assertThat(reads.get(0)).isInstanceOf(AccountRead.Value.class);
        assertThat(reads.get(1)).isInstanceOf(AccountRead.Failed.class);
    }

    @Test
    void user_later_has_its_lines_ten_seconds_later_by_a_job_of_its_own() {
        var grant = HeldGrant.unkept(sandbox.grant(Sandbox.PASSWORD, "user_later", "any"));
        var account = accounts(grant).getFirst().reference();
        var later = (AccountRead.Later<BankTransactions>)
                read(grant, TWO_YEARS, AccountRequest.of(account)).get(account);
        var balance = (AccountRead.Later<?>) sandbox.connector
                .balances(access(), grant, List.of(AccountRequest.of(account)))
                .get(account);
        assertThat(later.job()).isNotEqualTo(balance.job());
        sandbox.pass(later.after());
        var read = read(grant, TWO_YEARS, new AccountRequest(account, Optional.of(later.job())));
        assertThat(read.get(account)).isInstanceOf(AccountRead.Value.class);
    }

    @Test
    void a_bank_that_is_down_gives_no_lines() {
        var grant = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        sandbox.outages.start(Sandbox.TENANT, Sandbox.PASSWORD, Outages.Kind.DOWN, 60);
        assertThatThrownBy(() -> read(grant, TWO_YEARS))
                .isInstanceOfSatisfying(
                        BankFailure.class, failed -> assertEquals(BankFailure.Kind.DOWN, failed.kind()));
    }

    @Test
    void a_stranger_to_the_bank_is_gone() {
        var grant = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        assertThat(read(grant, TWO_YEARS, AccountRequest.of("none")).get("none"))
                .isInstanceOf(AccountRead.Gone.class);
    }

    @Test
    void a_grant_that_is_exchanged_is_so_for_lines_too() {
        var grant = sandbox.good(Sandbox.REDIRECT);
        sandbox.pass(RotatingGrants.LIFETIME);
        var access = sandbox.access(Sandbox.REDIRECT);
        var held = HeldGrant.unkept(grant);
        var accounts = sandbox.connector.accounts(access, held);
        var requests = accounts.stream()
                .map(BankAccount::reference)
                .map(AccountRequest::of)
                .toList();
        assertThat(sandbox.connector
                        .transactions(access, held, requests, TWO_YEARS)
                        .values())
                .allMatch(AccountRead.Value.class::isInstance);
    }

    @Test
    void what_takes_too_long_is_broken_off_and_said_not_to_be_all() {
        var grant = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        var account = accounts(grant).getFirst().reference();
        var late = new Access(Sandbox.TENANT, Sandbox.PASSWORD, Optional.empty(), Instant.EPOCH);
        var lines = (AccountRead.Value<BankTransactions>) sandbox.connector
                .transactions(late, grant, List.of(AccountRequest.of(account)), TWO_YEARS)
                .get(account);
        assertThat(lines.value().complete()).isFalse();
    }

    private void fails(BankFailure.Kind kind, WellKnownUser user) {
        var grant = HeldGrant.unkept(sandbox.grant(Sandbox.PASSWORD, user.username(), "any"));
        assertThatThrownBy(() -> read(grant, TWO_YEARS))
                .isInstanceOfSatisfying(BankFailure.class, failed -> assertEquals(kind, failed.kind()));
    }

    private List<BankAccount> accounts(HeldGrant grant) {
        return sandbox.connector.accounts(access(), grant);
    }

    private Access access() {
        return sandbox.access(Sandbox.PASSWORD);
    }

    private Map<String, AccountRead<BankTransactions>> read(HeldGrant grant, DaySpan days) {
        var requests = accounts(grant).stream()
                .map(BankAccount::reference)
                .map(AccountRequest::of)
                .toList();
        return sandbox.connector.transactions(access(), grant, requests, days);
    }

    private Map<String, AccountRead<BankTransactions>> read(HeldGrant grant, DaySpan days, AccountRequest request) {
        return sandbox.connector.transactions(access(), grant, List.of(request), days);
    }

    private static BankTransactions value(Map<String, AccountRead<BankTransactions>> reads) {
        return ((AccountRead.Value<BankTransactions>) reads.values().iterator().next()).value();
    }

    private static List<BankTransaction> booked(BankTransactions read) {
        return read.lines().stream()
                .filter(line -> line.status() == BankTransaction.Status.BOOKED)
                .toList();
    }

    private static long minor(Optional<Money> amount) {
        return amount.orElseThrow().minor();
    }
}
