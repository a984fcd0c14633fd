package org.openbalance.bank.mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Visit;
import org.openbalance.money.BalanceAmounts;

class MonoBalancesTest {

    private static final Duration MORE_THAN_A_SESSION = Duration.ofMinutes(6);

    private final MonoStandIn mono = new MonoStandIn();
    private HeldGrant grant;

    @BeforeEach
    void a_customer_has_signed_in() {
        grant = HeldGrant.unkept(mono.signedIn().grant());
    }

    @AfterEach
    void nothing_was_asked_that_is_not_allowed() {
        assertThat(mono.objections()).isEmpty();
        mono.close();
    }

    @Test
    void what_a_job_brought_that_nobody_saw_begin_is_told_as_five_minutes_old() {
        assertThat(read())
                .isEqualTo(new AccountRead.Value<>(
                        MonoStandIn.available(62_285_626),
                        Optional.of(mono.instant().minus(Duration.ofMinutes(5)))));
    }

    @Test
    void what_our_own_job_brought_is_as_of_now() {
        mono.nextJobs("processing");
        var job = later(read());
        mono.jobsEnd("finished");

        assertThat(read(Optional.of(job))).isEqualTo(new AccountRead.Value<>(MonoStandIn.available(62_285_626)));
    }

    @Test
    void a_job_that_goes_on_is_asked_after_and_no_second_one_begun() {
        mono.nextJobs("processing");
        var job = later(read());
        mono.pass(MORE_THAN_A_SESSION);
        var before = asked();

        assertThat(later(read(Optional.of(job)))).isEqualTo(job);
        assertThat(asked()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "asleep"})
    void the_copy_is_not_told_where_mono_says_nothing_of_a_job(String status) {
        mono.nextJobs(status);

        assertThat(failure(read())).isEqualTo(BankFailure.Kind.ERROR);
    }

    @Test
    void a_job_that_is_queued_without_a_name_is_asked_for_again() {
        mono.answer(Visit.Kind.BALANCE, RawAnswer.json(200, "{\"status\":\"successful\",\"data\":null}"));
        var job = later(read());
        mono.end(Feature.HTTP);

        assertThat(read(Optional.of(job))).isInstanceOf(AccountRead.Value.class);
    }

    @Test
    void a_job_that_mono_knows_no_more_is_begun_anew() {
        assertThat(read(Optional.of("job-of-long-ago"))).isInstanceOf(AccountRead.Value.class);
    }

    /// It answers 200 with the balance of the day on which it died.
    @ParameterizedTest
    @ValueSource(strings = {"account-failed", "account-reauthorise"})
    void a_dead_link_is_found_out_by_a_failed_job_and_what_mono_says_of_the_account(String says) {
        mono.gives("account.json", says + ".json");
        mono.nextJobs("failed");

        assertThatThrownBy(this::read).isInstanceOfSatisfying(BankFailure.class, failure -> assertThat(failure.kind())
                .isEqualTo(BankFailure.Kind.LOGIN_EXPIRED));
    }

    @Test
    void a_dead_link_is_found_out_by_a_failed_job_and_what_a_hook_said_before() {
        hear(mono.dying());
        mono.nextJobs("failed");

        assertExpired();
    }

    /// It was linked anew since.
    @Test
    void what_a_hook_said_before_the_account_was_linked_anew_counts_no_more() {
        hear(mono.dying());
        mono.pass(MORE_THAN_A_SESSION);
        mono.asks(MonoStandIn.Way.AT_ONCE);
        var renewed = mono.connector().signIn(mono.access(), mono.request(Optional.of(grant.grant())));
        grant = HeldGrant.unkept(((SignInStep.Authenticated) renewed).grant());
        mono.nextJobs("failed");

        assertThat(failure(read())).isEqualTo(BankFailure.Kind.ERROR);
    }

    /// Who can write a hook can have nobody signed out.
    @Test
    void a_hook_alone_ends_no_login() {
        hear(mono.dying());

        assertThat(read()).isInstanceOf(AccountRead.Value.class);
    }

    private void hear(String hook) {
        mono.connector()
                .finished(new NetworkPost(
                        mono.access().tenant(),
                        Map.of("mono-webhook-secret", MonoStandIn.WEBHOOK_SECRET),
                        hook.getBytes(StandardCharsets.UTF_8),
                        mono::keys));
    }

    private void assertExpired() {
        assertThatThrownBy(this::read).isInstanceOfSatisfying(BankFailure.class, failure -> assertThat(failure.kind())
                .isEqualTo(BankFailure.Kind.LOGIN_EXPIRED));
    }

    @Test
    void a_dead_link_that_mono_shows_as_well_is_found_out_by_six_hours_of_failed_jobs() {
        mono.nextJobs("failed");
        assertThat(failure(read())).isEqualTo(BankFailure.Kind.ERROR);
        mono.pass(Duration.ofHours(5));
        assertThat(failure(read())).isEqualTo(BankFailure.Kind.ERROR);
        mono.pass(Duration.ofHours(1));

        assertThatThrownBy(this::read).isInstanceOfSatisfying(BankFailure.class, failure -> assertThat(failure.kind())
                .isEqualTo(BankFailure.Kind.LOGIN_EXPIRED));
    }

    /// As where it is told by a hook and by our own look.
    @Test
    void one_failed_job_that_is_seen_for_hours_is_one_failed_job() {
        mono.nextJobs("processing");
        var job = later(read());
        mono.jobsEnd("failed");
        assertThat(failure(read(Optional.of(job)))).isEqualTo(BankFailure.Kind.ERROR);
        mono.pass(Duration.ofHours(7));

        assertThat(failure(read(Optional.of(job)))).isEqualTo(BankFailure.Kind.ERROR);
    }

    @Test
    void a_job_that_ends_well_makes_those_before_it_forgotten() {
        mono.nextJobs("failed");
        read();
        mono.pass(MORE_THAN_A_SESSION);
        mono.nextJobs("finished");
        assertThat(read()).isInstanceOf(AccountRead.Value.class);
        mono.pass(Duration.ofHours(7));
        mono.nextJobs("failed");

        assertThat(failure(read())).isEqualTo(BankFailure.Kind.ERROR);
    }

    @Test
    void what_the_grant_remembers_of_jobs_makes_no_other_access() {
        var before = grant.grant();
        mono.nextJobs("failed");
        read();

        assertThat(grant.grant()).isNotEqualTo(before);
        assertThat(mono.connector().isSameAccess(before, grant.grant())).isTrue();
    }

    @Test
    void what_is_new_is_counted_as_paid_and_what_is_not_new_is_not() {
        read();
        assertThat(mono.paid()).containsExactly("mono balance");
        mono.nothingIsNew();
        mono.pass(MORE_THAN_A_SESSION);
        read();
        assertThat(mono.paid()).hasSize(1);
        mono.nextJobs("processing");
        mono.pass(MORE_THAN_A_SESSION);
        read();
        assertThat(mono.paid()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "processing", "asleep"})
    void an_account_whose_first_balance_is_not_there_is_listed_without_one(String status) {
        mono.nextJobs(status);
        var listed = mono.connector().accounts(mono.access(), grant);

        assertThat(listed).singleElement().satisfies(account -> {
            assertThat(account.amounts()).isEqualTo(BalanceAmounts.untold(account.currency()));
            assertThat(account.number()).isPresent();
            assertThat(account.type()).isEqualTo("savings");
        });
    }

    @Test
    void an_account_in_what_is_no_money_is_left_out() {
        mono.gives("account.json", "account-in-gold.json");

        assertThat(mono.connector().accounts(mono.access(), grant)).isEmpty();
    }

    @Test
    void an_account_in_dollars_is_a_domiciliary_one() {
        mono.gives("account.json", "account-in-dollars.json");

        assertThat(mono.connector().accounts(mono.access(), grant))
                .singleElement()
                .satisfies(account -> assertThat(account.type()).isEqualTo("domiciliary"));
    }

    private AccountRead<BalanceAmounts> read() {
        return read(Optional.empty());
    }

    private AccountRead<BalanceAmounts> read(Optional<String> job) {
        var request = new AccountRequest(mono.account(), job);
        return mono.connector().balances(mono.access(), grant, List.of(request)).get(mono.account());
    }

    private long asked() {
        return mono.visits().stream()
                .filter(visit -> visit.kind() == Visit.Kind.BALANCE)
                .count();
    }

    private static String later(AccountRead<?> read) {
        assertThat(read).isInstanceOf(AccountRead.Later.class);
        return ((AccountRead.Later<?>) read).job();
    }

    private static BankFailure.Kind failure(AccountRead<?> read) {
        assertThat(read).isInstanceOf(AccountRead.Failed.class);
        return ((AccountRead.Failed<?>) read).failure().kind();
    }
}
