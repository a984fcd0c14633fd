package org.openbalance.account;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// A linked bank account with its balance: one item, so that one read answers everything that is shown of it.
///
/// Its balance and its auth are views of it, with ids of their own that are derived from its id ([ViewIds]).
///
/// @param connections the logins it was linked by, the newest first
public record Account(
        String id,
        Tenant tenant,
        OwnerNames owner,
        Holder holder,
        Details details,
        Agreement agreement,
        List<String> connections,
        Instant createdAt,
        OpenPeriod period,
        ReadState schedule,
        AlertState alertState) {

    /// What the owner and its application were called when the account was linked.
    public record OwnerNames(String name, String app) {}

    /// @param customer the id of the customer whose account it is
    public record Holder(String customer, String name) {}

    /// What the bank says of the account itself.
    ///
    /// @param reference the bank's own id of it
    public record Details(String bank, String reference, String nuban, String name, String type) {}

    /// The consent that it is read under, and when that ends.
    public record Agreement(String consent, Instant ends) {}

    /// The stretch of time, not over yet, in which the balance has not changed.
    ///
    /// @param since when it began
    /// @param asOf when the balance was last read at the bank
    /// @param reads those that the period rests on
    /// @param sequence how often the balance has changed: events carry it, so that a receiver can drop those that
    /// come late
    public record OpenPeriod(BalanceAmounts amounts, Instant since, Instant asOf, PeriodReads reads, long sequence) {

        public OpenPeriod read(BalanceAmounts found, Instant readAt, PeriodReads.Source source) {
            return found.equals(amounts)
                    ? new OpenPeriod(amounts, since, readAt, reads.then(asOf, readAt), sequence)
                    : new OpenPeriod(found, readAt, readAt, PeriodReads.of(source), sequence + 1);
        }
    }

    public static final String AVAILABLE = "available";
    public static final String LEDGER = "ledger";
    public static final String BANK = AccountConsent.BANK;
    public static final String SINCE = "since";
    public static final String AS_OF = AccountConsent.AS_OF;
    public static final String SEQUENCE = "sequence";
    /// The login whose grant reads it now, for the index of what is due and for the end of that login.
    public static final String RECORD = "record";

    /// So many logins are remembered of an account.
    public static final int MOST_RECORDS = 5;

    public static final String TYPE = "account";
    /// 2: it names the login that reads it, and stands in the index of what is due ([AccountUpgrade]).
    public static final int VERSION = 2;

    public static ItemKey key(Tenant tenant, String id) {
        return AccountConsent.account(tenant, id);
    }

    /// The id in the key of an account.
    public static String idIn(ItemKey key) {
        return key.partition().substring(key.partition().lastIndexOf('#') + 1);
    }

    /// The login whose grant reads it now.
    public String connection() {
        return connections.getFirst();
    }

    public String customer() {
        return holder.customer();
    }

    public String bank() {
        return details.bank();
    }

    public String reference() {
        return details.reference();
    }

    public String nuban() {
        return details.nuban();
    }

    public String name() {
        return details.name();
    }

    public String type() {
        return details.type();
    }

    public String consent() {
        return agreement.consent();
    }

    public BalanceAmounts amounts() {
        return period.amounts();
    }

    public Currency currency() {
        return amounts().currency();
    }

    public Instant since() {
        return period.since();
    }

    public Instant asOf() {
        return period.asOf();
    }

    public PeriodReads reads() {
        return period.reads();
    }

    public long sequence() {
        return period.sequence();
    }

    /// When a read that comes after this state was made: readings of one account follow each other, whatever the clocks
    /// of two functions say.
    public Instant nextRead(Instant now) {
        return now.isAfter(asOf()) ? now : asOf().plusMillis(1);
    }

    /// The account after a read at the bank.
    ///
    /// @param found if it is another than before, a new period begins
    /// @param source what it was read for
    /// @param next where it stands in the index of what is due
    public Account read(
            BalanceAmounts found,
            Instant readAt,
            PeriodReads.Source source,
            Optional<Due.Place> next,
            AlertState evaluated) {
        return new Account(
                id,
                tenant,
                owner,
                holder,
                details,
                agreement,
                connections,
                createdAt,
                period.read(found, readAt, source),
                schedule.read(next),
                evaluated);
    }

    public Item toItem() {
        return Item.draft(key(tenant, id), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("owner_name", owner.name())
                .with("app_name", owner.app())
                .with("customer", customer())
                .with("customer_name", holder.name())
                .with(AccountConsent.BANK, bank())
                .with("reference", reference())
                .with("nuban", nuban())
                .with("name", name())
                .with("account_type", type())
                .with("currency", currency().getCurrencyCode())
                .with(AccountConsent.CONSENT, consent())
                .with(AccountConsent.ENDS, agreement.ends())
                .with(AccountConsent.STATE, AccountConsent.GRANTED)
                .with("records", connections)
                .with(AccountConsent.CREATED, createdAt)
                .with(AVAILABLE, amounts().available().minor())
                .with(LEDGER, amounts().ledger().minor())
                .with(SINCE, since())
                .with(AS_OF, asOf())
                .with(PeriodReads.SOURCE, reads().sourceText())
                .with(PeriodReads.GAPS, reads().gapsText())
                .with(RECORD, connection())
                .with(SEQUENCE, sequence())
                .with(AlertState.LOW, alertState.lowInOrder())
                .with(AlertState.REVISION, alertState.revision())
                .with(AlertState.SEEN, alertState.seenRevision())
                .with(AlertState.WATCHED, alertState.watched())
                .due(schedule.due())
                .in(Index.BY_OWNER, Counters.listing(tenant, AccountConsent.KIND), Listing.sort(createdAt, id))
                .in(
                        Index.BY_CUSTOMER,
                        Listing.customerPartition(tenant, customer()),
                        Listing.sort(AccountConsent.KIND, createdAt, id))
                .in(Index.BY_BANK, Listing.bankPartition(tenant, bank()), Listing.sort(createdAt, id))
                .done();
    }

    public static Account of(Item item) {
        var currency = Currency.getInstance(item.text("currency"));
        return new Account(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                new OwnerNames(item.text("owner_name"), item.text("app_name")),
                new Holder(item.text("customer"), item.text("customer_name")),
                new Details(
                        item.text(AccountConsent.BANK),
                        item.text("reference"),
                        item.text("nuban"),
                        item.text("name"),
                        item.text("account_type")),
                new Agreement(item.text(AccountConsent.CONSENT), item.instant(AccountConsent.ENDS)),
                item.texts("records"),
                item.instant(AccountConsent.CREATED),
                new OpenPeriod(
                        new BalanceAmounts(
                                new Money(item.number(AVAILABLE), currency), new Money(item.number(LEDGER), currency)),
                        item.instant(SINCE),
                        item.instant(AS_OF),
                        PeriodReads.of(item),
                        item.number(SEQUENCE, 0)),
                ReadState.of(item),
                AlertState.of(item));
    }

    /// The pointer by which the same account is known again: the owner's digest of bank and account.
    static ItemKey identityKey(Tenant tenant, String bank, String fingerprint) {
        return new ItemKey(tenant.prefix() + "#KNOWN#" + bank + '#' + fingerprint, "ACCOUNT");
    }
}
