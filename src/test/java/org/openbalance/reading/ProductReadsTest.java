package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Account;
import org.openbalance.account.Connections;
import org.openbalance.account.ProductState;
import org.openbalance.api.Product;
import org.openbalance.bank.example.ExampleBankInSandbox;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Visit;
import org.openbalance.journey.Company;
import org.openbalance.journey.EmptySchedule;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.transaction.TransactionReader;

/// Products beside the balance are read in the visits that its connection has anyway, each at its own cadence, and go
/// through the same consent, grant, quota, failures and reports. Shown by transactions and identity at the bank that
/// the kit's guide is about.
@QuarkusTest
@Tag("slow")
@TestProfile(ProductReadsTest.WithProducts.class)
class ProductReadsTest {

    public static final class WithProducts implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ExampleBankInSandbox.class, KeepingReader.Transactions.class, KeepingReader.Identity.class);
        }

        /// What is read here is remembered, and not kept.
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.arc.exclude-types", TransactionReader.class.getName());
        }
    }

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    @Inject
    Due due;

    @Inject
    Table table;

    @Inject
    BankReads reads;

    @Inject
    Connections connections;

    @Inject
    ExampleBankInSandbox bank;

    @Inject
    KeepingReader.Transactions transactions;

    @Inject
    KeepingReader.Identity identity;

    private Company company;

    @BeforeEach
    void a_company_and_a_bank() {
        EmptySchedule.of(table, due);
        company = Company.of(owners);
        bank.anew();
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
        queues.clear();
    }

    @Test
    void what_the_customer_agreed_to_is_read_soon_after_linking_and_the_balance_at_its_own_time() {
        var linked = links("transactions", "identity");
        var balances = asOf(linked.accounts());

        tick();

        assertThat(readOf(transactions, linked)).containsExactlyInAnyOrderElementsOf(linked.accounts());
        assertThat(readOf(identity, linked)).containsExactlyInAnyOrderElementsOf(linked.accounts());
        assertThat(asOf(linked.accounts())).isEqualTo(balances);
        assertThat(account(linked.account()).schedule().next()).hasValueSatisfying(next -> assertThat(next)
                .isAfter(clock.instant().plus(Duration.ofHours(1))));
    }

    @Test
    void each_product_has_its_own_cadence_in_the_visits_that_balances_have_anyway() {
        var linked = links("transactions", "identity");
        tick();

        passes(Duration.ofDays(4));

        var balances = bank.asked(Visit.Kind.BALANCE) / linked.accounts().size();
        assertThat(readOf(transactions, linked).size() / linked.accounts().size())
                .as("every twelve hours, and at first")
                .isBetween(7, 9);
        assertThat(balances).isGreaterThan(7);
        assertThat(readOf(identity, linked)).hasSameSizeAs(linked.accounts());
    }

    @Test
    void what_the_customer_did_not_agree_to_is_never_read() {
        var linked = links("identity");

        passes(Duration.ofDays(1));

        assertThat(readOf(identity, linked)).isNotEmpty();
        assertThat(readOf(transactions, linked)).isEmpty();
        assertThat(bank.asked(Visit.Kind.TRANSACTIONS)).isZero();
        assertThat(asked(Product.TRANSACTIONS, linked)).allMatch(BankReads.Result.Denied.class::isInstance);
    }

    @Test
    void a_product_that_fails_is_tried_again_soon_alone_and_reported_once_and_no_balance_suffers() {
        var linked = links("transactions");
        bank.answers(Visit.Kind.TRANSACTIONS, RawAnswer.json(500, "{}"));

        tick();
        assertThat(state(linked, Product.TRANSACTIONS).failures()).isEqualTo(1);
        passes(Duration.ofMinutes(15));

        assertThat(state(linked, Product.TRANSACTIONS).failures()).isGreaterThanOrEqualTo(3);
        assertThat(account(linked.account()).schedule().failures()).isZero();
        assertThat(bank.asked(Visit.Kind.BALANCE))
                .as("since linking")
                .isEqualTo(linked.accounts().size());
        assertThat(Collections.frequency(heard(linked), "refresh.failed"))
                .isEqualTo(linked.accounts().size());

        bank.behaves();
        passes(Duration.ofHours(1));

        assertThat(readOf(transactions, linked)).containsExactlyInAnyOrderElementsOf(linked.accounts());
        assertThat(state(linked, Product.TRANSACTIONS))
                .matches(state -> state.failures() == 0
                        && !state.told()
                        && state.failure().isEmpty());
    }

    @Test
    void a_bank_that_refuses_one_product_for_today_is_read_for_the_balance_still() {
        var linked = links("transactions");
        bank.answers(Visit.Kind.TRANSACTIONS, RawAnswer.empty(429));

        passes(Duration.ofHours(13));

        assertThat(readOf(transactions, linked)).isEmpty();
        assertThat(state(linked, Product.TRANSACTIONS).failures()).isZero();
        assertThat(state(linked, Product.TRANSACTIONS).next())
                .hasValueSatisfying(next -> assertThat(next).isAfter(clock.instant()));
        assertThat(bank.asked(Visit.Kind.BALANCE))
                .isGreaterThan(linked.accounts().size());
        assertThat(heard(linked)).doesNotContain("refresh.failed");
    }

    @Test
    void a_bank_that_wants_the_customer_again_for_one_product_is_read_for_the_balance_still() {
        var linked = links("transactions");
        bank.answers(Visit.Kind.TRANSACTIONS, RawAnswer.empty(401));

        passes(Duration.ofHours(13));

        assertThat(state(linked, Product.TRANSACTIONS).failure())
                .hasValueSatisfying(failure -> assertThat(failure.why()).isEqualTo("LOGIN_EXPIRED"));
        assertThat(bank.asked(Visit.Kind.BALANCE))
                .isGreaterThan(linked.accounts().size());
        assertThat(heard(linked)).contains("refresh.failed").doesNotContain("login.reauth_required");
    }

    @Test
    void what_cannot_be_written_down_is_read_again_and_no_balance_suffers() {
        var linked = links("transactions");
        clock.advance(Duration.ofHours(13));
        transactions.failsOnce();

        tick();

        assertThat(accounts(linked.accounts()).stream()
                        .map(account ->
                                account.schedule().product(Product.TRANSACTIONS).failures()))
                .containsExactlyInAnyOrder(1, 0, 0);
        assertThat(asOf(linked.accounts()))
                .allMatch(at -> at.isAfter(clock.instant().minusSeconds(60)));

        passes(Duration.ofMinutes(5));

        assertThat(accounts(linked.accounts()))
                .allSatisfy(account -> assertThat(readAt(account)).isNotNull());
    }

    @Test
    void a_bank_that_is_down_is_not_asked_for_products() {
        var linked = links("transactions");
        clock.advance(Duration.ofHours(13));
        bank.answers(Visit.Kind.BALANCE, RawAnswer.json(503, "{}"));

        tick();

        assertThat(bank.asked(Visit.Kind.TRANSACTIONS)).isZero();
        assertThat(state(linked, Product.TRANSACTIONS).failures()).isZero();
    }

    @Test
    void the_marks_of_products_cost_no_write_of_their_own() {
        var linked = links("transactions", "identity");

        var states = Meter.writesOf(this::tick).stream()
                .filter(use -> use.firstKey().contains(company.tenant().prefix() + "#ACCOUNT#"))
                .toList();

        assertThat(states)
                .as("a claim, and one write an account")
                .hasSize(1 + linked.accounts().size());
    }

    @Test
    void a_product_that_somebody_waits_for_is_read_at_once_and_the_schedule_stays() {
        var linked = links("transactions");
        tick();
        var before = accounts(linked.accounts());
        clock.advance(Duration.ofMinutes(5));

        assertThat(asked(Product.TRANSACTIONS, linked)).allMatch(BankReads.Result.Fresh.class::isInstance);

        assertThat(accounts(linked.accounts())).zipSatisfy(before, (now, then) -> {
            assertThat(now.schedule().schedule()).isEqualTo(then.schedule().schedule());
            assertThat(now.asOf()).isEqualTo(then.asOf());
            assertThat(readAt(now)).isAfter(readAt(then));
        });
    }

    @Test
    void nothing_is_marked_once_the_consent_has_ended() {
        var linked = links("transactions");
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        passes(Duration.ofHours(13));

        assertThat(readOf(transactions, linked)).isEmpty();
        assertThat(bank.asked(Visit.Kind.TRANSACTIONS)).isZero();
    }

    private Company.Linked links(String... products) {
        var all = new ArrayList<>(List.of("auth", "balance"));
        all.addAll(List.of(products));
        return company.opensByKey(Map.of("products", all, "callback_url", "http://localhost:9/"))
                .links(ExampleBankInSandbox.BANK, "user_good");
    }

    private List<BankReads.Result> asked(Product product, Company.Linked linked) {
        return reads
                .read(
                        product,
                        accounts(linked.accounts()),
                        Optional.empty(),
                        clock.instant().plusSeconds(20))
                .stream()
                .flatMap(visit -> visit.results().values().stream())
                .toList();
    }

    /// The events that the login's callback was to be told.
    private List<String> heard(Company.Linked linked) {
        var callback = connections
                .find(company.tenant(), linked.connection())
                .orElseThrow()
                .callback()
                .orElseThrow();
        return table
                .query(Query.of(company.tenant().prefix() + "#WEBHOOK#" + callback)
                        .startingWith("DELIVERY#"))
                .stream()
                .map(item -> item.text("event"))
                .toList();
    }

    private static List<String> readOf(KeepingReader<?, ?> reader, Company.Linked linked) {
        return reader.written().stream().filter(linked.accounts()::contains).toList();
    }

    private void tick() {
        queues.tick("refresh");
        queues.drain();
    }

    private void passes(Duration time) {
        var until = clock.instant().plus(time);
        while (clock.instant().isBefore(until)) {
            clock.advance(time.compareTo(Duration.ofHours(2)) < 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(30));
            tick();
        }
    }

    private List<Account> accounts(List<String> ids) {
        return Account.latest(table, company.tenant(), ids).stream()
                .map(Account::of)
                .toList();
    }

    private Account account(String id) {
        return accounts(List.of(id)).getFirst();
    }

    private ProductState state(Company.Linked linked, Product product) {
        return account(linked.account()).schedule().product(product);
    }

    private static Instant readAt(Account account) {
        return account.schedule().product(Product.TRANSACTIONS).readAt().orElseThrow();
    }

    private List<Instant> asOf(List<String> ids) {
        return accounts(ids).stream().map(Account::asOf).toList();
    }
}
