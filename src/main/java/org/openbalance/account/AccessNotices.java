package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.openbalance.bank.Banks;
import org.openbalance.consent.RenewalLinks;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.Subscriptions;

/// Tells owners 7 days and 1 day before an access ends whose end is known, with a link to renew it, and that it has
/// ended. Where a bank says nothing of an end there is no notice.
@Singleton
final class AccessNotices {

    private static final List<Duration> BEFORE = List.of(Duration.ofDays(7), Duration.ofDays(1));

    private final Table table;
    private final Connections connections;
    private final AccessEndings endings;
    private final RenewalLinks links;
    private final Banks banks;
    private final Subscriptions subscriptions;
    private final EventPublisher publisher;
    private final InstantSource clock;

    AccessNotices(
            Table table,
            Connections connections,
            AccessEndings endings,
            RenewalLinks links,
            Banks banks,
            Subscriptions subscriptions,
            EventPublisher publisher,
            InstantSource clock) {
        this.table = table;
        this.connections = connections;
        this.endings = endings;
        this.links = links;
        this.banks = banks;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// When something is to be told next of an access, after a time: of those that lie before it only its end is left.
    static Instant next(Instant ends, Instant after) {
        return BEFORE.stream()
                .map(ends::minus)
                .filter(notice -> notice.isAfter(after))
                .findFirst()
                .orElse(ends);
    }

    /// Does what is due of a connection that has not ended. Done twice is done once.
    ///
    /// @param seen as it stands
    void due(Item seen) {
        var now = clock.instant();
        var dueAt = seen.instant(Index.DUE.sort());
        var connection = Connection.of(seen);
        var ends = connection.access().ends();
        if (dueAt.isAfter(now)) {
            return;
        }
        if (ends.isEmpty() || connection.status() != Connection.Status.ACTIVE) {
            forget(seen, dueAt);
        } else if (now.isBefore(ends.get().first())) {
            tell(seen, connection, ends.get(), dueAt, now);
        } else {
            end(seen, connection, ends.get(), dueAt);
        }
    }

    /// The end of a consent is told by the consent.
    private void end(Item seen, Connection connection, AccessAtBank.Ends ends, Instant dueAt) {
        if (ends.isByBank()) {
            connections.requireReauth(connection, banks.find(connection.tenant().environment(), connection.bank()));
        }
        forget(seen, dueAt);
    }

    private void forget(Item seen, Instant dueAt) {
        table.write(Write.change(seen.key()).outOf(Index.DUE).when(Condition.equal(Index.DUE.sort(), dueAt)));
    }

    private void tell(Item seen, Connection connection, AccessAtBank.Ends ends, Instant dueAt, Instant now) {
        var accounts = endings.readBy(connection).map(item -> item.text("id")).toList();
        var options = connections.renewed(connection);
        connection
                .callback()
                .flatMap(id -> subscriptions.callbackUrl(connection.tenant(), id))
                .ifPresent(url -> options.put("callback_url", url));
        var link = links.make(
                new RenewalLinks.Renewed(
                        connection.tenant(),
                        connection.id(),
                        connection.customer(),
                        connection.bank(),
                        connection.products(),
                        options),
                ends.first());
        var bank = banks.find(connection.tenant().environment(), connection.bank());
        var event = Event.accessExpiring(
                connections.subject(connection, bank),
                new Event.Expiry(ends.first(), ends.isByBank() ? "bank" : "consent", accounts),
                new Event.Renewal(link.id(), link.url(), link.until()),
                now);
        var pending = publisher.raise(accounts.isEmpty() ? List.of() : List.of(event));
        var moved = Write.change(seen.key())
                .set(Index.DUE.sort(), next(ends.first(), now))
                .when(Condition.all(
                        Condition.equal(Index.DUE.sort(), dueAt),
                        Condition.equal(Connection.STATUS, Connection.Status.ACTIVE.name())));
        var writes = new ArrayList<Write>(List.of(moved));
        if (!pending.writes().isEmpty()) {
            writes.add(link.write());
        }
        writes.addAll(pending.writes());
        if (table.commit(writes).done()) {
            publisher.dispatch(pending);
        }
    }
}
