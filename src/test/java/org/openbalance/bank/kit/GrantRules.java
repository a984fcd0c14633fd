package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.openbalance.account.KeptGrants;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;

/// What becomes of a grant, with the table that it rests in.
interface GrantRules {

    Trial trial();

    /// Longer than a process may hold the lease of a grant.
    Duration LEASE = Duration.ofSeconds(61);

    /// Trap 12. A bank ends the whole login if it sees one grant twice.
    @Test
    default void two_workers_at_once_make_one_exchange() throws Exception {
        var login = trial().login(Feature.ROTATION);
        var kept = kept(login);
        var exchanges = new Counted();
        var ready = new CountDownLatch(2);
        Callable<Boolean> visit = () -> {
            var held = exchanges.counting(kept.held(Trial.PATIENCE));
            ready.countDown();
            ready.await();
            return read(held, login);
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(List.of(visit, visit))) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(exchanges.count()).as("exchanges by HeldGrant.exchange").isEqualTo(1);
        assertExchangedAtTheBank(1);
    }

    @Test
    default void what_an_exchange_brought_serves_the_visits_after() {
        var login = trial().login(Feature.ROTATION);
        var kept = kept(login);

        assertThat(read(kept.held(Trial.PATIENCE), login)).isTrue();
        assertThat(read(kept.held(Trial.PATIENCE), login)).isTrue();
        assertExchangedAtTheBank(1);
        trial().standIn.begin(Feature.ROTATION);
        assertThat(read(kept.held(Trial.PATIENCE), login)).isTrue();
        assertExchangedAtTheBank(2);
    }

    /// Trap 12: what the bank gave is lost with the process, and it takes the grant before no more, which it may say
    /// with a status of 400 (RFC 6749, 5.2).
    @Test
    default void a_crash_between_answer_and_store_is_an_expired_login_and_no_loop() {
        var login = trial().login(Feature.ROTATION);
        var kept = kept(login);
        var exchanges = new Counted();
        crash(kept, login);
        trial().standIn.pass(LEASE);

        assertThat(expired(exchanges.counting(kept.held(Trial.PATIENCE)), login))
                .isTrue();
        assertThat(exchanges.count()).as("exchanges tried").isLessThanOrEqualTo(1);
    }

    @Test
    default void a_bank_that_fails_an_exchange_leaves_the_grant_as_it_is() {
        trial().needs(Feature.HTTP);
        var login = trial().login(Feature.ROTATION);
        var kept = kept(login);
        trial().standIn.answer(Visit.Kind.EXCHANGE, RawAnswer.empty(503));
        var failure = trial().failure(
                        () -> trial().balances(trial().access(), kept.held(Trial.PATIENCE), login.references()));
        trial().standIn.end(Feature.HTTP);

        assertThat(failure.kind()).isEqualTo(BankFailure.Kind.DOWN);
        assertThat(read(kept.held(Trial.PATIENCE), login)).isTrue();
    }

    /// Trap 1: at day 12 of 90. One call is enough to know, and nothing is tried again.
    @Test
    default void a_login_that_ended_early_is_told_at_the_first_call() {
        var login = trial().login(Feature.ENDS_EARLY);
        var now = trial().standIn.clock().instant();
        login.done().until().ifPresent(until -> assertThat(until).isAfter(now));
        var before = counted() ? trial().standIn.visits().size() : 0;

        assertThat(expired(HeldGrant.unkept(login.grant()), login)).isTrue();
        if (counted()) {
            assertThat(trial().standIn.visits().size() - before).as("calls").isEqualTo(1);
        }
    }

    /// Owners hear of it 7 days and 1 day before, so it must be neither kept back nor made up.
    @Test
    default void an_end_that_the_bank_announces_is_handed_on() {
        var none = trial().standIn.without().containsKey(Feature.KNOWN_END);
        var until = trial().signedIn(Optional.empty()).until();

        assertThat(until)
                .isEqualTo(none ? Optional.empty() : Optional.of(trial().standIn.announcedEnd()));
    }

    /// Trap 13: an expired consent was answered with a status of 500.
    @Test
    default void a_login_past_its_known_end_is_expired_whatever_the_bank_answers() {
        var login = trial().login(Feature.KNOWN_END);

        assertThat(expired(HeldGrant.unkept(login.grant()), login)).isTrue();
    }

    /// Counts what a connector asks its bank for through its grant.
    final class Counted {

        private int count;

        private synchronized Grant count(UnaryOperator<Grant> atBank, Grant grant) {
            count++;
            return atBank.apply(grant);
        }

        synchronized int count() {
            return count;
        }

        HeldGrant counting(HeldGrant held) {
            return new HeldGrant() {
                @Override
                public Grant grant() {
                    return held.grant();
                }

                @Override
                public Grant exchange(UnaryOperator<Grant> atBank) {
                    return held.exchange(grant -> count(atBank, grant));
                }
            };
        }
    }

    /// The process dies there, so its caller hears nothing of it.
    final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void crash(KeptGrants kept, Trial.Login login) {
        var held = kept.held(Trial.PATIENCE);
        var dying = new HeldGrant() {
            @Override
            public Grant grant() {
                return held.grant();
            }

            @Override
            public Grant exchange(UnaryOperator<Grant> atBank) {
                return held.exchange(grant -> {
                    atBank.apply(grant);
                    throw new Died();
                });
            }
        };
        try {
            trial().balances(trial().access(), dying, login.references());
        } catch (Died | IllegalStateException dead) {
            return;
        }
        throw new AssertionError("The grant was not exchanged");
    }

    private KeptGrants kept(Trial.Login login) {
        return new KeptGrants(
                trial().tenant,
                trial().standIn.bank(),
                login.grant(),
                trial().standIn.clock());
    }

    private boolean read(HeldGrant held, Trial.Login login) {
        return trial().balances(trial().access(), held, login.references()).values().stream()
                .allMatch(AccountRead.Value.class::isInstance);
    }

    private boolean expired(HeldGrant held, Trial.Login login) {
        return trial().expired(held, login.references());
    }

    private boolean counted() {
        return !trial().standIn.without().containsKey(Feature.COUNTED);
    }

    private void assertExchangedAtTheBank(int times) {
        if (counted()) {
            assertThat(trial().visits(Visit.Kind.EXCHANGE)).hasSize(times);
        }
    }
}
