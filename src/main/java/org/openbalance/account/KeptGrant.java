package org.openbalance.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.Vault;

/// The grant of a connection, which rests sealed on its item. A lease there lets one visit at a time exchange it.
final class KeptGrant implements HeldGrant {

    private static final Logger LOG = Logger.getLogger(KeptGrant.class);
    private static final String GRANT = Connection.GRANT;
    static final String LEASE = "exchange";
    static final String LEASE_ENDS = "exchange_until";
    private static final Duration LEASE_TIME = Duration.ofSeconds(60);
    /// A function is frozen once it has answered: an exchange that may not end before is not begun.
    private static final Duration LEAST_LEFT = Duration.ofSeconds(3);
    private static final int LOOK_AGAIN_MS = 50;
    private static final int KEEP_TRIES = 5;
    private static final Duration KEEP_AGAIN = Duration.ofMillis(100);

    private final Table table;
    private final Vault vault;
    private final InstantSource clock;
    private final Place place;
    private final Instant deadline;
    private volatile byte[] sealed;
    private volatile Grant grant;

    /// Whose grant it is.
    record Place(Tenant tenant, String connection) {}

    /// @param sealed as it stood when the connection was read
    /// @throws org.openbalance.platform.vault.SealBroken if it was altered, or sealed elsewhere
    KeptGrant(Table table, Vault vault, InstantSource clock, Place place, byte[] sealed, Instant deadline) {
        this.table = table;
        this.vault = vault;
        this.clock = clock;
        this.place = place;
        this.deadline = deadline;
        this.sealed = sealed;
        this.grant = SealedGrants.opened(vault, place.tenant(), place.connection(), sealed);
    }

    @Override
    public Grant grant() {
        return grant;
    }

    /// On a thread of its own: a visit that is interrupted, as it takes too long, must not lose what the bank gave.
    @Override
    public Grant exchange(UnaryOperator<Grant> atBank) {
        var exchange = new FutureTask<>(() -> exchanged(atBank));
        Thread.ofVirtual().name("grant").start(exchange);
        try {
            return exchange.get(Math.max(0, millisLeft()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw underWay();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw underWay();
        }
    }

    private Grant exchanged(UnaryOperator<Grant> atBank) throws InterruptedException {
        while (millisLeft() > LEAST_LEFT.toMillis()) {
            var standing = latest();
            if (!Arrays.equals(standing, sealed)) {
                return adopted(standing);
            }
            var lease = Ids.token();
            if (taken(lease)) {
                return adopted(exchanged(atBank, lease));
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
        throw underWay();
    }

    private byte[] latest() {
        return table.getLatest(Connection.key(place.tenant(), place.connection()))
                .flatMap(item -> item.optionalBytes(GRANT))
                .orElseThrow(() -> new BankFailure(BankFailure.Kind.DATA, "The login has ended"));
    }

    private Grant adopted(byte[] standing) {
        grant = SealedGrants.opened(vault, place.tenant(), place.connection(), standing);
        sealed = standing;
        return grant;
    }

    private boolean taken(String lease) {
        var now = clock.instant();
        return table.write(change().set(LEASE, lease)
                        .set(LEASE_ENDS, now.plus(LEASE_TIME))
                        .when(Condition.all(
                                Condition.equal(GRANT, sealed),
                                Condition.any(Condition.lacks(LEASE_ENDS), Condition.less(LEASE_ENDS, now)))))
                .done();
    }

    private byte[] exchanged(UnaryOperator<Grant> atBank, String lease) {
        Grant next;
        try {
            next = atBank.apply(grant);
        } catch (RuntimeException | Error refused) {
            free(lease);
            throw refused;
        }
        var kept = SealedGrants.sealed(vault, place.tenant(), place.connection(), next);
        if (!written(kept, lease) && !Arrays.equals(latest(), kept)) {
            throw new BankFailure(BankFailure.Kind.ERROR, "The exchange of a grant took longer than its lease");
        }
        return kept;
    }

    /// What the bank said counts, also where the table fails: the lease ends by itself.
    private void free(String lease) {
        try {
            table.write(change().remove(LEASE, LEASE_ENDS).when(Condition.equal(LEASE, lease)));
        } catch (RuntimeException unheld) {
            LOG.error("The lease of a grant is not given back: " + Unexpected.describe(unheld));
        }
    }

    /// A table that fails for a moment must not cost the login.
    private boolean written(byte[] kept, String lease) {
        for (var attempt = 1; ; attempt++) {
            try {
                return table.write(change().set(GRANT, kept)
                                .remove(LEASE, LEASE_ENDS)
                                .when(Condition.equal(LEASE, lease)))
                        .done();
            } catch (RuntimeException unheld) {
                if (attempt == KEEP_TRIES) {
                    LOG.error("A grant that its bank exchanged is lost: " + Unexpected.describe(unheld));
                    throw unheld;
                }
                LockSupport.parkNanos(KEEP_AGAIN.toNanos() << attempt);
            }
        }
    }

    private Write.Change change() {
        return Write.change(Connection.key(place.tenant(), place.connection()));
    }

    private long millisLeft() {
        return Duration.between(clock.instant(), deadline).toMillis();
    }

    private static BankFailure underWay() {
        return new BankFailure(BankFailure.Kind.BUSY, "The login's grant is being exchanged by another call");
    }
}
