package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Nuban;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Consents;
import org.openbalance.consent.Coverage;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;
import org.openbalance.http.Problem;
import org.openbalance.notice.Event;
import org.openbalance.notice.Notices;
import org.openbalance.notice.Subscriptions;
import org.openbalance.store.Condition;
import org.openbalance.store.Counters;
import org.openbalance.store.Due;
import org.openbalance.store.Ids;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Links the chosen accounts: customer, record, accounts, consent, session and totals change in one transaction.
@Singleton
final class Linking {

    private final Table table;
    private final Vault vault;
    private final Sessions sessions;
    private final Logins logins;
    private final Consents consents;
    private final Recognition recognition;
    private final Identities identities;
    private final Cadences cadences;
    private final Records records;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final InstantSource clock;

    Linking(
            Table table,
            Vault vault,
            Sessions sessions,
            Logins logins,
            Consents consents,
            Recognition recognition,
            Identities identities,
            Cadences cadences,
            Records records,
            Subscriptions subscriptions,
            Notices notices,
            InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.sessions = sessions;
        this.logins = logins;
        this.consents = consents;
        this.recognition = recognition;
        this.identities = identities;
        this.cadences = cadences;
        this.records = records;
        this.subscriptions = subscriptions;
        this.notices = notices;
        this.clock = clock;
    }

    record Linked(Record record, Customer customer, List<Account> accounts) {}

    /// What was found of an account before it is linked again.
    private record Known(Choice.Offered offered, Optional<Item> item) {}

    /// The id that each account of a bank has here already, by its number; none for one never linked.
    Map<String, String> knownIds(Tenant tenant, String bank, List<String> nubans) {
        var places = new HashMap<Key, String>();
        nubans.forEach(nuban -> places.put(identities.account(tenant, bank, nuban), nuban));
        var ids = new HashMap<String, String>();
        for (var pointer : table.getAllLatest(places.keySet())) {
            ids.put(places.get(pointer.key()), pointer.text(Identities.ACCOUNT));
        }
        return ids;
    }

    /// @throws org.openbalance.http.Refused 409 if the session, the login or the consent went on meanwhile; 403 if the
    /// owner flagged the customer at this bank
    Linked link(Session session, Logins.Standing standing, Bank bank, List<Choice.Offered> chosen) {
        for (var attempt = 0; attempt < LinkLimits.LINK_TRIES; attempt++) {
            var linked = tryToLink(session, standing, bank, chosen);
            if (linked.isPresent()) {
                return linked.get();
            }
        }
        throw Problem.conflict("These accounts are being linked by another session right now; try again")
                .refused();
    }

    /// Empty if another changed what was read, so that it is worth reading anew.
    private Optional<Linked> tryToLink(
            Session session, Logins.Standing standing, Bank bank, List<Choice.Offered> chosen) {
        var tenant = session.tenant();
        var now = clock.instant();
        var choice = standing.choice().orElseThrow();
        var consent = consents.get(tenant, session.consent());
        if (!consent.inForce(now)) {
            throw Problem.conflict("The consent has ended meanwhile; nothing is linked")
                    .refused();
        }
        var customer = recognition.recognise(session, consent, bank, choice.customer(), now);
        var known = find(tenant, bank, chosen);
        var record = record(session, consent, customer.customer(), bank, known, choice, now);
        var due = cadences.of(tenant, bank.id())
                .map(cadence -> cadences.place(record.id(), cadence.next(record.id(), now, Cadence.Found.NEW)));
        var accounts = known.stream()
                .map(each -> account(session, consent, customer.customer(), bank, record, each, due, now))
                .toList();
        var fixed = new ArrayList<Write>();
        fixed.add(sessions.move(session, Session.State.CONSENTED, Session.State.LINKED));
        fixed.add(logins.moving(session, standing, standing.login().chosen(), Optional.empty(), Optional.empty()));
        fixed.addAll(consents.cover(
                consent, customer.customer().id(), record.id(), bank.id(), record.callback(), labels(accounts)));
        var raised = notices.raise(linked(session, bank, record, now));
        var writes = new ArrayList<>(fixed);
        writes.add(Write.create(record.toItem()));
        writes.addAll(customer.writes());
        writes.addAll(accountWrites(tenant, bank, known, accounts));
        writes.addAll(tally(tenant, customer, record, known, accounts).writes());
        writes.addAll(raised.writes());
        var outcome = table.commit(writes);
        if (outcome instanceof Outcome.Refused refused) {
            if (refused.failed().stream().anyMatch(place -> place < fixed.size())) {
                throw Logins.notOpen();
            }
            return Optional.empty();
        }
        notices.dispatch(raised);
        return Optional.of(new Linked(record, customer.customer(), accounts));
    }

    private Event linked(Session session, Bank bank, Record record, Instant now) {
        var about = records.about(record, Optional.of(bank))
                .account(record.accounts().getFirst());
        return Event.authSucceeded(about, record.accounts(), session.createdAt(), now);
    }

    private List<Known> find(Tenant tenant, Bank bank, List<Choice.Offered> chosen) {
        var ids = knownIds(
                tenant,
                bank.id(),
                chosen.stream().map(offered -> offered.account().nuban()).toList());
        return chosen.stream().map(offered -> find(tenant, offered, ids)).toList();
    }

    private Known find(Tenant tenant, Choice.Offered offered, Map<String, String> ids) {
        var id = ids.get(offered.account().nuban());
        return id == null
                ? new Known(offered, Optional.empty())
                : new Known(new Choice.Offered(id, offered.account()), table.getLatest(Account.key(tenant, id)));
    }

    /// Empty for an address that nothing is sent to.
    private Optional<String> callback(Session session) {
        return session.option("callback_url").flatMap(url -> subscriptions.callback(session.tenant(), url));
    }

    private Record record(
            Session session,
            Consent consent,
            Customer customer,
            Bank bank,
            List<Known> known,
            Choice choice,
            Instant now) {
        var id = Ids.next(now);
        return new Record(
                id,
                session.tenant(),
                customer.id(),
                bank.id(),
                consent.id(),
                known.stream().map(each -> each.offered().id()).toList(),
                consent.scopes().stream().map(scope -> scope.product().wire()).toList(),
                Record.Status.ACTIVE,
                Grants.sealed(vault, session.tenant(), id, choice.grant()),
                callback(session),
                records.sealedHanded(session.tenant(), id, session.options()),
                now);
    }

    private static Account account(
            Session session,
            Consent consent,
            Customer customer,
            Bank bank,
            Record record,
            Known known,
            Optional<Due.Place> due,
            Instant now) {
        var account = known.offered().account();
        var before = known.item().map(Account::of);
        var same = before.filter(old -> old.reading().equals(account.reading()));
        var asOf = before.map(old -> old.nextRead(now)).orElse(now);
        return new Account(
                known.offered().id(),
                session.tenant(),
                session.ownerName(),
                session.appName(),
                customer.id(),
                customer.name(),
                bank.id(),
                account.reference(),
                account.nuban(),
                account.name(),
                account.type(),
                consent.id(),
                consent.endsAt(),
                records(record, before),
                before.map(Account::createdAt).orElse(now),
                account.reading(),
                same.map(Account::since).orElse(asOf),
                asOf,
                same.map(old -> old.reads().then(old.asOf(), asOf)).orElse(Reads.of(Reads.Source.LINK)),
                before.map(old -> same.isPresent() ? old.sequence() : old.sequence() + 1)
                        .orElse(0L),
                Schedule.first(due),
                before.map(old -> old.watch().linkedAgain()).orElseGet(Watch::none));
    }

    private static List<String> records(Record record, Optional<Account> before) {
        var records = new ArrayList<>(List.of(record.id()));
        before.ifPresent(old -> records.addAll(old.records()));
        return List.copyOf(records.subList(0, Math.min(records.size(), Account.MOST_RECORDS)));
    }

    private List<Write> accountWrites(Tenant tenant, Bank bank, List<Known> known, List<Account> accounts) {
        var writes = new ArrayList<Write>();
        for (var place = 0; place < accounts.size(); place++) {
            var account = accounts.get(place);
            var before = known.get(place).item();
            if (before.isEmpty()) {
                writes.add(Write.create(account.toItem()));
                writes.add(pointer(tenant, bank, account));
                continue;
            }
            var old = Account.of(before.get());
            writes.add(Write.put(account.toItem())
                    .when(Condition.all(
                            Condition.equal(Account.AS_OF, old.asOf()),
                            Condition.equal(Coverage.STATE, before.get().text(Coverage.STATE)),
                            Watch.unchanged(old.watch()),
                            Condition.equal(Coverage.CONSENT, old.consent()))));
            if (!old.reading().equals(account.reading())) {
                writes.add(Period.open(old).close(tenant, account.id()));
            }
        }
        return writes;
    }

    private Write pointer(Tenant tenant, Bank bank, Account account) {
        return Write.create(identities.accountPointer(tenant, bank.id(), account.nuban(), account.id()));
    }

    /// Counts what is new, and what had been taken out of the lists when an earlier consent ended.
    private static Counters.Tally tally(
            Tenant tenant, Recognition.Recognised customer, Record record, List<Known> known, List<Account> accounts) {
        var tally = new Counters.Tally();
        tally.ofOwner(tenant, Record.KIND, record.id(), record.createdAt(), 1);
        if (customer.isNew()) {
            tally.ofOwner(tenant, Customer.KIND, customer.customer().id(), record.createdAt(), 1);
        }
        for (var place = 0; place < accounts.size(); place++) {
            var listed = known.get(place)
                    .item()
                    .filter(item -> item.text(Coverage.STATE).equals(Coverage.GRANTED))
                    .isPresent();
            if (!listed) {
                var account = accounts.get(place);
                Coverage.count(tally, tenant, account.id(), account.bank(), account.createdAt(), 1);
            }
        }
        return tally;
    }

    private static Map<String, String> labels(List<Account> accounts) {
        var labels = new LinkedHashMap<String, String>();
        accounts.forEach(account -> labels.put(account.id(), Nuban.masked(account.nuban()) + ' ' + account.type()));
        return labels;
    }
}
