package org.openbalance.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.CurrencyCode;
import org.openbalance.bank.Money;
import org.openbalance.bank.Reading;
import org.openbalance.consent.Coverage;
import org.openbalance.store.Counters;
import org.openbalance.store.Due;
import org.openbalance.store.Environment;
import org.openbalance.store.Index;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Listing;
import org.openbalance.store.Tenant;

/// A linked bank account with its balance: one item, so that one read answers everything that is shown of it.
///
/// Its balance and its auth are views of it, with ids of their own that are told from its id ([ViewIds]).
///
/// @param reference the bank's own id of it
/// @param records the logins it was linked by, the newest first
/// @param since when the open period began: the balance has not changed from then to `asOf`
/// @param asOf when the balance was last read at the bank
/// @param reads those that the open period rests on
/// @param sequence how often its balance has changed: events carry it, so that a receiver can drop those that come late
public record Account(
        String id,
        Tenant tenant,
        String ownerName,
        String appName,
        String customer,
        String customerName,
        String bank,
        String reference,
        String nuban,
        String name,
        String type,
        String consent,
        Instant consentEnds,
        List<String> records,
        Instant createdAt,
        Reading reading,
        Instant since,
        Instant asOf,
        Reads reads,
        long sequence,
        Schedule schedule,
        Watch watch) {

    public static final String AVAILABLE = "available";
    public static final String LEDGER = "ledger";
    public static final String BANK = Coverage.BANK;
    public static final String SINCE = "since";
    public static final String AS_OF = Coverage.AS_OF;
    public static final String SEQUENCE = "sequence";
    /// The login whose grant reads it now, for the index of what is due and for the end of that login.
    public static final String RECORD = "record";

    /// So many logins are remembered of an account.
    static final int MOST_RECORDS = 5;

    static final String TYPE = "account";
    /// 2: it names the login that reads it, and stands in the index of what is due ([AccountUpgrade]).
    static final int VERSION = 2;

    public static Key key(Tenant tenant, String id) {
        return Coverage.account(tenant, id);
    }

    /// The id in the key of an account.
    public static String idIn(Key key) {
        return key.partition().substring(key.partition().lastIndexOf('#') + 1);
    }

    /// The login whose grant reads it now.
    public String record() {
        return records.getFirst();
    }

    public CurrencyCode currency() {
        return reading.currency();
    }

    /// When a read that comes after this state was made: readings of one account follow each other, whatever the clocks
    /// of two functions say.
    public Instant nextRead(Instant now) {
        return now.isAfter(asOf) ? now : asOf.plusMillis(1);
    }

    /// The account after a read at the bank.
    ///
    /// @param found if it is another than before, a new period begins
    /// @param source what it was read for
    /// @param next where it stands in the index of what is due
    public Account read(Reading found, Instant readAt, Reads.Source source, Optional<Due.Place> next, Watch evaluated) {
        var changed = !found.equals(reading);
        return new Account(
                id,
                tenant,
                ownerName,
                appName,
                customer,
                customerName,
                bank,
                reference,
                nuban,
                name,
                type,
                consent,
                consentEnds,
                records,
                createdAt,
                found,
                changed ? readAt : since,
                readAt,
                changed ? Reads.of(source) : reads.then(asOf, readAt),
                changed ? sequence + 1 : sequence,
                schedule.read(next),
                evaluated);
    }

    Item toItem() {
        return Item.draft(key(tenant, id), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("owner_name", ownerName)
                .with("app_name", appName)
                .with("customer", customer)
                .with("customer_name", customerName)
                .with(Coverage.BANK, bank)
                .with("reference", reference)
                .with("nuban", nuban)
                .with("name", name)
                .with("account_type", type)
                .with("currency", currency().name())
                .with(Coverage.CONSENT, consent)
                .with(Coverage.ENDS, consentEnds)
                .with(Coverage.STATE, Coverage.GRANTED)
                .with("records", records)
                .with(Coverage.CREATED, createdAt)
                .with(AVAILABLE, reading.available().minor())
                .with(LEDGER, reading.ledger().minor())
                .with(SINCE, since)
                .with(AS_OF, asOf)
                .with(Reads.SOURCE, reads.sourceText())
                .with(Reads.GAPS, reads.gapsText())
                .with(RECORD, record())
                .with(SEQUENCE, sequence)
                .with(Watch.LOW, watch.lowInOrder())
                .with(Watch.REVISION, watch.revision())
                .with(Watch.SEEN, watch.seenRevision())
                .with(Watch.WATCHED, watch.watched())
                .due(schedule.due())
                .in(Index.BY_OWNER, Counters.listing(tenant, Coverage.KIND), Listing.sort(createdAt, id))
                .in(
                        Index.BY_CUSTOMER,
                        Listing.customerPartition(tenant, customer),
                        Listing.sort(Coverage.KIND, createdAt, id))
                .in(Index.BY_BANK, Listing.bankPartition(tenant, bank), Listing.sort(createdAt, id))
                .done();
    }

    public static Account of(Item item) {
        var currency = CurrencyCode.valueOf(item.text("currency"));
        return new Account(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                item.text("owner_name"),
                item.text("app_name"),
                item.text("customer"),
                item.text("customer_name"),
                item.text(Coverage.BANK),
                item.text("reference"),
                item.text("nuban"),
                item.text("name"),
                item.text("account_type"),
                item.text(Coverage.CONSENT),
                item.instant(Coverage.ENDS),
                item.texts("records"),
                item.instant(Coverage.CREATED),
                new Reading(new Money(item.number(AVAILABLE), currency), new Money(item.number(LEDGER), currency)),
                item.instant(SINCE),
                item.instant(AS_OF),
                Reads.of(item),
                item.number(SEQUENCE, 0),
                Schedule.of(item),
                Watch.of(item));
    }

    /// The pointer by which the same account is known again: the owner's digest of bank and account.
    static Key identityKey(Tenant tenant, String bank, String fingerprint) {
        return new Key(tenant.prefix() + "#KNOWN#" + bank + '#' + fingerprint, "ACCOUNT");
    }
}
