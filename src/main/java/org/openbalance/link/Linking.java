package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.account.AccessAtBank;
import org.openbalance.account.AccessEndings;
import org.openbalance.account.Account;
import org.openbalance.account.AccountIdentity;
import org.openbalance.account.AccountIds;
import org.openbalance.account.AlertState;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.Customer;
import org.openbalance.account.Identities;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.account.Recognition;
import org.openbalance.account.SealedGrants;
import org.openbalance.account.UnlinkedAccess;
import org.openbalance.api.Effect;
import org.openbalance.api.Problem;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.Bank;
import org.openbalance.consent.AccountConsent;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Consents;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.Vault;
import org.openbalance.reading.Cadence;
import org.openbalance.reading.Cadences;
import org.openbalance.reading.ProductReaders;
import org.openbalance.transaction.ReadDays;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.Subscriptions;

/// Links the chosen accounts: customer, record, accounts, consent, session and totals change in one transaction.
@Singleton
final class Linking {

    private static final Logger LOG = Logger.getLogger(Linking.class);

    /// The answer of the call is one write more.
    private static final int MOST_WITH_ANSWER = Table.TRANSACTION_LIMIT - 1;

    private final Table table;
    private final Vault vault;
    private final Sessions sessions;
    private final SignIns logins;
    private final Consents consents;
    private final Recognition recognition;
    private final Identities identities;
    private final AccountIds accountIds;
    private final Cadences cadences;
    private final ProductReaders productReaders;
    private final Connections connections;
    private final AccessEndings endings;
    private final UnlinkedAccess unlinked;
    private final Subscriptions subscriptions;
    private final EventPublisher publisher;
    private final InstantSource clock;

    Linking(
            Table table,
            Vault vault,
            Sessions sessions,
            SignIns logins,
            Consents consents,
            Recognition recognition,
            Identities identities,
            AccountIds accountIds,
            Cadences cadences,
            ProductReaders productReaders,
            Connections connections,
            AccessEndings endings,
            UnlinkedAccess unlinked,
            Subscriptions subscriptions,
            EventPublisher publisher,
            InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.sessions = sessions;
        this.logins = logins;
        this.consents = consents;
        this.recognition = recognition;
        this.identities = identities;
        this.accountIds = accountIds;
        this.cadences = cadences;
        this.productReaders = productReaders;
        this.connections = connections;
        this.endings = endings;
        this.unlinked = unlinked;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
        this.clock = clock;
    }

    record Linked(Connection connection, Customer customer, List<Account> accounts, Consents.Granted consent) {}

    /// What was found of an account before it is linked again.
    ///
    /// @param oldCustomer what Okra called its holder, where it comes under the id that it had there
    private record Known(AccountChoice.Offered offered, Optional<Item> item, Optional<String> oldCustomer) {}

    /// @throws org.openbalance.api.ApiException 409 if the session, the login or the consent went on
    /// meanwhile; 403 if the owner flagged the customer at this bank
    Linked link(
            Session session,
            SignIns.Standing standing,
            Bank bank,
            List<AccountChoice.Offered> chosen,
            Effect<Linked> effect) {
        for (var attempt = 0; attempt < LinkLimits.LINK_TRIES; attempt++) {
            var linked = tryToLink(session, standing, bank, chosen, effect);
            if (linked.isPresent()) {
                return linked.get();
            }
        }
        throw Problem.conflict("These accounts are being linked by another session right now; try again")
                .exception();
    }

    /// Empty if another changed what was read, so that it is worth reading anew.
    private Optional<Linked> tryToLink(
            Session session,
            SignIns.Standing standing,
            Bank bank,
            List<AccountChoice.Offered> chosen,
            Effect<Linked> effect) {
        var tenant = session.tenant();
        var now = clock.instant();
        var choice = standing.choice().orElseThrow();
        var granted = consents.granted(tenant, session.consent());
        var consent = granted.consent();
        if (!consent.inForce(now)) {
            throw Problem.conflict("The consent has ended meanwhile; nothing is linked")
                    .exception();
        }
        var known = find(tenant, bank, chosen, now);
        var old = known.stream().flatMap(each -> each.oldCustomer().stream()).toList();
        var customer = recognition.recognise(session, consent, bank, choice.customer(), old, now);
        var connection = connection(session, consent, customer.customer(), bank, known, choice, now);
        var accounts = known.stream()
                .map(each -> account(session, consent, customer.customer(), bank, connection, each, now))
                .toList();
        var fixed = new ArrayList<Write>();
        fixed.add(sessions.move(session, Session.State.CONSENTED, Session.State.LINKED));
        fixed.add(logins.moving(session, standing, standing.login().chosen(), Optional.empty(), Optional.empty()));
        fixed.addAll(unlinked.linked(tenant, standing.login().id(), bank));
        fixed.addAll(consents.cover(
                granted,
                customer.customer().id(),
                connection.id(),
                bank.id(),
                connection.callback(),
                labels(accounts)));
        var pending = publisher.raise(linked(session, bank, connection, now));
        var writes = new ArrayList<>(fixed);
        writes.add(Write.create(connection.toItem()));
        connection.callback().ifPresent(id -> writes.addAll(subscriptions.joining(tenant, id)));
        writes.addAll(customer.writes());
        writes.addAll(accountWrites(tenant, known, accounts));
        writes.addAll(passingOn(tenant, known));
        var relinked = known.stream().flatMap(each -> each.item().stream()).toList();
        writes.addAll(endings.replaced(tenant, choice.grant(), relinked, now));
        var tally = tally(tenant, customer, connection, known, accounts);
        Consents.count(tally, consent);
        writes.addAll(tally.writes());
        writes.addAll(pending.writes());
        closePeriods(tenant, known, accounts, writes);
        var linked = new Linked(connection, customer.customer(), accounts, granted);
        var outcome = effect.commit(table, writes, linked);
        if (outcome instanceof Outcome.Refused refused) {
            if (refused.failed().stream().anyMatch(place -> place < fixed.size())) {
                throw SignIns.notOpen();
            }
            return Optional.empty();
        }
        publisher.dispatch(pending);
        return Optional.of(linked);
    }

    private Event linked(Session session, Bank bank, Connection connection, Instant now) {
        var subject = connections
                .subjectOfNew(connection, bank, session.options())
                .account(connection.accounts().getFirst());
        return Event.authSucceeded(subject, connection.accounts(), session.createdAt(), now);
    }

    private List<Known> find(Tenant tenant, Bank bank, List<AccountChoice.Offered> chosen, Instant now) {
        var ids = accountIds.find(
                tenant,
                chosen.stream()
                        .map(offered -> AccountIdentity.of(bank.id(), offered.account()))
                        .toList());
        var wanted = Stream.concat(
                        ids.linked().values().stream(),
                        ids.old().values().stream().map(AccountIds.Old::account))
                .toList();
        var items = new HashMap<ItemKey, Item>();
        Account.latest(table, tenant, wanted).forEach(item -> items.put(item.key(), item));
        return chosen.stream()
                .map(offered -> {
                    var identity = AccountIdentity.of(bank.id(), offered.account());
                    var old = Optional.ofNullable(ids.old().get(identity));
                    return Optional.ofNullable(ids.linked().get(identity))
                            .map(id -> new Known(
                                    new AccountChoice.Offered(id, offered.account()),
                                    Optional.ofNullable(items.get(Account.key(tenant, id))),
                                    Optional.empty()))
                            .orElseGet(() -> first(tenant, offered, old, items, now));
                })
                .toList();
    }

    /// An account that is linked for the first time: under its old id, unless another account of the same number, in
    /// another currency, came first.
    private static Known first(
            Tenant tenant,
            AccountChoice.Offered offered,
            Optional<AccountIds.Old> old,
            Map<ItemKey, Item> items,
            Instant now) {
        var free = old.filter(each -> !items.containsKey(Account.key(tenant, each.account())));
        var isTaken = free.isEmpty()
                && old.map(AccountIds.Old::account).filter(offered.id()::equals).isPresent();
        var id = free.map(AccountIds.Old::account).orElseGet(() -> isTaken ? Ids.next(now) : offered.id());
        return new Known(
                new AccountChoice.Offered(id, offered.account()), Optional.empty(), free.map(AccountIds.Old::customer));
    }

    /// Empty for an address that nothing is sent to.
    private Optional<String> callback(Session session) {
        return session.option("callback_url").flatMap(url -> subscriptions.callback(session.tenant(), url));
    }

    private Connection connection(
            Session session,
            Consent consent,
            Customer customer,
            Bank bank,
            List<Known> known,
            AccountChoice choice,
            Instant now) {
        var id = Ids.next(now);
        return new Connection(
                id,
                session.tenant(),
                customer.id(),
                bank.id(),
                new Connection.Agreed(
                        consent.id(),
                        known.stream().map(each -> each.offered().id()).toList(),
                        consent.scopes().stream()
                                .map(scope -> scope.product().wire())
                                .toList()),
                Connection.Status.ACTIVE,
                new Connection.Sealed(
                        Optional.of(SealedGrants.sealed(vault, session.tenant(), id, choice.grant())),
                        connections.sealedHanded(session.tenant(), id, session.options())),
                callback(session),
                AccessAtBank.given(choice.until(), consent.endsAt()),
                Optional.empty(),
                Optional.of(identities.ofBank(
                        session.tenant(), bank.id(), choice.customer().reference())),
                now);
    }

    private Account account(
            Session session,
            Consent consent,
            Customer customer,
            Bank bank,
            Connection connection,
            Known known,
            Instant now) {
        var account = known.offered().account();
        var before = known.item().map(Account::of);
        var next = firstRead(connection, bank, now).map(at -> cadences.place(connection.id(), at));
        var first = known.offered().id().equals(connection.accounts().getFirst());
        return new Account(
                known.offered().id(),
                session.tenant(),
                new Account.OwnerNames(
                        session.offer().ownerName(), session.offer().appName()),
                new Account.Holder(customer.id(), customer.name()),
                new Account.Details(bank.id(), account.reference(), account.number(), account.name(), account.type()),
                new Account.Agreement(consent.id(), consent.endsAt(), linesFrom(consent, now)),
                connections(connection, before),
                before.map(Account::createdAt).orElse(now),
                period(new AccountRead.Value<>(account.amounts(), account.asOf()), before, now),
                ReadState.first(ReadState.Schedule.of(next, first)),
                before.map(old -> old.alertState().linkedAgain()).orElseGet(AlertState::none));
    }

    private static Optional<LocalDate> linesFrom(Consent consent, Instant now) {
        var months = consent.monthsOfTransactions();
        return months > 0 ? Optional.of(ReadDays.earliest(months, now)) : Optional.empty();
    }

    /// The sign-in read the balance; what else was agreed to is read at once, in the background.
    private Optional<Instant> firstRead(Connection connection, Bank bank, Instant now) {
        return productReaders.of(connection, bank).isEmpty()
                ? cadences.of(connection.tenant(), bank.id())
                        .map(cadence -> cadence.next(connection.id(), now, Cadence.Found.NEW))
                : Optional.of(now);
    }

    /// The sign-in read the balance: it goes on with the period of before if nothing changed.
    private static Account.OpenPeriod period(
            AccountRead.Value<BalanceAmounts> found, Optional<Account> before, Instant now) {
        return before.map(old -> {
                    var newest = old.newest(found, now);
                    return old.period().read(newest.value(), newest.asOf(), old.nextRead(now), PeriodReads.Source.LINK);
                })
                .orElseGet(() -> new Account.OpenPeriod(
                        found.value(),
                        now,
                        now,
                        found.asOf().filter(now::isAfter),
                        PeriodReads.of(PeriodReads.Source.LINK),
                        0));
    }

    private static List<String> connections(Connection connection, Optional<Account> before) {
        var connections = new ArrayList<>(List.of(connection.id()));
        before.ifPresent(old -> connections.addAll(old.connections()));
        return List.copyOf(connections.subList(0, Math.min(connections.size(), Account.MOST_RECORDS)));
    }

    private List<Write> accountWrites(Tenant tenant, List<Known> known, List<Account> accounts) {
        var writes = new ArrayList<Write>();
        for (var place = 0; place < accounts.size(); place++) {
            var account = accounts.get(place);
            var before = known.get(place).item();
            if (before.isEmpty()) {
                writes.add(Write.create(account.toItem()));
                writes.add(Write.create(account.readState()));
                writes.add(pointer(tenant, account));
                continue;
            }
            var old = Account.of(before.get());
            writes.add(Write.put(account.toItem())
                    .when(Condition.all(
                            Condition.equal(AccountConsent.STATE, before.get().text(AccountConsent.STATE)),
                            Condition.equal(AccountConsent.CONSENT, old.consent()))));
            writes.add(Write.put(account.readState())
                    .when(Condition.all(
                            Condition.equal(Account.AS_OF, old.asOf()),
                            dueAsBefore(old),
                            AlertState.unchanged(old.alertState()),
                            Condition.equal(Account.RECORD, old.connection()))));
        }
        return writes;
    }

    /// Twenty accounts that were first linked on as many days, with ten webhooks that hear of it, are more than one
    /// transaction holds: then the periods that are over are written before it.
    private void closePeriods(Tenant tenant, List<Known> known, List<Account> accounts, List<Write> writes) {
        var over = new ArrayList<Account>();
        for (var place = 0; place < accounts.size(); place++) {
            var amounts = accounts.get(place).amounts();
            known.get(place)
                    .item()
                    .map(Account::of)
                    .filter(old -> !old.amounts().equals(amounts))
                    .ifPresent(over::add);
        }
        if (writes.size() + over.size() <= MOST_WITH_ANSWER) {
            over.forEach(old -> writes.add(BalancePeriod.open(old).close(tenant, old.id())));
        } else {
            over.forEach(old -> table.write(BalancePeriod.open(old).closeEarly(tenant, old.id())));
        }
    }

    /// A read that was asked for meanwhile, or a due time that was passed on to it, is not overwritten.
    private static Condition dueAsBefore(Account old) {
        return old.schedule()
                .schedule()
                .due()
                .map(due -> Condition.equal(Index.DUE.sort(), due.at()))
                .orElseGet(() -> Condition.lacks(Index.DUE.sort()));
    }

    /// A connection of before is read on by those of its accounts that are not linked anew: where its due time
    /// stands on one that is, it goes on to the first that stays.
    private List<Write> passingOn(Tenant tenant, List<Known> known) {
        var leaving = known.stream()
                .flatMap(each -> each.item().stream())
                .map(Account::of)
                .filter(old -> old.schedule().schedule().due().isPresent())
                .toList();
        var ids = known.stream().map(each -> each.offered().id()).collect(Collectors.toSet());
        return leaving.stream()
                .flatMap(old -> readStates(tenant, old.connection()).stream()
                        .filter(state -> !ids.contains(Account.idIn(state.key())))
                        .limit(1)
                        .<Write>map(state -> new ReadState.Schedule(
                                        old.schedule().schedule().due(), Optional.empty())
                                .writeTo(Write.change(state.key()))
                                .when(Condition.equal(Account.RECORD, old.connection()))))
                .toList();
    }

    /// None of a connection that does not open: it is read no more, which is no reason to refuse a new one.
    private List<Item> readStates(Tenant tenant, String connection) {
        try {
            return connections
                    .find(tenant, connection)
                    .map(connections::readStates)
                    .orElse(List.of());
        } catch (MalformedItem malformed) {
            LOG.error("The connection " + connection + " does not open: " + Unexpected.describe(malformed));
            return List.of();
        }
    }

    private Write pointer(Tenant tenant, Account account) {
        return Write.create(identities.accountPointer(tenant, account.identity(), account.id()));
    }

    /// Counts what is new, and what had been taken out of the lists when an earlier consent ended.
    private static Counters.Tally tally(
            Tenant tenant,
            Recognition.Recognised customer,
            Connection connection,
            List<Known> known,
            List<Account> accounts) {
        var tally = new Counters.Tally();
        tally.ofOwner(tenant, Connection.KIND, connection.id(), connection.createdAt(), 1);
        if (customer.isNew()) {
            tally.ofOwner(tenant, Customer.KIND, customer.customer().id(), connection.createdAt(), 1);
        }
        for (var place = 0; place < accounts.size(); place++) {
            var listed = known.get(place)
                    .item()
                    .filter(item -> item.text(AccountConsent.STATE).equals(AccountConsent.GRANTED))
                    .isPresent();
            if (!listed) {
                var account = accounts.get(place);
                AccountConsent.count(tally, tenant, account.consent(), account.bank(), account.createdAt(), 1);
            }
        }
        return tally;
    }

    private static Map<String, String> labels(List<Account> accounts) {
        var labels = new LinkedHashMap<String, String>();
        accounts.forEach(account -> labels.put(account.id(), label(account)));
        return labels;
    }

    /// What the customer knows it by. A NUBAN is enough; other numbers may stand for several currencies.
    private static String label(Account account) {
        var words = Stream.of(
                account.number().map(AccountNumber::masked),
                Optional.of(account.type()),
                Optional.of(account.currency().getCurrencyCode()).filter(_ -> account.number()
                        .filter(number -> number.scheme() == AccountNumber.Scheme.NUBAN)
                        .isEmpty()));
        return words.flatMap(Optional::stream).collect(Collectors.joining(" "));
    }
}
