package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.ReadState;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.Company;
import org.openbalance.journey.EmptySchedule;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TableFaults;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import software.amazon.awssdk.core.SdkRequest;

/// What goes wrong between the clock and the bank: nothing is lost, and nothing happens twice.
@QuarkusTest
@Tag("slow")
class FaultsTest {

    private static final String REFRESH = "RefreshQueue";
    private static final Duration LONG = Duration.ofSeconds(50);

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    @Inject
    Dispatcher dispatcher;

    @Inject
    ReadWorker worker;

    @Inject
    Table table;

    @Inject
    Due due;

    @Inject
    Connections connections;

    private Company company;

    @BeforeEach
    void a_company() {
        EmptySchedule.of(table, due);
        queues.clear();
        nothingElseIsDue();
        company = Company.of(owners);
    }

    /// Other tests leave accounts in the table, of which any could be due by this test's clock.
    private void nothingElseIsDue() {
        for (var shard : due.shards()) {
            for (var item : table.query(Query.of(Index.DUE, shard))) {
                table.write(Write.change(item.key()).remove(Index.DUE.partition(), Index.DUE.sort()));
            }
        }
    }

    @AfterEach
    void all_is_well_again() {
        TableFaults.end();
        clock.reset();
        queues.clear();
    }

    @Test
    void the_same_message_three_times_at_once_is_one_read() {
        var account = company.opensAndLinks("user_good", 1).account();
        holds(account, "100");
        var messages = dispatched();

        var works = ParallelCalls.run(IntStream.range(0, 3)
                .<Callable<ReadWorker.Work>>mapToObj(_ -> () -> work(messages))
                .toList());

        assertThat(works).allMatch(work -> work.unheld().isEmpty());
        assertThat(works.stream()
                        .mapToInt(work -> count(work, ReadWorker.End.READ))
                        .sum())
                .isEqualTo(accountsIn(messages).size());
        assertThat(account(account).sequence()).isEqualTo(1);
        assertThat(periods(account)).isEqualTo(1);
        assertThat(count(work(messages), ReadWorker.End.READ)).isZero();
    }

    @Test
    void two_dispatchers_at_once_queue_each_connection_once() {
        var connections =
                linkedApart(12).stream().map(Company.Linked::connection).toList();
        due();

        var runs = ParallelCalls.run(List.<Callable<Dispatcher.Run>>of(
                () -> dispatcher.run(clock.instant().plus(LONG)),
                () -> dispatcher.run(clock.instant().plus(LONG))));

        var queued = queuedConnections();
        assertThat(queued).doesNotHaveDuplicates().containsAll(connections);
        assertThat(runs.stream().mapToInt(Dispatcher.Run::queued).sum()).isEqualTo(queued.size());
    }

    @Test
    void a_scheduled_read_that_finds_nothing_new_costs_its_claim_and_one_write() {
        var accounts = company.opensAndLinks("user_many_accounts", 3).accounts();
        accounts.forEach(account -> holds(account, "10"));
        work(mine(dispatched()));
        due();
        var claims = Meter.of(() -> dispatcher.run(clock.instant().plus(LONG)));
        assertThat(mineIn(claims)).extracting(Meter.Use::operation).containsExactly("BatchExecuteStatement");
        var messages = mine(taken());

        var reads = Meter.of(() -> work(messages));

        assertThat(mineIn(reads))
                .extracting(Meter.Use::operation)
                .containsExactlyInAnyOrder("UpdateItem", "UpdateItem", "UpdateItem");
        assertThat(reads.stream().filter(use -> use.operation().equals("BatchGetItem")))
                .hasSize(1);
        assertThat(reads.stream().filter(Meter.Use::writes).filter(use -> use.firstKey()
                        .startsWith("BANK#")))
                .as("one item of figures for each bank")
                .hasSize(1);
    }

    private List<Meter.Use> mineIn(List<Meter.Use> uses) {
        return uses.stream()
                .filter(Meter.Use::writes)
                .filter(use -> use.firstKey().contains(company.tenant().prefix() + "#ACCOUNT#"))
                .toList();
    }

    @Test
    void accounts_of_one_login_come_in_one_message() {
        var accounts = company.opensAndLinks("user_many_accounts", 20).accounts();

        var messages = mine(dispatched());

        assertThat(messages).hasSize(1);
        assertThat(accountsIn(messages)).containsExactlyInAnyOrderElementsOf(accounts);
    }

    @Test
    void what_a_killed_worker_did_not_read_is_read_when_its_message_comes_again() {
        var accounts = company.opensAndLinks("user_many_accounts", 10).accounts();
        var messages = mine(dispatched());
        var before = accounts.stream().map(this::account).toList();
        var written = new AtomicInteger();
        TableFaults.are(request -> {
            if (writesMine(request) && written.getAndIncrement() >= 4) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> work(messages)).hasRootCauseInstanceOf(Killed.class);
        TableFaults.end();

        var again = work(messages);

        assertThat(count(again, ReadWorker.End.READ)).isEqualTo(10);
        assertThat(accounts.stream().map(this::account)).allSatisfy(account -> assertThat(account.asOf())
                .isAfter(before.getFirst().asOf()));
        assertSound(accounts);
    }

    @Test
    void what_a_killed_dispatcher_claimed_is_due_again_after_its_lease() {
        var account = company.opensAndLinks("user_good", 1).account();
        dispatched();

        clock.advance(Duration.ofMinutes(14));
        assertThat(accountsIn(runAndTake())).doesNotContain(account);
        clock.advance(Duration.ofMinutes(2));
        assertThat(accountsIn(runAndTake())).contains(account);
    }

    @Test
    void a_throttled_table_sends_messages_back_and_nothing_is_read_twice() {
        var accounts = company.opensAndLinks("user_many_accounts", 5).accounts();
        accounts.forEach(account -> holds(account, "42"));
        var messages = mine(dispatched());
        TableFaults.are(request -> {
            if (writesMine(request)) {
                throw TableFaults.throttled();
            }
        });
        assertThat(work(messages).unheld()).containsExactly(0);
        clock.advance(Duration.ofSeconds(10));
        TableFaults.end();

        assertThat(count(work(messages), ReadWorker.End.READ)).isEqualTo(5);
        assertThat(accounts.stream().map(this::account))
                .allSatisfy(account -> assertThat(account.sequence()).isEqualTo(1));
        assertSound(accounts);
    }

    @Test
    void a_throttled_table_leaves_claims_to_the_next_minute() {
        var account = company.opensAndLinks("user_good", 1).account();
        due();
        TableFaults.are(request -> {
            if (writesMine(request)) {
                throw TableFaults.throttled();
            }
        });
        assertThat(accountsIn(runAndTake())).doesNotContain(account);
        TableFaults.end();
        clock.advance(Duration.ofSeconds(60));

        assertThat(accountsIn(runAndTake())).containsOnlyOnce(account);
    }

    @Test
    void a_bank_that_is_down_for_an_hour_is_spared_and_every_account_is_read_after_it() {
        var linked = company.linksByKey("monsoon-bank", Map.of("callback_url", "http://localhost:9/"));
        var accounts = linked.accounts();
        due();
        accounts.forEach(account -> holds(account, "7"));
        outage("down", 3600);
        // Not to its very end: real time passes too.
        for (var minute = 0; minute < 58; minute++) {
            minutePasses();
        }
        assertThat(accounts.stream().map(this::account))
                .allSatisfy(account -> assertThat(account.schedule().failures()).isBetween(3, 20));

        // The seventh pause between two tries is 64 minutes, and the last try may have been the outage's last minute.
        for (var minute = 0; minute < 68; minute++) {
            minutePasses();
        }

        assertThat(accounts.stream().map(this::account)).allSatisfy(account -> {
            assertThat(account.amounts().availableMoney().orElseThrow().minor()).isEqualTo(700);
            assertThat(account.sequence()).isEqualTo(1);
            assertThat(account.schedule().failures()).isZero();
        });
        assertThat(told(linked.connection()))
                .as("once for each account")
                .containsOnly("refresh.failed", "balance.updated", "auth.succeeded");
        assertThat(told(linked.connection()).stream().filter("refresh.failed"::equals))
                .hasSameSizeAs(accounts);
        assertThat(told(linked.connection()).stream().filter("balance.updated"::equals))
                .hasSameSizeAs(accounts);
        assertSound(accounts);
    }

    @Test
    void a_bank_that_hangs_fails_its_own_accounts_alone() {
        var slow = company.links("monsoon-bank").accounts();
        var quick = company.links("harmattan-bank").accounts();
        due();
        outage("slow", 600);
        var messages = mine(runAndTake());

        var work = worker.work(messages, clock.instant().plusSeconds(2));

        assertThat(work.unheld()).isEmpty();
        assertThat(slow.stream().map(this::account)).allSatisfy(account -> {
            assertThat(account.schedule().failure().orElseThrow().why()).isEqualTo("SLOW");
            assertThat(account.schedule().next().orElseThrow())
                    .isBefore(clock.instant().plus(Duration.ofMinutes(2)));
        });
        assertThat(quick.stream().map(this::account)).allSatisfy(account -> assertThat(account.asOf())
                .isAfter(clock.instant().minus(Duration.ofMinutes(1))));
    }

    @Test
    void clocks_that_differ_by_two_seconds_lose_nothing_and_double_nothing() {
        var account = company.opensAndLinks("user_good", 1).account();
        holds(account, "5");
        due();
        clock.advance(Duration.ofSeconds(2));
        var messages = mine(runAndTake());
        clock.advance(Duration.ofSeconds(-4));
        assertThat(count(work(messages), ReadWorker.End.READ)).isEqualTo(1);
        assertThat(account(account).sequence()).isEqualTo(1);
        assertThat(accountsIn(runAndTake())).doesNotContain(account);

        clock.advance(Duration.ofSeconds(4));
        assertThat(accountsIn(runAndTake())).doesNotContain(account);
        assertSound(List.of(account));
    }

    @Test
    void a_consent_that_is_revoked_after_queueing_drops_the_read() {
        var linked = company.opensAndLinks("user_good", 1);
        var messages = mine(dispatched());
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        var asOf = account(linked.account()).asOf();

        var work = work(messages);

        assertThat(count(work, ReadWorker.End.DROPPED)).isEqualTo(1);
        assertThat(account(linked.account()).asOf()).isEqualTo(asOf);
        assertThat(account(linked.account()).schedule().next()).isEmpty();
        clock.advance(Duration.ofHours(24));
        assertThat(accountsIn(runAndTake())).doesNotContain(linked.account());
    }

    @Test
    void a_message_that_nobody_wrote_goes_back_and_holds_up_no_other() {
        var account = company.opensAndLinks("user_good", 1).account();
        var messages = new ArrayList<>(mine(dispatched()));
        messages.addFirst(new ReadWorker.Message("{\"v\":1}", "-"));

        var work = work(messages);

        assertThat(work.unheld()).containsExactly(0);
        assertThat(count(work, ReadWorker.End.READ)).isEqualTo(1);
        assertThat(account(account).schedule().next().orElseThrow()).isAfter(clock.instant());
    }

    @Test
    void a_login_that_does_not_open_is_a_failure_that_the_owner_hears_of_once() {
        var linked = company.linksByKey("monsoon-bank", Map.of("callback_url", "http://localhost:9/"));
        table.write(Write.change(Connection.key(company.tenant(), linked.connection()))
                .set("grant", new byte[] {0, 0, 0, 1, 7, 7, 7}));
        due();

        for (var hour = 0; hour < 24 * 60; hour += 5) {
            clock.advance(Duration.ofMinutes(5));
            queues.tick("refresh");
            queues.drain();
        }

        assertThat(linked.accounts().stream().map(this::account)).allSatisfy(account -> {
            assertThat(account.schedule().failure().orElseThrow().why()).isEqualTo("DATA");
            assertThat(account.schedule().failures()).isBetween(3, 25);
        });
        assertThat(told(linked.connection()).stream().filter("refresh.failed"::equals))
                .hasSameSizeAs(linked.accounts());
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(503)
                .body("message", containsString("stored balance stands"));
    }

    @Test
    void an_account_that_does_not_open_is_a_failure_and_the_others_of_its_login_are_read() {
        var accounts = company.opensAndLinks("user_many_accounts", 3).accounts();
        var broken = Account.key(company.tenant(), accounts.getFirst());
        table.write(Write.change(broken).remove("customer_name"));

        var work = work(mine(dispatched()));

        assertThat(work.unheld()).isEmpty();
        assertThat(count(work, ReadWorker.End.READ)).isEqualTo(2);
        assertThat(count(work, ReadWorker.End.BROKEN)).isEqualTo(1);
        var item = Account.latest(table, company.tenant(), accounts.getFirst()).orElseThrow();
        assertThat(item.text(ReadState.FAILURE)).isEqualTo("DATA");
        assertThat(item.instant(Index.DUE.sort())).isAfter(clock.instant());
        company.call("products/balances", Map.of()).then().statusCode(200).body("data.balances", hasSize(2));
    }

    @Test
    void an_entry_that_nobody_can_read_stops_none_of_its_shard_and_is_told() {
        var accounts = linkedApart(4).stream().map(Company.Linked::account).toList();
        table.write(Write.change(Account.readStateKey(company.tenant(), accounts.getFirst()))
                .remove(Account.RECORD));
        due();

        var run = dispatcher.run(clock.instant().plus(LONG));

        assertThat(run.malformed()).isEqualTo(1);
        assertThat(run.brokenShards()).isZero();
        assertThat(accountsIn(mine(taken()))).containsExactlyInAnyOrderElementsOf(accounts.subList(1, 4));
    }

    @Test
    void claims_whose_answer_is_lost_are_ours_and_each_is_queued_once() {
        var connections =
                linkedApart(4).stream().map(Company.Linked::connection).toList();
        due();
        AwsFaults.begin(
                AwsFaults.Fault.ANSWER_LOST, request -> request.operation().equals("BatchExecuteStatement"));

        dispatcher.run(clock.instant().plus(LONG));

        AwsFaults.end();
        assertThat(queuedConnections()).doesNotHaveDuplicates().containsAll(connections);
    }

    @Test
    void claims_that_the_table_was_too_busy_for_are_tried_again_and_no_other_with_them() {
        var connections =
                linkedApart(4).stream().map(Company.Linked::connection).toList();
        due();
        AwsFaults.begin(
                AwsFaults.Fault.UNPROCESSED, request -> request.operation().equals("BatchExecuteStatement"));

        var run = dispatcher.run(clock.instant().plus(LONG));

        AwsFaults.end();
        assertThat(run.left()).isZero();
        assertThat(queuedConnections()).doesNotHaveDuplicates().containsAll(connections);
    }

    private List<String> queuedConnections() {
        return taken().stream()
                .flatMap(message -> ReadBatch.of(message.body()).claimed().stream())
                .map(claimed -> claimed.due().connection())
                .toList();
    }

    @Test
    void what_could_not_be_claimed_counts_as_late_though_nothing_is_queued() {
        company.opensAndLinks("user_good", 1);
        due();
        TableFaults.are(request -> {
            if (writesMine(request)) {
                throw TableFaults.throttled();
            }
        });

        var run = dispatcher.run(clock.instant().plus(LONG));

        assertThat(run.queued()).isZero();
        assertThat(run.left()).isEqualTo(1);
        assertThat(run.lag()).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void an_owner_without_a_cadence_is_not_read_by_itself() {
        owners.setCadence(company.id(), Optional.empty());
        var account = company.opensAndLinks("user_good", 1).account();

        company.call("balance/getByAccount", Map.of("account_id", account))
                .then()
                .body("data.balances[0].next_refresh_at", nullValue());
        clock.advance(Duration.ofDays(3));
        assertThat(accountsIn(runAndTake())).doesNotContain(account);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void minutePasses() {
        clock.advance(Duration.ofSeconds(60));
        queues.tick("refresh");
        queues.drain();
    }

    /// Makes every account due that is linked now.
    private void due() {
        clock.advance(Duration.ofHours(13));
    }

    private List<ReadWorker.Message> dispatched() {
        due();
        return runAndTake();
    }

    private List<ReadWorker.Message> runAndTake() {
        dispatcher.run(clock.instant().plus(LONG));
        return taken();
    }

    /// Connections of one account each.
    private List<Company.Linked> linkedApart(int connections) {
        return IntStream.range(0, connections)
                .mapToObj(place -> {
                    var widget = company.opens();
                    var consent = widget.agrees();
                    var offered = widget.signsIn("harmattan-bank", "user_many_accounts");
                    return widget.chooses(offered.subList(place, place + 1), consent);
                })
                .toList();
    }

    private List<ReadWorker.Message> taken() {
        return queues.take(REFRESH).stream()
                .map(body -> new ReadWorker.Message(body, "test"))
                .toList();
    }

    private ReadWorker.Work work(List<ReadWorker.Message> messages) {
        return worker.work(messages, clock.instant().plus(LONG));
    }

    /// The part of the messages that is this company's: other tests' accounts are due as well.
    private List<ReadWorker.Message> mine(List<ReadWorker.Message> messages) {
        return messages.stream()
                .map(message -> ReadBatch.of(message.body()))
                .map(batch -> new ReadBatch(
                        batch.bank(),
                        batch.claimed().stream()
                                .filter(one -> one.due().tenant().equals(company.tenant()))
                                .toList(),
                        batch.source()))
                .filter(batch -> !batch.claimed().isEmpty())
                .map(batch -> new ReadWorker.Message(batch.toMessage().body(), "test"))
                .toList();
    }

    private List<String> accountsIn(List<ReadWorker.Message> messages) {
        return messages.stream()
                .flatMap(message -> ReadBatch.of(message.body()).claimed().stream())
                .flatMap(one -> connections.find(one.due().tenant(), one.due().connection()).stream())
                .flatMap(connection -> connection.accounts().stream())
                .toList();
    }

    private boolean writesMine(SdkRequest request) {
        return TableFaults.writes(request).contains(company.tenant().prefix() + "#ACCOUNT#");
    }

    private static int count(ReadWorker.Work work, ReadWorker.End end) {
        return work.ends().values().stream()
                .mapToInt(ends -> ends.getOrDefault(end, 0))
                .sum();
    }

    private Account account(String id) {
        return Account.of(Account.latest(table, company.tenant(), id).orElseThrow());
    }

    private int periods(String account) {
        return (int)
                table
                        .query(Query.of(Account.key(company.tenant(), account).partition())
                                .startingWith("PERIOD#"))
                        .stream()
                        .count();
    }

    /// The events that the callback of a login's session was to be told.
    private List<String> told(String connection) {
        var callback = connections
                .find(company.tenant(), connection)
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

    /// As many closed periods as changes.
    private void assertSound(List<String> accounts) {
        assertThat(accounts).allSatisfy(account -> assertThat((long) periods(account))
                .isEqualTo(account(account).sequence()));
    }

    private void holds(String account, String amount) {
        company.call("balances/set", Map.of("account", account, "available", amount))
                .then()
                .statusCode(200);
    }

    private void outage(String kind, int seconds) {
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", kind, "seconds", seconds))
                .then()
                .statusCode(200);
    }
}
