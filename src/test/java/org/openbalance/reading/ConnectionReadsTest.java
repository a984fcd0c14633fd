package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.SealedGrants;
import org.openbalance.bank.Grant;
import org.openbalance.journey.Company;
import org.openbalance.journey.EmptySchedule;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// All accounts of a connection are due together, and their due time stands on one of them.
@QuarkusTest
@Tag("slow")
class ConnectionReadsTest {

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
    Due due;

    @Inject
    Table table;

    @Inject
    Vault vault;

    private Company company;

    @BeforeEach
    void a_company() {
        EmptySchedule.of(table, due);
        company = Company.of(owners);
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
        queues.clear();
    }

    @Test
    void every_account_shows_the_one_time_at_which_its_connection_is_read_next() {
        var linked = company.opensAndLinks("user_many_accounts", 3);
        assertThat(nextReads(linked.accounts()))
                .doesNotContainNull()
                .containsOnly(nextReads(linked.accounts()).getFirst());

        aDayPasses();

        assertThat(nextReads(linked.accounts()))
                .allMatch(clock.instant()::isBefore)
                .containsOnly(nextReads(linked.accounts()).getFirst());
    }

    @Test
    void an_account_that_is_linked_anew_leaves_the_others_due_as_they_were() {
        var before = company.opensAndLinks("user_many_accounts", 3).accounts();
        var next = nextReads(before).getFirst();

        var anew = company.opensAndLinks("user_many_accounts", 1);

        assertThat(anew.accounts()).containsExactly(before.getFirst());
        assertThat(nextReads(before).subList(1, 3)).containsOnly(next);
        var asOf = asOf(before);
        aDayPasses();
        assertThat(asOf(before))
                .zipSatisfy(asOf, (after, then) -> assertThat(after).isAfter(then));
    }

    @Test
    void when_all_are_linked_anew_nothing_is_left_of_the_connection_before() {
        company.opensAndLinks("user_many_accounts", 2);
        var anew = company.opensAndLinks("user_many_accounts", 2);

        clock.advance(Duration.ofHours(13));
        queues.clear();
        dispatcher.run(clock.instant().plusSeconds(50));

        assertThat(mine()).containsExactly(anew.connection());
    }

    @Test
    void an_account_whose_connection_does_not_open_can_be_linked_anew() {
        var before = company.opensAndLinks("user_many_accounts", 2);
        table.write(Write.change(Connection.key(company.tenant(), before.connection()))
                .remove("customer"));

        var anew = company.opensAndLinks("user_many_accounts", 1);

        assertThat(account(before.account()).connection()).isEqualTo(anew.connection());
    }

    @Test
    void a_message_that_comes_twice_counts_one_failure() {
        var linked = company.opensAndLinks("user_partial", 2);
        clock.advance(Duration.ofHours(13));
        dispatcher.run(clock.instant().plusSeconds(50));
        var messages = queues.take("RefreshQueue").stream()
                .filter(body -> body.contains(linked.connection()))
                .map(body -> new ReadWorker.Message(body, "request"))
                .toList();

        Callable<ReadWorker.Work> work =
                () -> worker.work(messages, clock.instant().plusSeconds(30));
        ParallelCalls.run(List.of(work, work));

        assertThat(account(linked.accounts().getLast()).schedule().failures()).isEqualTo(1);
    }

    @Test
    void what_is_under_way_is_looked_at_and_not_claimed_again_until_its_lease_is_over() {
        var linked = company.opensAndLinks("user_many_accounts", 2);
        clock.advance(Duration.ofHours(13));
        dispatcher.run(clock.instant().plusSeconds(50));
        assertThat(mine()).containsExactly(linked.connection());

        clock.advance(Duration.ofMinutes(1));
        var uses = Meter.of(() -> dispatcher.run(clock.instant().plusSeconds(50)));
        assertThat(uses.stream().filter(Meter.Use::writes).filter(use -> use.firstKey()
                        .startsWith(company.tenant().prefix())))
                .isEmpty();
        assertThat(mine()).isEmpty();

        clock.advance(ReadingLimits.LEASE);
        dispatcher.run(clock.instant().plusSeconds(50));
        assertThat(mine()).containsExactly(linked.connection());
    }

    @Test
    void one_account_that_fails_is_tried_again_alone() {
        var linked = company.opensAndLinks("user_partial", 2);
        clock.advance(Duration.ofHours(13));
        tick();
        var good = asOf(linked.accounts()).getFirst();
        assertThat(account(linked.accounts().getLast()).schedule().failures()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(2));
        tick();

        assertThat(account(linked.accounts().getLast()).schedule().failures()).isEqualTo(2);
        assertThat(asOf(linked.accounts()).getFirst()).isEqualTo(good);
        var later = clock.instant();
        aDayPasses();
        assertThat(asOf(linked.accounts()).getFirst()).isAfter(later);
    }

    @Test
    void an_account_that_is_tried_again_alone_and_finds_its_login_ended_is_left() {
        var linked = company.opensAndLinks("user_partial", 2);
        clock.advance(Duration.ofHours(13));
        tick();
        table.write(Write.change(Connection.key(company.tenant(), linked.connection()))
                .set(
                        "grant",
                        SealedGrants.sealed(
                                vault, company.tenant(), linked.connection(), new Grant("unknown to the bank"))));
        clock.advance(Duration.ofMinutes(2));

        tick();

        assertThat(account(linked.accounts().getLast()).schedule().failures()).isEqualTo(1);
        assertThat(nextReads(linked.accounts()).getFirst()).isNull();
    }

    @Test
    void a_check_counts_as_the_read_of_a_connection_of_one_account_and_of_no_other() {
        var one = company.opensAndLinks("user_good", 1);
        var many = company.opensAndLinks("user_many_accounts", 2);
        var ofOne = nextReads(one.accounts());
        var ofMany = nextReads(many.accounts());
        clock.advance(Duration.between(clock.instant(), ofOne.getFirst().minus(Duration.ofMinutes(1))));

        for (var account : List.of(one.account(), many.account())) {
            company.call("balance/check", Map.of("account_id", account)).then().statusCode(200);
        }

        assertThat(nextReads(one.accounts())).isNotEqualTo(ofOne);
        assertThat(nextReads(many.accounts())).isEqualTo(ofMany);
    }

    private void tick() {
        queues.tick("refresh");
        queues.drain();
    }

    private void aDayPasses() {
        for (var half = 0; half < 48; half++) {
            clock.advance(Duration.ofMinutes(30));
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

    private List<Instant> nextReads(List<String> ids) {
        return accounts(ids).stream()
                .map(account -> account.schedule().next().orElse(null))
                .toList();
    }

    private List<Instant> asOf(List<String> ids) {
        return accounts(ids).stream().map(Account::asOf).toList();
    }

    /// The connections of this company that wait in the queue.
    private List<String> mine() {
        var connections = new ArrayList<String>();
        for (var body : queues.take("RefreshQueue")) {
            ReadBatch.of(body).claimed().stream()
                    .filter(one -> one.due().tenant().equals(company.tenant()))
                    .forEach(one -> connections.add(one.due().connection()));
        }
        return connections;
    }
}
