package org.openbalance.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// The access of a connection that has ended, as it is being ended at the bank. It rests on the connection; when
/// the customer is removed it is all that is left in the connection's place, for [#KEPT] days, and names no customer.
/// What a sign-in gave that nothing was linked by stands in the same way ([UnlinkedAccess]).
///
/// @param grant what the bank gave; empty once the end is told, or cannot be
/// @param since when it ended here
/// @param tries how often the bank was told
public record EndingAccess(
        String id,
        Tenant tenant,
        String bank,
        AccessAtBank.End end,
        Optional<byte[]> grant,
        Instant since,
        Optional<Instant> settledAt,
        int tries) {

    static final String SINCE = "access_end_since";
    static final String SETTLED = "access_end_settled_at";
    static final String TRIES = "access_end_tries";

    /// How long the bank is told again.
    static final Duration GIVEN_UP = Duration.ofDays(7);
    /// How long it can be asked how the end of a removed customer's access went.
    static final Duration KEPT = Duration.ofDays(30);

    static final Due.Shards SHARDS = new Due.Shards("access", 4);

    private static final String TYPE = "access-end";
    private static final int VERSION = 1;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final int LAST_DOUBLING = 9;

    /// Whether an item stands where there is no connection: its customer was removed, or it was never linked.
    public static boolean isRemoved(Item item) {
        return item.optionalText(Item.TYPE).filter(TYPE::equals).isPresent();
    }

    /// Empty for a connection that has not ended.
    public static Optional<EndingAccess> of(Item item) {
        return AccessAtBank.of(item)
                .end()
                .map(end -> new EndingAccess(
                        item.text("id"),
                        new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                        item.text("bank"),
                        end,
                        item.optionalBytes(Connection.GRANT),
                        item.instant(SINCE),
                        item.optionalInstant(SETTLED),
                        (int) item.number(TRIES, 0)));
    }

    /// Of a connection that ends now.
    static EndingAccess begun(Connection connection, boolean shared, Instant now) {
        return new EndingAccess(
                connection.id(),
                connection.tenant(),
                connection.bank(),
                shared ? AccessAtBank.End.SHARED : AccessAtBank.End.PENDING,
                shared ? Optional.empty() : connection.sealedGrant(),
                now,
                shared ? Optional.of(now) : Optional.empty(),
                0);
    }

    /// How it is written on the connection that ends.
    Write onConnection() {
        var change = Write.change(Connection.key(tenant, id))
                .set(Connection.STATUS, Connection.Status.ENDED.name())
                .set(AccessAtBank.END, end.name())
                .set(SINCE, since)
                .set(SETTLED, settledAt)
                .due(due())
                .when(Condition.any(
                        Condition.equal(Connection.STATUS, Connection.Status.ACTIVE.name()),
                        Condition.equal(Connection.STATUS, Connection.Status.REAUTH_REQUIRED.name())));
        return isPending() ? change : change.remove(Connection.GRANT);
    }

    /// What takes the connection's place when its customer is removed; not while its grant is being exchanged.
    ///
    /// @param seen the connection as it stands
    Write inPlaceOf(Item seen, Instant now) {
        var item = alone().done();
        var grantUnchanged = seen.optionalBytes(Connection.GRANT)
                .map(given -> Condition.equal(Connection.GRANT, given))
                .orElseGet(() -> Condition.lacks(Connection.GRANT));
        return Write.put(item)
                .when(Condition.all(
                        Condition.equal(Connection.STATUS, seen.text(Connection.STATUS)),
                        grantUnchanged,
                        Condition.any(
                                Condition.lacks(KeptGrant.LEASE_ENDS), Condition.less(KeptGrant.LEASE_ENDS, now))));
    }

    /// As it stands where there is no connection.
    Item.Draft alone() {
        return Item.draft(Connection.key(tenant, id), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("bank", bank)
                .with(AccessAtBank.END, end.name())
                .with(Connection.GRANT, grant)
                .with(SINCE, since)
                .with(SETTLED, settledAt)
                .with(TRIES, tries)
                .due(due())
                .until(since.plus(KEPT));
    }

    boolean isPending() {
        return end == AccessAtBank.End.PENDING;
    }

    /// When the bank is told again, if this time fails.
    Instant again(Instant now) {
        return now.plus(pause(tries));
    }

    /// Whether a failure now is the last that is borne.
    boolean isLastTry(Instant now) {
        return again(now).isAfter(since.plus(GIVEN_UP));
    }

    /// Each twice the one before, from a minute to six hours.
    static Duration pause(int tries) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, LAST_DOUBLING));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Optional<Due.Place> due() {
        return isPending() ? Optional.of(SHARDS.place(id, since)) : Optional.empty();
    }
}
