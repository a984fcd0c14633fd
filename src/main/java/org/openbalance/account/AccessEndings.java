package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.Grant;
import org.openbalance.consent.AccountConsent;
import org.openbalance.consent.ConnectionEndings;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.EventSubject;

/// Ends the access at a bank when the last right to read by it has ended.
///
/// That is written with the end of the right, and done after it: at least once, again with growing pauses until the
/// bank confirms it, for [EndingAccess#GIVEN_UP] at most. The owner is told what it came to.
@Singleton
public final class AccessEndings implements ConnectionEndings {

    private static final Logger LOG = Logger.getLogger(AccessEndings.class);

    /// How long a bank is waited for.
    static final Duration EACH = Duration.ofSeconds(10);

    /// Logins whose place one later sign-in takes; more than these go on to the ends of their consents.
    private static final int MOST_REPLACED = 10;

    /// Logins of a customer that are looked at for one that goes on by an access.
    private static final int MOST_LOGINS = 100;

    private final Table table;
    private final Connections connections;
    private final Banks banks;
    private final EventPublisher publisher;
    private final InstantSource clock;

    AccessEndings(Table table, Connections connections, Banks banks, EventPublisher publisher, InstantSource clock) {
        this.table = table;
        this.connections = connections;
        this.banks = banks;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public List<Write> ending(Tenant tenant, String connection, Instant at) {
        return known(tenant, connection)
                .filter(AccessEndings::isOpen)
                .map(ending -> List.of(EndingAccess.begun(ending, isKnown(() -> isShared(ending)), at)
                        .onConnection()))
                .orElseGet(List::of);
    }

    /// A consent ends whatever is kept of its login.
    private Optional<Connection> known(Tenant tenant, String id) {
        try {
            return connections.find(tenant, id);
        } catch (MalformedItem malformed) {
            LOG.error("The login " + id + " does not open: " + Unexpected.describe(malformed));
            return Optional.empty();
        }
    }

    /// What ends logins whose last account a later sign-in reads from now on, to stand in the transaction that links.
    ///
    /// @param grant of the later sign-in
    /// @param relinked its accounts, as they were before
    public List<Write> replaced(Tenant tenant, Grant grant, Collection<Item> relinked, Instant at) {
        var ids = relinked.stream().map(item -> item.text("id")).toList();
        var before = relinked.stream()
                .map(item -> item.text(Account.RECORD))
                .distinct()
                .limit(MOST_REPLACED)
                .toList();
        return open(tenant, before)
                .filter(connection -> readBy(connection).noneMatch(item -> !ids.contains(item.text("id"))))
                .map(connection -> EndingAccess.begun(
                                connection, isKnown(() -> isSame(connection, grant) || isShared(connection)), at)
                        .onConnection())
                .toList();
    }

    private static boolean isOpen(Connection connection) {
        return connection.status() != Connection.Status.ENDED;
    }

    private Stream<Connection> open(Tenant tenant, Collection<String> ids) {
        var keys = ids.stream().map(id -> Connection.key(tenant, id)).toList();
        return table.getAllLatest(keys).stream()
                .filter(item -> !EndingAccess.isRemoved(item))
                .flatMap(item -> understood(item).stream())
                .filter(AccessEndings::isOpen);
    }

    /// What is kept of an access that does not open cannot be used to end it; that is no reason to stop what ends or
    /// replaces it here.
    private static Optional<Connection> understood(Item item) {
        try {
            return Optional.of(item.as(Connection::of));
        } catch (MalformedItem malformed) {
            LOG.error("An access cannot be ended at its bank: " + Unexpected.describe(malformed));
            return Optional.empty();
        }
    }

    /// The accounts that a login reads.
    Stream<Item> readBy(Connection connection) {
        return accounts(connection)
                .filter(item -> item.text(Account.RECORD).equals(connection.id()))
                .filter(item -> item.text(AccountConsent.STATE).equals(AccountConsent.GRANTED));
    }

    private Stream<Item> accounts(Connection connection) {
        return Account.latest(table, connection.tenant(), connection.accounts()).stream();
    }

    /// Whether another login of its accounts goes on by the same access.
    private boolean isShared(Connection ending) {
        var others = accounts(ending)
                .flatMap(item -> item.texts(Account.RECORDS).stream())
                .filter(id -> !id.equals(ending.id()))
                .distinct()
                .toList();
        return !others.isEmpty()
                && open(ending.tenant(), others)
                        .filter(other -> other.bank().equals(ending.bank()))
                        .anyMatch(other -> connections
                                .lastGrant(other)
                                .filter(grant -> isSame(ending, grant))
                                .isPresent());
    }

    /// As [#isShared], and by any other login of the customer at the bank: a bank may give one access for all
    /// accounts of a customer, of which one sign-in linked these and another those.
    private boolean isSharedByAny(Connection ending) {
        return isShared(ending)
                || connections
                        .lastGrant(ending)
                        .filter(grant -> open(ending.tenant(), othersOf(ending))
                                .filter(other -> other.bank().equals(ending.bank()))
                                .anyMatch(other -> isSame(other, grant)))
                        .isPresent();
    }

    private List<String> othersOf(Connection ending) {
        return ofCustomer(ending.tenant(), ending.customer())
                .filter(id -> !id.equals(ending.id()))
                .toList();
    }

    /// Whether a login goes on by what a sign-in was given that nothing was linked by: of the same customer of the
    /// bank, or the one that it was to renew.
    private boolean isSharedUnlinked(Item item) {
        var tenant = EndingAccess.of(item).orElseThrow().tenant();
        var grant = unlinkedGrant(item);
        var records = Stream.concat(item.optionalText(UnlinkedAccess.EARLIER).stream(), ofHolder(tenant, item))
                .distinct()
                .toList();
        return grant.isPresent()
                && open(tenant, records)
                        .filter(other -> other.bank().equals(item.text("bank")))
                        .anyMatch(other -> isSame(other, grant.get()));
    }

    private Optional<Grant> unlinkedGrant(Item item) {
        try {
            return EndingAccess.of(item).flatMap(ending -> ending.grant().map(kept -> connections
                    .grant(ending.tenant(), ending.id(), kept, clock.instant())
                    .grant()));
        } catch (SealBroken broken) {
            // Told next, where it is logged.
            return Optional.empty();
        }
    }

    private Stream<String> ofHolder(Tenant tenant, Item item) {
        return table.getLatest(Customer.identityKey(tenant, item.text(UnlinkedAccess.HOLDER))).stream()
                .flatMap(pointer -> ofCustomer(tenant, pointer.text(Identities.CUSTOMER)));
    }

    /// The ids of a customer's logins, the latest first.
    private Stream<String> ofCustomer(Tenant tenant, String customer) {
        var query = Query.of(Index.BY_CUSTOMER, Listing.customerPartition(tenant, customer))
                .startingWith(Connection.KIND + '#')
                .descending()
                .atMost(MOST_LOGINS);
        return table.query(query).stream().map(item -> Connection.idIn(item.key()));
    }

    /// Whether a connector could not compare two grants, such as one of an older form.
    private static final class NotToldApart extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotToldApart(RuntimeException reason) {
            super(reason);
        }
    }

    private boolean isSame(Connection connection, Grant other) {
        var ends =
                bank(connection.tenant(), connection.bank()).flatMap(bank -> banks.capability(bank, EndsAccess.class));
        var grant = ends.flatMap(_ -> connections.lastGrant(connection));
        return grant.isPresent() && isSame(ends.orElseThrow(), grant.get(), other);
    }

    private static boolean isSame(EndsAccess ends, Grant one, Grant other) {
        try {
            return ends.isSameAccess(one, other);
        } catch (RuntimeException unreadable) {
            throw new NotToldApart(unreadable);
        }
    }

    /// What is not known keeps no consent from ending: it is found out when the bank is to be told.
    private static boolean isKnown(BooleanSupplier shared) {
        try {
            return shared.getAsBoolean();
        } catch (NotToldApart _) {
            return false;
        }
    }

    private Optional<Bank> bank(Tenant tenant, String id) {
        return banks.find(tenant.environment(), id);
    }

    /// What takes the place of a connection whose customer is removed.
    Write removed(Item connection) {
        var now = clock.instant();
        return EndingAccess.of(connection)
                .orElseGet(() -> {
                    var ending = Connection.of(connection);
                    return EndingAccess.begun(ending, isKnown(() -> isShared(ending)), now);
                })
                .inPlaceOf(connection, now);
    }

    /// How far the ends of connections have come; those that have not ended are left out.
    public List<EndingAccess> of(Tenant tenant, Collection<String> ids) {
        var keys = ids.stream().map(id -> Connection.key(tenant, id)).toList();
        return table.getAllLatest(keys).stream()
                .flatMap(item -> EndingAccess.of(item).stream())
                .toList();
    }

    /// Tells the banks of connections that have ended, all at once.
    ///
    /// @return as [#of], after it
    List<EndingAccess> carryOut(Tenant tenant, Collection<String> ids, Instant deadline) {
        var keys = ids.stream().map(id -> Connection.key(tenant, id)).toList();
        ParallelCalls.run(table.getAllLatest(keys).stream()
                .map(item -> (Callable<Optional<AccessAtBank.End>>) () -> carryOut(item, deadline))
                .toList());
        return of(tenant, ids);
    }

    /// Tells the bank once, unless another is doing so.
    ///
    /// @param seen an item as it stood when it was due
    /// @return what it came to, if that is final
    Optional<AccessAtBank.End> carryOut(Item seen, Instant deadline) {
        return EndingAccess.of(seen)
                .filter(EndingAccess::isPending)
                .flatMap(ending -> claimed(seen, ending))
                .flatMap(item -> {
                    var ending = EndingAccess.of(item).orElseThrow();
                    var came = came(item, ending, deadline);
                    return came.filter(end -> settled(item, ending, end));
                });
    }

    /// Empty while it is worth coming again. Where nobody can say whether another login goes on by the access, it is
    /// not ended: the connector may be able to say so when it is asked again.
    private Optional<AccessAtBank.End> came(Item item, EndingAccess ending, Instant deadline) {
        try {
            return isSharedNow(item) ? Optional.of(AccessAtBank.End.SHARED) : told(ending, deadline);
        } catch (NotToldApart unknown) {
            LOG.error(
                    "The accesses of bank " + ending.bank() + " cannot be told apart: " + Unexpected.describe(unknown));
            return ending.isLastTry(clock.instant()) ? Optional.of(AccessAtBank.End.FAILED) : Optional.empty();
        }
    }

    /// A later sign-in may have taken the access over since the end began: the bank would end that one as well.
    private boolean isSharedNow(Item item) {
        return UnlinkedAccess.isOne(item)
                ? isSharedUnlinked(item)
                : !EndingAccess.isRemoved(item) && isSharedByAny(Connection.of(item));
    }

    /// By moving on the time that it is due: who dies now leaves it to be done then.
    private Optional<Item> claimed(Item seen, EndingAccess ending) {
        var due = Index.DUE.sort();
        if (seen.instant(due).isAfter(clock.instant())) {
            return Optional.empty();
        }
        var claim = Write.change(seen.key())
                .set(due, ending.again(clock.instant()))
                .add(EndingAccess.TRIES, 1)
                .when(Condition.all(
                        Condition.equal(AccessAtBank.END, AccessAtBank.End.PENDING.name()),
                        Condition.equal(due, seen.instant(due))));
        return table.write(claim) instanceof Outcome.Done done ? done.item() : Optional.empty();
    }

    /// Empty while it is worth telling the bank again.
    private Optional<AccessAtBank.End> told(EndingAccess ending, Instant deadline) {
        var bank = bank(ending.tenant(), ending.bank());
        if (bank.isEmpty() || ending.grant().isEmpty()) {
            LOG.infof("The bank %s of the login %s cannot be told", ending.bank(), ending.id());
            return ending.isLastTry(clock.instant()) ? Optional.of(AccessAtBank.End.FAILED) : Optional.empty();
        }
        return banks.capability(bank.get(), EndsAccess.class)
                .map(ends -> told(ending, bank.get(), ends, deadline))
                .orElseGet(() -> Optional.of(AccessAtBank.End.NOT_SUPPORTED));
    }

    private Optional<AccessAtBank.End> told(EndingAccess ending, Bank bank, EndsAccess ends, Instant deadline) {
        try {
            var limit = new CallDeadline(deadline, EACH);
            var sealed = ending.grant().orElseThrow();
            var grant = connections.grant(
                    ending.tenant(), ending.id(), sealed, clock.instant().plus(EACH));
            banks.call(ending.tenant(), bank, Optional.empty(), limit, () -> {}, access -> {
                ends.endAccess(access, grant);
                return true;
            });
            return Optional.of(AccessAtBank.End.CONFIRMED);
        } catch (BankFailure failure) {
            return came(ending, bank, failure);
        } catch (SealBroken broken) {
            LOG.error("The login " + ending.id() + " does not open: " + Unexpected.describe(broken));
            return Optional.of(AccessAtBank.End.FAILED);
        }
    }

    private Optional<AccessAtBank.End> came(EndingAccess ending, Bank bank, BankFailure failure) {
        LOG.infof("Bank %s has not ended an access: %s", bank.slug(), failure.kind());
        return switch (failure.kind()) {
            case LOGIN_EXPIRED -> Optional.of(AccessAtBank.End.CONFIRMED);
            case DOWN, SLOW, ERROR, QUOTA, RESTING, BUSY, DATA ->
                ending.isLastTry(clock.instant()) ? Optional.of(AccessAtBank.End.FAILED) : Optional.empty();
        };
    }

    /// Writes down what it came to, and forgets what the bank gave.
    private boolean settled(Item item, EndingAccess ending, AccessAtBank.End end) {
        if (end == AccessAtBank.End.FAILED) {
            LOG.errorf(
                    "The access of the login %s at bank %s is given up: it may go on there",
                    ending.id(), ending.bank());
        }
        var now = clock.instant();
        // Of what nothing was linked by the owner knows nothing.
        var pending = publisher.raise(
                UnlinkedAccess.isOne(item)
                        ? List.of()
                        : List.of(Event.accessEnded(subject(item, ending), end.wire(), ending.since(), now)));
        var writes = new ArrayList<Write>();
        writes.add(Write.change(item.key())
                .set(AccessAtBank.END, end.name())
                .set(EndingAccess.SETTLED, now)
                .remove(Connection.GRANT, KeptGrant.LEASE, KeptGrant.LEASE_ENDS)
                .outOf(Index.DUE)
                .when(Condition.equal(AccessAtBank.END, AccessAtBank.End.PENDING.name())));
        writes.addAll(pending.writes());
        var done = table.commit(writes).done();
        if (done) {
            publisher.dispatch(pending);
        }
        return done;
    }

    private EventSubject subject(Item item, EndingAccess ending) {
        var bank = bank(ending.tenant(), ending.bank());
        return EndingAccess.isRemoved(item)
                ? EventSubject.of(ending.tenant()).connection(ending.id()).bank(bank)
                : connections.subject(Connection.of(item), bank);
    }
}
