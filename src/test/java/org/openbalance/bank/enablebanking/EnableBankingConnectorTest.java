package org.openbalance.bank.enablebanking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankFailure.Kind;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.Institution;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.kit.Feature;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Visit;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// What is Enable Banking's own, beside the rules that every connector is held to.
class EnableBankingConnectorTest {

    private static final Tenant TENANT = new Tenant("aaaaaaaaaaaaaaaaaaaaaaaa", Environment.SANDBOX);
    private static final Optional<Attendance> PRESENT = Attendance.of("105.112.20.7", Optional.of("Browser/1.0"));

    private final EnableBankingStandIn network = new EnableBankingStandIn();
    private final EnableBankingConnector connector = network.connector();
    private Bank bank = network.bank();

    @AfterEach
    void close() {
        network.close();
    }

    private Access access() {
        return access(Optional.empty(), network.keys());
    }

    private Access access(Optional<Attendance> attendance, Optional<NetworkKeys> keys) {
        return new Access(TENANT, bank, attendance, network.instant().plusSeconds(20), () -> keys);
    }

    private Access by(NetworkKeys keys) {
        return access(Optional.empty(), Optional.of(keys));
    }

    private SignInStep.Authenticated signedIn() {
        return signedIn(Optional.empty());
    }

    private SignInStep.Authenticated signedIn(Optional<Grant> earlier) {
        var step = (SignInStep.Redirect) connector.signIn(access(), network.request(earlier));
        return (SignInStep.Authenticated) connector.answer(access(), step.state(), network.customer(step));
    }

    private static HeldGrant held(SignInStep.Authenticated login) {
        return HeldGrant.unkept(login.grant());
    }

    private Map<String, AccountRead<BalanceAmounts>> read(
            Access access, SignInStep.Authenticated login, String... names) {
        var requests = List.of(names).stream()
                .map(name -> AccountRequest.of(EnableBankingStandIn.reference(name, name.equals("a3") ? "SEK" : "EUR")))
                .toList();
        return connector.balances(access, held(login), requests);
    }

    private Map<String, AccountRead<BalanceAmounts>> read(SignInStep.Authenticated login, String... names) {
        return read(access(), login, names);
    }

    private static BankFailure failure(Runnable call) {
        return catchThrowableOfType(BankFailure.class, call::run);
    }

    /// Of the one account that was read.
    private BankFailure failure(SignInStep.Authenticated login) {
        try {
            return ((AccountRead.Failed<BalanceAmounts>)
                            read(login, "a1").values().iterator().next())
                    .failure();
        } catch (BankFailure thrown) {
            return thrown;
        }
    }

    private static RawAnswer error(int status, String code) {
        return RawAnswer.json(status, "{\"message\":\"m\",\"code\":" + status + ",\"error\":\"" + code + "\"}");
    }

    @Test
    void one_token_serves_a_process_until_shortly_before_it_ends() {
        var login = signedIn();
        network.pass(Duration.ofMinutes(54));
        read(login, "a1");
        assertThat(network.tokens()).isEqualTo(1);

        network.pass(Duration.ofMinutes(2));
        read(login, "a1");
        assertThat(network.tokens()).isEqualTo(2);
        assertThat(network.objections()).isEmpty();
    }

    @Test
    void a_key_in_pkcs_1_signs_as_well() {
        var old = by(TestApplication.keys(TestApplication.pemOfPkcs1()));

        assertThat(connector.signIn(old, network.request(Optional.empty()))).isInstanceOf(SignInStep.Redirect.class);
        assertThat(network.objections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-key",
                "-----BEGIN PRIVATE KEY-----\nbm8ga2V5\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nbm8ga2V5\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nbm8ga2V5\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nbm8ga2V5\n-----END CERTIFICATE-----"
            })
    void a_key_that_cannot_sign_is_said_to_be_none_and_is_not_shown(String pem) {
        var failure = failure(() -> connector.signIn(by(TestApplication.keys(pem)), network.request(Optional.empty())));

        assertThat(failure.kind()).isEqualTo(Kind.DATA);
        assertThat(failure.getMessage()).contains("private_key").contains("PEM").doesNotContain("bm8ga2V5");
        assertThat(network.visits()).isEmpty();
    }

    @Test
    void a_key_that_the_network_does_not_know_is_the_owner_s_fault_alone() {
        assertHurtsNobodyElse(TestApplication.strange());
    }

    @Test
    void a_token_that_is_refused_without_a_word_is_not_taken_for_an_expired_login() {
        network.refusesTokensSilently();

        assertHurtsNobodyElse(TestApplication.strange());
    }

    /// An owner's wrong key ends no customer's login, and none is thought to have ended at the bank.
    private void assertHurtsNobodyElse(NetworkKeys keys) {
        var login = signedIn();
        var strange = by(keys);

        assertThat(failure(() -> connector.signIn(strange, network.request(Optional.empty())))
                        .kind())
                .isEqualTo(Kind.DATA);
        assertThat(failure(() -> read(strange, login, "a1")).kind()).isEqualTo(Kind.DATA);
        assertThat(failure(() -> connector.endAccess(strange, held(login))).kind())
                .isEqualTo(Kind.DATA);
        assertThat(read(login, "a1").values()).allMatch(AccountRead.Value.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "401, EXPIRED_SESSION, LOGIN_EXPIRED",
        "401, REVOKED_SESSION, LOGIN_EXPIRED",
        "403, CLOSED_SESSION, LOGIN_EXPIRED",
        "404, SESSION_DOES_NOT_EXIST, LOGIN_EXPIRED",
        "422, WRONG_SESSION_STATUS, LOGIN_EXPIRED",
        "400, ASPSP_PSU_ACTION_REQUIRED, LOGIN_EXPIRED",
        "429, ASPSP_RATE_LIMIT_EXCEEDED, QUOTA",
        "408, ASPSP_TIMEOUT, SLOW",
        "400, ASPSP_ERROR, ERROR",
        "403, ASPSP_ACCOUNT_NOT_ACCESSIBLE, ERROR",
        "422, PSU_HEADER_NOT_PROVIDED, DATA",
        "422, PSU_HEADER_INVALID, DATA",
        "422, REDIRECT_URI_NOT_ALLOWED, DATA",
        "403, UNAUTHORIZED_IP, DATA",
        "401, UNAUTHORIZED_ACCESS, DATA",
        "400, SOMETHING_NEW, ERROR"
    })
    void what_is_refused_is_classed_by_its_code(int status, String code, Kind kind) {
        var login = signedIn();
        network.answer(Visit.Kind.BALANCE, error(status, code));

        assertThat(failure(login).kind()).isEqualTo(kind);
    }

    @Test
    void a_quota_says_nothing_of_when_it_is_over_that_could_be_relied_on() {
        var login = signedIn();
        network.answer(
                Visit.Kind.BALANCE, error(429, "ASPSP_RATE_LIMIT_EXCEEDED").with("Retry-After", "600"));

        assertThat(failure(login).until()).isEmpty();
    }

    /// `uid`s are known no longer than their session is.
    @Test
    void an_account_that_is_not_known_is_gone_only_while_its_session_can_be_read_by() {
        var login = signedIn();
        network.answer(Visit.Kind.BALANCE, error(404, "ACCOUNT_DOES_NOT_EXIST"));
        assertThat(read(login, "a1").values()).allMatch(AccountRead.Gone.class::isInstance);
        assertThat(network.statusCalls()).hasSize(1);

        network.end("REVOKED");
        assertThat(failure(login).kind()).isEqualTo(Kind.LOGIN_EXPIRED);
    }

    @Test
    void an_account_that_its_bank_bars_is_listed_and_no_call_is_made_for_it() {
        network.sessionIs("session-with-one-barred.json");
        var login = signedIn();
        var barred = EnableBankingStandIn.reference("a2", "EUR");

        assertThat(connector.accounts(access(), held(login)))
                .filteredOn(account -> account.reference().equals(barred))
                .singleElement()
                .satisfies(
                        account -> assertThat(account.amounts()).isEqualTo(BalanceAmounts.untold(account.currency())));
        var before = network.visits().size();
        var reads = read(login, "a1", "a2", "a3");
        assertThat(network.visits()).hasSize(before + 2);
        assertThat(((AccountRead.Failed<?>) reads.get(barred)).failure().getMessage())
                .isEqualTo("Aurora Pankki does not let this account be read by this sign-in");
        assertThat(reads.values())
                .filteredOn(AccountRead.Value.class::isInstance)
                .hasSize(2);
    }

    @Test
    void accounts_are_listed_as_what_they_are() {
        assertThat(connector.accounts(access(), held(signedIn())))
                .extracting(BankAccount::type)
                .containsExactly("current", "card", "savings");
    }

    @Test
    void a_bank_that_gives_no_balances_today_lets_its_accounts_be_chosen() {
        var login = signedIn();
        network.begin(Feature.QUOTA);

        assertThat(connector.accounts(access(), held(login))).hasSize(3).allSatisfy(account -> assertThat(
                        account.amounts())
                .isEqualTo(BalanceAmounts.untold(account.currency())));
    }

    @Test
    void a_bank_hears_all_that_it_wants_of_a_customer_who_is_present() {
        bank = network.bank("Revontuli", false);
        var login = signedIn();
        network.requires("psu-ip-address", "psu-user-agent");

        assertThat(read(access(PRESENT, network.keys()), login, "a1").values())
                .allMatch(AccountRead.Value.class::isInstance);
        assertThat(network.objections()).isEmpty();
    }

    /// Part of it would be refused, and what is not known is not made up.
    @ParameterizedTest
    @CsvSource({"105.112.20.7", "10.0.0.1", "192.168.1.7", "::1"})
    void a_bank_hears_nothing_where_not_all_is_known(String address) {
        bank = network.bank("Revontuli", false);
        var login = signedIn();
        network.requires("psu-ip-address", "psu-user-agent");
        var present = access(Attendance.of(address, Optional.empty()), network.keys());

        assertThat(failure(() -> read(present, login, "a1")).kind()).isEqualTo(Kind.DATA);
        assertThat(network.visits().getLast().attendance()).isEmpty();
        assertThat(network.objections()).isEmpty();
    }

    @Test
    void a_bank_that_wants_to_hear_what_nobody_knows_hears_nothing() {
        bank = network.bank("Yrityspankki", true);
        var login = signedIn();

        read(access(PRESENT, network.keys()), login, "a1");
        assertThat(network.visits().getLast().attendance()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Aurora Pankki, false, 90", "Revontuli, false, 180", "Yrityspankki, true, 1"})
    void access_is_asked_for_as_long_as_the_bank_gives_it_and_no_longer_than_180_days(
            String name, boolean corporate, int days) {
        bank = network.bank(name, corporate);

        assertThat(signedIn().until()).contains(network.instant().plus(Duration.ofDays(days)));
        assertThat(network.objections()).isEmpty();
    }

    @Test
    void a_bank_that_the_network_reaches_no_more_is_not_signed_in_at() {
        bank = network.bank("Merged Away", false);

        var step = (SignInStep.Failed) connector.signIn(access(), network.request(Optional.empty()));
        assertThat(step.reason()).isEqualTo(SignInStep.Reason.UNSUPPORTED);
        assertThat(step.retry()).isFalse();
    }

    @Test
    void a_way_back_that_is_not_registered_is_told_loudly() {
        var elsewhere = new WayBack("https://elsewhere.example/return", "our-own-state");
        var failure =
                failure(() -> connector.signIn(access(), new SignInRequest(Map.of(), elsewhere, Optional.empty())));

        assertThat(failure.kind()).isEqualTo(Kind.DATA);
        assertThat(failure.getMessage()).endsWith("REDIRECT_URI_NOT_ALLOWED");
    }

    @Test
    void a_code_that_came_too_late_lets_the_customer_try_again() {
        var step = (SignInStep.Redirect) connector.signIn(access(), network.request(Optional.empty()));
        var back = network.customer(step);
        network.pass(Duration.ofMinutes(6));

        var failed = (SignInStep.Failed) connector.answer(access(), step.state(), back);
        assertThat(failed.reason()).isEqualTo(SignInStep.Reason.EXPIRED);
        assertThat(failed.retry()).isTrue();
    }

    /// The hash of an account stays; what it is read by is of one session.
    @Test
    void a_renewed_session_reads_the_same_accounts_by_its_own_uids() {
        var first = signedIn();
        var second = signedIn(Optional.of(first.grant()));

        assertThat(uids(second)).doesNotContainAnyElementsOf(uids(first));
        assertThat(read(second, "a1", "a2", "a3").keySet())
                .isEqualTo(read(first, "a1", "a2", "a3").keySet());
        assertThat(network.objections()).isEmpty();
    }

    private static List<String> uids(SignInStep.Authenticated login) {
        return EnableBankingGrant.of(login.grant()).accounts().stream()
                .flatMap(account -> account.uid().stream())
                .toList();
    }

    @Test
    void a_key_of_pages_that_comes_again_ends_the_reading() {
        network.continues(_ -> Optional.of("2"));

        assertThat(lines().complete()).isFalse();
        assertThat(asked(Visit.Kind.TRANSACTIONS)).isEqualTo(2);
    }

    @Test
    void pages_without_an_end_are_not_read_to_it() {
        network.continues(
                key -> Optional.of(Integer.toString(key.map(Integer::parseInt).orElse(1) + 1)));

        assertThat(lines().complete()).isFalse();
        assertThat(asked(Visit.Kind.TRANSACTIONS)).isEqualTo(100);
    }

    private BankTransactions lines() {
        var account = AccountRequest.of(EnableBankingStandIn.reference("a1", "EUR"));
        var read = connector
                .transactions(access(), held(signedIn()), List.of(account), network.days())
                .get(account.reference());
        return ((AccountRead.Value<BankTransactions>) read).value();
    }

    private long asked(Visit.Kind kind) {
        return network.visits().stream().filter(visit -> visit.kind() == kind).count();
    }

    @Test
    void the_directory_has_a_page_for_each_country() {
        var page = institutions("FI");

        assertThat(page.next()).contains("FR");
        assertThat(page.institutions())
                .extracting(Institution::reference)
                .containsExactly("FI:Aurora Pankki", "FI:Revontuli", "FI:Yrityspankki");
        assertThat(page.institutions()).extracting(Institution::personal).containsExactly(true, true, false);
        assertThat(page.institutions()).extracting(Institution::corporate).containsExactly(true, false, true);
        assertThat(page.institutions())
                .extracting(Institution::logo)
                .containsExactly(
                        Optional.of("https://logos.example/aurora.png"),
                        Optional.of("https://logos.example/revontuli.png"),
                        Optional.empty());
        assertThat(network.objections()).isEmpty();
    }

    private ListsBanks.Page institutions(String country) {
        return connector.institutions(Optional.of(country), TestApplication.keys(), deadline());
    }

    private Instant deadline() {
        return network.instant().plusSeconds(20);
    }

    @Test
    void the_directory_goes_through_all_countries_once() {
        var first = connector.institutions(Optional.empty(), TestApplication.keys(), deadline());
        assertThat(first.next()).contains("BE");
        assertThat(institutions("SK").next()).isEmpty();
    }

    @Test
    void the_directory_is_asked_with_the_owner_s_keys_alone() {
        var none = new NetworkKeys(Map.of());

        assertThat(failure(() -> connector.institutions(Optional.empty(), none, deadline()))
                        .kind())
                .isEqualTo(Kind.DATA);
        assertThat(failure(() -> connector.institutions(Optional.empty(), TestApplication.strange(), deadline()))
                        .kind())
                .isEqualTo(Kind.DATA);
    }

    /// Two people share an account; neither becomes the other by renewing.
    @Test
    void a_customer_is_known_again_by_all_accounts_and_never_by_one() {
        var ada = holder(Map.of("own", "ADA", "joint", "ADA BEN"));
        var ben = holder(Map.of("other", "BEN", "joint", "ADA BEN"));

        assertThat(holder(Map.of("joint", "ADA BEN", "own", "ADA")).reference()).isEqualTo(ada.reference());
        assertThat(Set.of(
                        ada.reference(),
                        ben.reference(),
                        holder(Map.of("joint", "ADA BEN")).reference()))
                .hasSize(3);
        assertThat(ben.renewing(ada).reference()).isEqualTo(ben.reference());
        assertThat(holder(Map.of("own", "ADA", "joint", "ADA BEN", "new", "ADA"))
                        .renewing(ada)
                        .reference())
                .as("one account more")
                .isEqualTo(ada.reference());
        assertThat(holder(Map.of("own", "ADA")).renewing(ada).reference())
                .as("one account less")
                .isEqualTo(ada.reference());
        assertThat(holder(Map.of("own", "BEN")).renewing(ada).reference())
                .as("held by another")
                .isNotEqualTo(ada.reference());
    }

    private static EnableBankingHolder holder(Map<String, String> holders) {
        return EnableBankingHolder.of(holders.entrySet().stream()
                .map(each -> EnableBankingAccount.given(account(each.getKey(), each.getValue()))
                        .orElseThrow())
                .toList());
    }

    private static JsonNode account(String hash, String holder) {
        return Json.object()
                .put("identification_hash", hash)
                .put("name", holder)
                .put("currency", "EUR");
    }
}
