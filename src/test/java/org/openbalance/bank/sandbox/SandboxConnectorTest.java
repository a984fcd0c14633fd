package org.openbalance.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.FixedBanks;
import org.openbalance.bank.Grant;
import org.openbalance.bank.Health;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.SignInStep;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.Nuban;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

@Timeout(30)
class SandboxConnectorTest {

    private final Sandbox sandbox = new Sandbox();

    static Stream<Bank> banks() {
        return Stream.of(SandboxBanks.values()).map(SandboxBanks::bank);
    }

    @ParameterizedTest
    @MethodSource("banks")
    void a_newcomer_signs_in_with_the_ready_user_and_reads_two_accounts(Bank bank) {
        var grant = sandbox.good(bank);
        var accounts = sandbox.connector.accounts(sandbox.access(bank), HeldGrant.unkept(grant));
        assertEquals(2, accounts.size());
        accounts.forEach(account -> assertTrue(
                Nuban.valid(bank.code(), account.number().orElseThrow().text())));
        assertEquals(
                readings(accounts),
                sandbox.connector.balances(sandbox.access(bank), HeldGrant.unkept(grant), asked(references(accounts))));
    }

    @Test
    void one_user_has_two_currencies_under_one_number_and_an_account_without_one() {
        var access = sandbox.access(Sandbox.PASSWORD);
        var step = (SignInStep.Authenticated) sandbox.signIn(Sandbox.PASSWORD, "user_currencies", "any");
        var grant = HeldGrant.unkept(step.grant());
        var accounts = sandbox.connector.accounts(access, grant);

        assertEquals(
                List.of("EUR", "USD", "ISK"),
                accounts.stream()
                        .map(account -> account.currency().getCurrencyCode())
                        .toList());
        assertEquals(
                AccountNumber.Scheme.IBAN,
                accounts.get(0).number().orElseThrow().scheme());
        assertEquals(accounts.get(0).number(), accounts.get(1).number());
        assertTrue(accounts.get(2).number().isEmpty());
        assertEquals(readings(accounts), sandbox.connector.balances(access, grant, asked(references(accounts))));
    }

    @ParameterizedTest
    @MethodSource("banks")
    void a_made_customer_signs_in_at_the_bank_they_were_made_at(Bank bank) {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(bank, "ada"));
        if (bank.corporate()) {
            var fields = Sandbox.fields(made.companyId(), "ada", "correct horse");
            assertInstanceOf(SignInStep.Authenticated.class, sandbox.signIn(sandbox.access(bank), fields));
        } else {
            var done = assertInstanceOf(SignInStep.Authenticated.class, sandbox.through(bank, "ada", "correct horse"));
            assertEquals(made.asKnown(), done.customer());
        }
    }

    @Test
    void the_steps_are_those_that_each_bank_announces() {
        assertInstanceOf(SignInStep.Authenticated.class, sandbox.signIn(Sandbox.PASSWORD, "user_good", "pass_good"));
        assertInstanceOf(SignInStep.Otp.class, sandbox.signIn(Sandbox.OTP, "user_good", "pass_good"));
        assertInstanceOf(SignInStep.Question.class, sandbox.signIn(Sandbox.QUESTION, "user_good", "pass_good"));
        assertInstanceOf(SignInStep.Redirect.class, sandbox.signIn(Sandbox.REDIRECT, "", ""));
        assertInstanceOf(SignInStep.Authenticated.class, sandbox.signIn(Sandbox.CORPORATE, "user_good", "pass_good"));
        assertInstanceOf(SignInStep.Wait.class, sandbox.signIn(Sandbox.WAIT, "user_good", "pass_good"));
    }

    @Test
    void the_security_answer_is_taken_in_any_case_and_with_spaces_around() {
        var step = (SignInStep.Question) sandbox.signIn(Sandbox.QUESTION, "user_good", "pass_good");
        assertInstanceOf(
                SignInStep.Authenticated.class, sandbox.answer(Sandbox.QUESTION, step.state(), " OpenBalance "));
    }

    @Test
    void a_wrong_answer_may_be_repeated_and_the_third_locks() {
        var step = (SignInStep.Otp) sandbox.signIn(Sandbox.OTP, "user_good", "pass_good");
        assertFailed(SignInStep.Reason.BAD_ANSWER, true, sandbox.answer(Sandbox.OTP, step.state(), "000000"));
        assertFailed(SignInStep.Reason.BAD_ANSWER, true, sandbox.answer(Sandbox.OTP, step.state(), ""));
        assertFailed(SignInStep.Reason.LOCKED, false, sandbox.answer(Sandbox.OTP, step.state(), "000001"));
        assertFailed(SignInStep.Reason.LOCKED, false, sandbox.answer(Sandbox.OTP, step.state(), SandboxConnector.OTP));
    }

    @Test
    void a_challenge_left_alone_expires() {
        var step = (SignInStep.Otp) sandbox.signIn(Sandbox.OTP, "user_good", "pass_good");
        sandbox.pass(SandboxConnector.CHALLENGE_LIFETIME);
        assertFailed(SignInStep.Reason.EXPIRED, true, sandbox.answer(Sandbox.OTP, step.state(), SandboxConnector.OTP));
    }

    @Test
    void a_state_of_another_bank_or_of_none_is_not_gone_on_with() {
        var step = (SignInStep.Otp) sandbox.signIn(Sandbox.OTP, "user_good", "pass_good");
        assertFailed(SignInStep.Reason.EXPIRED, true, sandbox.answer(Sandbox.QUESTION, step.state(), "123456"));
        assertFailed(SignInStep.Reason.EXPIRED, true, sandbox.answer(Sandbox.OTP, "nonsense", "123456"));
        assertFailed(SignInStep.Reason.EXPIRED, true, sandbox.answer(Sandbox.OTP, "{\"step\":\"NONE\"}", "123456"));
    }

    @Test
    void a_wrong_password_may_be_repeated_and_the_fifth_in_a_quarter_of_an_hour_locks() {
        for (var i = 1; i < Credentials.MOST_WRONG; i++) {
            assertFailed(SignInStep.Reason.BAD_CREDENTIALS, true, sandbox.signIn(Sandbox.PASSWORD, "user_good", "bad"));
        }
        assertFailed(SignInStep.Reason.LOCKED, false, sandbox.signIn(Sandbox.PASSWORD, "user_good", "bad"));
        assertFailed(SignInStep.Reason.LOCKED, false, sandbox.signIn(Sandbox.PASSWORD, "user_good", "pass_good"));
        assertInstanceOf(
                SignInStep.Authenticated.class,
                sandbox.signIn(
                        sandbox.access(Sandbox.OTHER, Sandbox.PASSWORD),
                        Sandbox.fields(Sandbox.PASSWORD, "user_good", "pass_good")));
        sandbox.pass(Credentials.WITHIN);
        assertInstanceOf(SignInStep.Authenticated.class, sandbox.signIn(Sandbox.PASSWORD, "user_good", "pass_good"));
    }

    @Test
    void wrong_passwords_far_apart_do_not_lock() {
        for (var i = 0; i < 2 * Credentials.MOST_WRONG; i++) {
            assertFailed(SignInStep.Reason.BAD_CREDENTIALS, true, sandbox.signIn(Sandbox.PASSWORD, "user_good", "bad"));
            sandbox.pass(Duration.ofMinutes(4));
        }
    }

    @Test
    void the_right_password_forgives_the_wrong_ones() {
        for (var i = 0; i < 3 * Credentials.MOST_WRONG; i++) {
            var password = i % 3 == 2 ? "pass_good" : "bad";
            var locked = sandbox.signIn(Sandbox.PASSWORD, "user_good", password) instanceof SignInStep.Failed failed
                    && failed.reason() == SignInStep.Reason.LOCKED;
            assertFalse(locked);
        }
    }

    @Test
    void an_unknown_user_and_a_missing_field_are_bad_credentials() {
        assertFailed(SignInStep.Reason.BAD_CREDENTIALS, true, sandbox.signIn(Sandbox.PASSWORD, "nobody", "x"));
        assertFailed(
                SignInStep.Reason.BAD_CREDENTIALS, true, sandbox.signIn(sandbox.access(Sandbox.PASSWORD), Map.of()));
    }

    @Test
    void a_firm_signs_in_with_its_own_company_id_only() {
        var access = sandbox.access(Sandbox.CORPORATE);
        var wrong = Sandbox.fields("RC999999", "user_good", "pass_good");
        assertFailed(SignInStep.Reason.BAD_CREDENTIALS, true, sandbox.signIn(access, wrong));
    }

    @ParameterizedTest
    @MethodSource("banks")
    void user_locked_is_locked(Bank bank) {
        assertFailed(SignInStep.Reason.LOCKED, false, sandbox.through(bank, "user_locked", "anything"));
    }

    @ParameterizedTest
    @MethodSource("banks")
    void user_expired_lists_accounts_but_later_reads_find_the_login_expired(Bank bank) {
        var grant = sandbox.grant(bank, "user_expired", "anything");
        var accounts = sandbox.connector.accounts(sandbox.access(bank), HeldGrant.unkept(grant));
        assertEquals(2, accounts.size());
        var failure = assertThrows(
                BankFailure.class,
                () -> sandbox.connector.balances(
                        sandbox.access(bank), HeldGrant.unkept(grant), asked(references(accounts))));
        assertEquals(BankFailure.Kind.LOGIN_EXPIRED, failure.kind());
    }

    @ParameterizedTest
    @MethodSource("banks")
    void user_bad_otp_is_asked_for_one_anywhere_and_none_is_right(Bank bank) {
        var step = sandbox.signIn(bank, "user_bad_otp", "anything");
        if (step instanceof SignInStep.Redirect redirect) {
            step = sandbox.answer(bank, redirect.state(), sandbox.approve(redirect, "user_bad_otp", "anything"));
        }
        var state = assertInstanceOf(SignInStep.Otp.class, step).state();
        assertFailed(SignInStep.Reason.BAD_ANSWER, true, sandbox.answer(bank, state, SandboxConnector.OTP));
        assertFailed(SignInStep.Reason.BAD_ANSWER, true, sandbox.answer(bank, state, SandboxConnector.OTP));
        assertFailed(SignInStep.Reason.LOCKED, false, sandbox.answer(bank, state, SandboxConnector.OTP));
    }

    @ParameterizedTest
    @MethodSource("banks")
    void user_no_accounts_signs_in_and_has_none(Bank bank) {
        var grant = sandbox.grant(bank, "user_no_accounts", "anything");
        assertEquals(List.of(), sandbox.connector.accounts(sandbox.access(bank), HeldGrant.unkept(grant)));
    }

    @ParameterizedTest
    @MethodSource("banks")
    void user_many_accounts_has_25(Bank bank) {
        var grant = sandbox.grant(bank, "user_many_accounts", "anything");
        var accounts = sandbox.connector.accounts(sandbox.access(bank), HeldGrant.unkept(grant));
        assertEquals(25, accounts.size());
        assertEquals(25, new HashSet<>(references(accounts)).size());
    }

    @Test
    void only_accounts_that_were_asked_for_and_are_the_customers_are_read() {
        var grant = sandbox.good(Sandbox.PASSWORD);
        var access = sandbox.access(Sandbox.PASSWORD);
        var own = sandbox.connector
                .accounts(access, HeldGrant.unkept(grant))
                .getFirst()
                .reference();
        var stranger = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.PASSWORD, "ada"))
                .accounts()
                .getFirst()
                .reference();
        var read = sandbox.connector.balances(access, HeldGrant.unkept(grant), asked(List.of(own, stranger, "none")));
        assertInstanceOf(AccountRead.Value.class, read.get(own));
        assertInstanceOf(AccountRead.Gone.class, read.get(stranger));
        assertInstanceOf(AccountRead.Gone.class, read.get("none"));
    }

    @Test
    void a_grant_is_taken_only_where_it_was_given_and_as_it_was_given() {
        var grant = sandbox.good(Sandbox.PASSWORD);
        assertExpired(Sandbox.TENANT, Sandbox.OTP, grant);
        assertExpired(Sandbox.OTHER, Sandbox.PASSWORD, grant);
        assertExpired(Sandbox.TENANT, Sandbox.PASSWORD, new Grant(grant.token() + "0"));
        assertExpired(Sandbox.TENANT, Sandbox.PASSWORD, new Grant("nonsense"));
        assertExpired(Sandbox.TENANT, Sandbox.PASSWORD, new Grant(Sandbox.PASSWORD.id() + ".*.0"));
    }

    @Test
    void a_customer_of_a_slow_line_is_answered_later() {
        sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.PASSWORD, "quick", 1, 4));
        sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.PASSWORD, "middling", 1, 3));
        sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.PASSWORD, "slow", 1, 2));
        List.of("quick", "middling", "slow")
                .forEach(username -> sandbox.signIn(Sandbox.PASSWORD, username, "correct horse"));
        assertEquals(List.of(Duration.ofMillis(50), Duration.ofMillis(150)), sandbox.sleeps);
    }

    @Test
    void a_bank_that_is_down_answers_no_call_until_the_outage_ends_by_itself() {
        sandbox.outages.start(Sandbox.TENANT, Sandbox.PASSWORD, Outages.Kind.DOWN, 60);
        assertFails(BankFailure.Kind.DOWN, () -> sandbox.signIn(Sandbox.PASSWORD, "user_good", "pass_good"));
        assertEquals(Health.DOWN, sandbox.connector.health(Sandbox.TENANT, Sandbox.PASSWORD));
        sandbox.pass(Duration.ofSeconds(60));
        sandbox.good(Sandbox.PASSWORD);
        assertEquals(Health.UP, sandbox.connector.health(Sandbox.TENANT, Sandbox.PASSWORD));
    }

    @Test
    void an_outage_is_one_banks_and_one_owners() {
        sandbox.outages.start(Sandbox.TENANT, Sandbox.PASSWORD, Outages.Kind.DOWN, 60);
        sandbox.good(Sandbox.OTP);
        assertInstanceOf(
                SignInStep.Authenticated.class,
                sandbox.signIn(
                        sandbox.access(Sandbox.OTHER, Sandbox.PASSWORD),
                        Sandbox.fields(Sandbox.PASSWORD, "user_good", "pass_good")));
    }

    @Test
    void a_bank_with_errors_fails_every_second_call() {
        var grant = sandbox.good(Sandbox.PASSWORD);
        sandbox.outages.start(Sandbox.TENANT, Sandbox.PASSWORD, Outages.Kind.ERRORS, 60);
        for (var i = 0; i < 3; i++) {
            sandbox.connector.accounts(sandbox.access(Sandbox.PASSWORD), HeldGrant.unkept(grant));
            assertFails(
                    BankFailure.Kind.ERROR,
                    () -> sandbox.connector.accounts(sandbox.access(Sandbox.PASSWORD), HeldGrant.unkept(grant)));
        }
    }

    @Test
    void a_grant_that_was_ended_is_known_no_more_and_another_of_the_same_user_is() {
        var ended = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        var other = HeldGrant.unkept(sandbox.good(Sandbox.PASSWORD));
        var access = sandbox.access(Sandbox.PASSWORD);

        sandbox.connector.endAccess(access, ended);

        assertFails(BankFailure.Kind.LOGIN_EXPIRED, () -> sandbox.connector.accounts(access, ended));
        assertFails(BankFailure.Kind.LOGIN_EXPIRED, () -> sandbox.connector.endAccess(access, ended));
        assertThat(sandbox.connector.accounts(access, other)).isNotEmpty();
    }

    @Test
    void a_slow_bank_runs_into_its_callers_deadline() {
        var connector = sandbox.awake();
        var banks = FixedBanks.of(List.of(connector), InstantSource.system());
        var grant = sandbox.good(Sandbox.PASSWORD);
        sandbox.outages.start(Sandbox.TENANT, Sandbox.PASSWORD, Outages.Kind.SLOW, 60);
        assertFails(
                BankFailure.Kind.SLOW,
                () -> banks.call(
                        Sandbox.TENANT,
                        Sandbox.PASSWORD,
                        CallDeadline.until(Instant.now().plusSeconds(1)),
                        _ -> connector.accounts(sandbox.access(Sandbox.PASSWORD), HeldGrant.unkept(grant))));
    }

    @Test
    void a_slow_bank_answers_who_waits_for_it() {
        sandbox.outages.start(Sandbox.TENANT, Sandbox.PASSWORD, Outages.Kind.SLOW, 60);
        sandbox.good(Sandbox.PASSWORD);
        assertEquals(List.of(Outages.SLOWNESS), sandbox.sleeps);
    }

    @Test
    void an_outage_is_bounded_and_can_be_ended() {
        assertThrows(
                IllegalArgumentException.class,
                () -> sandbox.outages.start(Sandbox.TENANT, Sandbox.OTP, Outages.Kind.DOWN, 3601));
        assertThrows(
                IllegalArgumentException.class,
                () -> sandbox.outages.start(Sandbox.TENANT, Sandbox.OTP, Outages.Kind.DOWN, 0));
        sandbox.outages.start(Sandbox.TENANT, Sandbox.OTP, Outages.Kind.DOWN, 3600);
        sandbox.outages.end(Sandbox.TENANT, Sandbox.OTP);
        sandbox.good(Sandbox.OTP);
    }

    @Test
    void production_is_not_served() {
        var production = new Tenant(Sandbox.TENANT.owner(), Environment.PRODUCTION);
        var access = sandbox.access(production, Sandbox.PASSWORD);
        var fields = Sandbox.fields(Sandbox.PASSWORD, "user_good", "pass_good");
        assertThrows(IllegalArgumentException.class, () -> sandbox.signIn(access, fields));
        assertThrows(IllegalArgumentException.class, () -> sandbox.connector.answer(access, "{}", Sandbox.typed("")));
    }

    private void assertExpired(Tenant tenant, Bank bank, Grant grant) {
        assertFails(
                BankFailure.Kind.LOGIN_EXPIRED,
                () -> sandbox.connector.accounts(sandbox.access(tenant, bank), HeldGrant.unkept(grant)));
    }

    private static void assertFails(BankFailure.Kind kind, Runnable call) {
        assertEquals(kind, assertThrows(BankFailure.class, call::run).kind());
    }

    private static void assertFailed(SignInStep.Reason reason, boolean retry, SignInStep step) {
        var failed = assertInstanceOf(SignInStep.Failed.class, step);
        assertEquals(reason, failed.reason());
        assertEquals(retry, failed.retry());
    }

    private static List<String> references(List<BankAccount> accounts) {
        return accounts.stream().map(BankAccount::reference).toList();
    }

    private static List<AccountRequest> asked(List<String> references) {
        return references.stream().map(AccountRequest::of).toList();
    }

    private static Map<String, ?> readings(List<BankAccount> accounts) {
        return accounts.stream()
                .collect(Collectors.toMap(
                        BankAccount::reference, account -> new AccountRead.Value<>(account.amounts())));
    }
}
