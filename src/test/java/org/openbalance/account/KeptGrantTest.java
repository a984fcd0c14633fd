package org.openbalance.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.journey.TestClock;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// A grant that its bank exchanges for another one at each use.
@QuarkusTest
class KeptGrantTest {

    @Inject
    Table table;

    @Inject
    Vault vault;

    @Inject
    TestClock clock;

    @Inject
    Connections connections;

    private Connection connection;

    @BeforeEach
    void a_login() {
        var now = clock.instant();
        var tenant = new Tenant(Ids.next(now), Environment.SANDBOX);
        var id = Ids.next(now);
        connection = new Connection(
                id,
                tenant,
                Ids.next(now),
                "lagoon-bank",
                new Connection.Agreed(Ids.next(now), List.of(), List.of()),
                Connection.Status.ACTIVE,
                new Connection.Sealed(
                        Optional.of(SealedGrants.sealed(vault, tenant, id, new Grant("0"))), Optional.empty()),
                Optional.empty(),
                AccessAtBank.lasting(),
                Optional.empty(),
                Optional.empty(),
                now);
        table.write(Write.create(connection.toItem()));
    }

    private HeldGrant held() {
        return connections.grant(connection, clock.instant().plusSeconds(10));
    }

    private Grant kept() {
        return connections
                .grant(connections.find(connection.tenant(), connection.id()).orElseThrow(), clock.instant())
                .grant();
    }

    private static Grant next(Grant grant) {
        return new Grant(Integer.toString(1 + Integer.parseInt(grant.token())));
    }

    @Test
    void what_an_exchange_brought_is_kept_and_gone_on_with() {
        var held = held();

        assertThat(held.exchange(KeptGrantTest::next)).isEqualTo(new Grant("1"));
        assertThat(held.grant()).isEqualTo(new Grant("1"));
        assertThat(kept()).isEqualTo(new Grant("1"));
        assertThat(held.exchange(KeptGrantTest::next)).isEqualTo(new Grant("2"));
    }

    /// The bank would end the whole login if it saw one grant twice.
    @Test
    void visits_at_once_make_one_exchange_and_all_go_on_with_what_it_brought() throws Exception {
        var shown = Collections.synchronizedList(new ArrayList<Grant>());
        var visits = Collections.nCopies(8, (Callable<Grant>) () -> held().exchange(grant -> {
            shown.add(grant);
            return next(grant);
        }));
        Set<Grant> got = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var grant : threads.invokeAll(visits)) {
                got.add(grant.get());
            }
        }

        assertThat(shown).containsExactly(new Grant("0"));
        assertThat(got).containsExactly(new Grant("1"));
    }

    @Test
    void a_bank_that_fails_leaves_the_grant_as_it_is_and_free_for_the_next_visit() {
        assertThatThrownBy(() -> held().exchange(_ -> {
                    throw new BankFailure(BankFailure.Kind.DOWN, "down");
                }))
                .isInstanceOf(BankFailure.class);

        assertThat(kept()).isEqualTo(new Grant("0"));
        assertThat(held().exchange(KeptGrantTest::next)).isEqualTo(new Grant("1"));
    }

    @Test
    void a_visit_that_is_given_up_while_its_bank_answers_loses_nothing() throws Exception {
        var answering = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        var stored = new CountDownLatch(1);
        var visit = Thread.ofVirtual().start(() -> {
            try {
                held().exchange(grant -> {
                    asked.countDown();
                    await(answering);
                    return next(grant);
                });
            } catch (BankFailure givenUp) {
                stored.countDown();
            }
        });
        await(asked);
        visit.interrupt();
        await(stored);
        answering.countDown();

        assertThat(held().exchange(grant -> new Grant("exchanged twice: " + grant.token())))
                .isEqualTo(new Grant("1"));
    }

    /// The process died between the bank's answer and the table: what it held is lost, and the next visit shows the
    /// bank the grant before.
    @Test
    void a_lease_that_its_process_left_behind_ends() {
        table.write(Write.change(Connection.key(connection.tenant(), connection.id()))
                .set("exchange", "of a process that died")
                .set("exchange_until", clock.instant().plusSeconds(60)));
        var late = connections.grant(connection, clock.instant().plus(Duration.ofMillis(3_300)));
        assertThatThrownBy(() -> late.exchange(KeptGrantTest::next))
                .isInstanceOfSatisfying(
                        BankFailure.class, failure -> assertThat(failure.kind()).isEqualTo(BankFailure.Kind.BUSY));

        clock.advance(Duration.ofSeconds(61));
        var count = new AtomicInteger();
        assertThat(held().exchange(grant -> {
                    count.incrementAndGet();
                    return next(grant);
                }))
                .isEqualTo(new Grant("1"));
        assertThat(count).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
