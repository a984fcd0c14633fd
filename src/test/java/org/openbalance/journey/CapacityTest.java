package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.account.Account;
import org.openbalance.account.AlertState;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.account.ViewIds;
import org.openbalance.consent.AccountConsent;
import org.openbalance.local.LocalQueues;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// The budgets of the design, from the capacity that DynamoDB reports, in a function that has answered before.
@QuarkusTest
@Tag("slow")
class CapacityTest {

    private static final Map<String, Object> PLAIN = Map.of("includePeriodic", false);

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    Table table;

    @Inject
    LocalQueues queues;

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void a_balance_costs_one_consistent_query_of_its_partition() {
        var account = linked().account();
        var balance = ViewIds.balance(account);

        for (var ask : List.of(
                Map.of("id", balance, "includePeriodic", false),
                Map.of("account_id", account, "includePeriodic", false))) {
            var uses = warm(ask.containsKey("id") ? "balance/getById" : "balance/getByAccount", ask);

            assertThat(uses).hasSize(1);
            assertThat(uses.getFirst().operation()).isEqualTo("Query");
            assertThat(uses.getFirst().units()).isEqualTo(1);
            assertThat(uses.getFirst().firstKey()).contains(partition(account));
        }
    }

    @Test
    void its_history_costs_one_query_more() {
        var account = linked().account();

        assertThat(warm("balance/getByAccount", Map.of("account_id", account)))
                .extracting(Meter.Use::operation)
                .containsExactly("Query", "Query");
    }

    /// A hundred periods, a month of days and three months for a payment, of an account that changed every three hours.
    @Test
    void months_of_history_cost_one_query_a_page() {
        var account = linked().account();
        for (var change = 1; change <= 8 * 90; change++) {
            var from = clock.instant().minus(Duration.ofHours(3L * change));
            var money = new Money(change, Currency.getInstance("NGN"));
            var period = new BalancePeriod(
                    from, from, new BalanceAmounts(money, money), PeriodReads.of(PeriodReads.Source.SCHEDULE));
            table.write(period.close(company.tenant(), account));
        }
        var budgets = Map.<Map<String, Object>, Double>of(
                Map.of("account_id", account, "limit", 100), 8.0,
                Map.of("account_id", account, "granularity", "day", "limit", 31), 18.0);

        budgets.forEach((ask, units) -> costsOneQuery("balances/history", ask, units));
        costsOneQuery("balance/can-pay", Map.of("account_id", account, "amount", 1, "currency", "NGN"), 26);
    }

    private void costsOneQuery(String operation, Map<String, ?> ask, double units) {
        var uses = warm(operation, ask);

        assertThat(uses).extracting(Meter.Use::operation).containsExactly("Query", "Query");
        assertThat(uses.getFirst().units()).isEqualTo(1);
        assertThat(uses.getLast().units()).as(operation + ask).isBetween(units / 2, units);
    }

    @Test
    void a_page_of_balances_costs_one_query_and_one_batch_however_it_is_asked_for() {
        company.opensAndLinks("user_many_accounts", 7);
        var cursor = warmUp("products/balances", Map.of("includePeriodic", false, "limit", 3))
                .<String>path("data.pagination.cursor");

        for (var ask : List.of(
                PLAIN,
                Map.of("includePeriodic", false, "limit", 3),
                Map.of("includePeriodic", false, "limit", 3, "page", 2),
                Map.of("includePeriodic", false, "limit", 3, "page", 3),
                Map.of("includePeriodic", false, "limit", 3, "cursor", cursor))) {
            assertThat(warm("products/balances", ask))
                    .as(ask.toString())
                    .extracting(Meter.Use::operation)
                    .containsExactly("Query", "BatchGetItem");
        }
    }

    @Test
    void an_unchanged_refresh_costs_one_conditional_update() {
        var account = linked().account();
        holds(account, "100");
        company.call("balance/check", Map.of("account_id", account));

        var writes = writes(() -> company.call("balance/check", Map.of("account_id", account)));

        assertThat(writes).hasSize(1);
        assertThat(writes.getFirst().operation()).isEqualTo("UpdateItem");
        assertThat(writes.getFirst().firstKey()).isEqualTo(partition(account));
        assertThat(writes.getFirst().exception()).isFalse();
    }

    /// A claim, and what ends it: its own write and two of the index, and one for each further account.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void a_scheduled_read_that_finds_nothing_new_costs_three_write_units_and_one_for_each_account(int accounts) {
        var linked = company.opensAndLinks("user_many_accounts", accounts);
        for (var account : linked.accounts()) {
            holds(account, "100");
        }
        reads(linked);

        var uses = reads(linked);

        var units = uses.stream()
                .filter(Meter.Use::writes)
                .mapToDouble(Meter.Use::units)
                .sum();
        assertThat(units).isEqualTo(3 + accounts);
        assertThat(uses).extracting(Meter.Use::operation).doesNotContain("TransactWriteItems");
    }

    @Test
    void a_read_state_that_holds_all_it_can_is_below_one_kilobyte() {
        // The first of its connection stands in the index of what is due as well.
        var account = company.opensAndLinks("user_many_accounts", 2).accounts().getLast();
        holds(account, "100");
        company.call("balance/check", Map.of("account_id", account));
        var gaps = new ArrayList<PeriodReads.Gap>();
        for (var day = PeriodReads.MOST_GAPS; day > 0; day--) {
            var from = clock.instant().minus(Duration.ofDays(day));
            gaps.add(new PeriodReads.Gap(from, from.plus(Duration.ofHours(22))));
        }
        var reads = new PeriodReads(Optional.of(PeriodReads.Source.CHECK), gaps);
        table.write(Write.change(Account.readStateKey(company.tenant(), account))
                .set(PeriodReads.GAPS, reads.gapsText())
                .set(ReadState.ASKED, clock.instant())
                .set(ReadState.FAILURES, 20)
                .set(ReadState.FAILURE, "LOGIN_EXPIRED")
                .set(ReadState.FAILED, clock.instant())
                .set(ReadState.TOLD, true)
                .set(AlertState.LOW, List.of("5a17db0a2c4e0b6d30f10000"))
                .set(AccountConsent.LEASE, clock.instant()));

        var writes = writes(() -> company.call("balance/check", Map.of("account_id", account)));

        assertThat(writes).extracting(Meter.Use::units).containsExactly(1.0);
    }

    /// What a read by schedule uses of a connection's accounts.
    private List<Meter.Use> reads(Company.Linked linked) {
        clock.advance(Duration.ofHours(13));
        var before = asOf(linked);
        var uses = Meter.of(() -> {
            queues.tick("refresh");
            queues.drain();
        });
        assertThat(asOf(linked)).isAfter(before);
        return uses.stream()
                .flatMap(use -> linked.accounts().stream().flatMap(account -> use.of(partition(account)).stream()))
                .toList();
    }

    private Instant asOf(Company.Linked linked) {
        return Account.latest(table, company.tenant(), linked.accounts()).stream()
                .map(item -> Account.of(item).asOf())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void a_changed_refresh_costs_one_transaction_of_two_items() {
        var account = linked().account();
        holds(account, "100");
        company.call("balance/check", Map.of("account_id", account));
        holds(account, "200");

        var writes = writes(() -> company.call("balance/check", Map.of("account_id", account))
                .then()
                .body("data.balances[0].available_balance", equalTo(200)));

        assertThat(writes).hasSize(1);
        assertThat(writes.getFirst().operation()).isEqualTo("TransactWriteItems");
        assertThat(writes.getFirst().items()).isEqualTo(2);
        assertThat(writes.getFirst().firstKey()).isEqualTo(partition(account));
        assertThat(writes.getFirst().exception()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void linking_accounts_costs_one_transaction(int accounts) {
        var widget = company.opens();
        var consent = widget.agrees();
        var offered = widget.signsIn("harmattan-bank", "user_many_accounts");

        var writes = writes(() -> widget.chooses(offered.subList(0, accounts), consent));

        assertThat(writes).extracting(Meter.Use::operation).containsExactly("UpdateItem", "TransactWriteItems");
        assertThat(writes.getFirst().firstKey())
                .as("the session counts its calls")
                .startsWith("SESSION#");
        assertThat(writes).noneMatch(Meter.Use::exception);
    }

    @Test
    void a_key_is_looked_up_once_a_minute() {
        var account = linked().account();
        var ask = Map.<String, Object>of("account_id", account, "includePeriodic", false);
        assertThat(warm("balance/getByAccount", ask)).hasSize(1);

        clock.advance(Duration.ofSeconds(61));

        assertThat(Meter.of(() -> company.call("balance/getByAccount", ask)))
                .extracting(Meter.Use::firstKey)
                .hasSize(2)
                .anyMatch(key -> key.startsWith("KEY#"));
        assertThat(Meter.of(() -> company.call("balance/getByAccount", ask))).hasSize(1);
    }

    private Company.Linked linked() {
        return company.links("harmattan-bank");
    }

    private void holds(String account, String amount) {
        company.call("balances/set", Map.of("account", account, "available", amount))
                .then()
                .statusCode(200);
    }

    private Response warmUp(String operation, Map<String, ?> body) {
        var response = company.call(operation, body);
        response.then().statusCode(200);
        return response;
    }

    /// What a call uses that has been made once before.
    private List<Meter.Use> warm(String operation, Map<String, ?> body) {
        warmUp(operation, body);
        return Meter.of(() -> warmUp(operation, body));
    }

    private static List<Meter.Use> writes(Runnable work) {
        return Meter.of(work).stream().filter(Meter.Use::writes).toList();
    }

    private String partition(String account) {
        return company.tenant().prefix() + "#ACCOUNT#" + account;
    }
}
