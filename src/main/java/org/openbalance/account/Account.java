package org.openbalance.account;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.bank.AccountRead;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// A linked bank account with its balance, in two items of one partition, so that one Query answers everything that is
/// shown of it. What its reads at the bank change, the balance too, stands apart from the rest ([#readState]): it is
/// small and in no list, so that a read which finds nothing new costs one write unit, and one that finds another
/// balance writes no index of lists.
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
    /// @param number empty for an account that has none
    public record Details(String bank, String reference, Optional<AccountNumber> number, String name, String type) {}

    /// The consent that it is read under, and when that ends.
    ///
    /// @param linesFrom the first day of whose lines it allows anything; empty if it allows nothing of lines
    public record Agreement(String consent, Instant ends, Optional<LocalDate> linesFrom) {}

    /// The stretch of time, not over yet, in which the balance has not changed.
    ///
    /// @param since when it began
    /// @param asOf when the balance was last read at the bank
    /// @param statedAt the bank's own, earlier time of what was read last, if it said one
    /// @param reads those that the period rests on
    /// @param sequence how often the balance has changed: events carry it, so that a receiver can drop those that
    /// come late
    public record OpenPeriod(
            BalanceAmounts amounts,
            Instant since,
            Instant asOf,
            Optional<Instant> statedAt,
            PeriodReads reads,
            long sequence) {

        public OpenPeriod read(
                BalanceAmounts found, Optional<Instant> statedAt, Instant readAt, PeriodReads.Source source) {
            return found.equals(amounts)
                    ? new OpenPeriod(amounts, since, readAt, statedAt, reads.then(asOf, readAt), sequence)
                    : new OpenPeriod(found, readAt, readAt, statedAt, PeriodReads.of(source), sequence + 1);
        }
    }

    public static final String NUMBER = "number";
    public static final String AVAILABLE = "available";
    public static final String LEDGER = "ledger";
    public static final String BANK = AccountConsent.BANK;
    public static final String SINCE = "since";
    public static final String AS_OF = AccountConsent.AS_OF;
    public static final String STATED_AT = "stated_at";
    public static final String SEQUENCE = "sequence";
    /// The connection whose grant reads it now, for the index of what is due and for the end of that connection.
    public static final String RECORD = "record";

    static final String RECORDS = "records";
    private static final String LINES_FROM = "lines_from";

    /// So many logins are remembered of an account.
    public static final int MOST_RECORDS = 5;

    public static final String TYPE = "account";
    private static final String STATE_TYPE = "read_state";
    private static final int STATE_VERSION = 1;
    /// 3: what its reads change stands on an item of its own.
    public static final int VERSION = 3;

    public static ItemKey key(Tenant tenant, String id) {
        return AccountConsent.account(tenant, id);
    }

    /// The part that its reads change.
    public static ItemKey readStateKey(Tenant tenant, String id) {
        return AccountConsent.readState(tenant, id);
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

    public Optional<AccountNumber> number() {
        return details.number();
    }

    /// By what it is known again.
    public AccountIdentity identity() {
        return AccountIdentity.of(bank(), number(), reference(), currency());
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

    /// The first day of whose lines something may be shown, where the consent says one.
    public Optional<LocalDate> linesFrom() {
        return agreement.linesFrom();
    }

    /// Whether the consent reaches back to a day. An earlier consent may have reached further: what was read under it
    /// is shown again once one does that reaches as far.
    public boolean reachesBackTo(LocalDate day) {
        return linesFrom().filter(day::isBefore).isEmpty();
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

    /// When the bank held the balance as it was read last: its own time if it says one, else that of the read.
    public Instant heldAt() {
        return period.statedAt().orElse(asOf());
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

    /// What a read says, unless it is older than what the bank said before, which then stands: some answer from one
    /// cache or another. A time that has not come is none.
    public AccountRead.Value<BalanceAmounts> newest(AccountRead.Value<BalanceAmounts> read, Instant readAt) {
        var statedAt = read.asOf().filter(at -> at.isBefore(readAt));
        return period.statedAt()
                .filter(before -> statedAt.filter(before::isAfter).isPresent())
                .map(before -> new AccountRead.Value<>(amounts(), Optional.of(before)))
                .orElseGet(() -> new AccountRead.Value<>(read.value(), statedAt));
    }

    /// The account after a read at the bank.
    ///
    /// @param found if it is another than before, a new period begins
    /// @param statedAt the bank's own time of it, if it says one
    /// @param source what it was read for
    /// @param next when it is read again
    public Account read(
            BalanceAmounts found,
            Optional<Instant> statedAt,
            Instant readAt,
            PeriodReads.Source source,
            ReadState.Schedule next,
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
                period.read(found, statedAt, readAt, source),
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
                .with(NUMBER, number().map(AccountNumber::stored))
                .with("name", name())
                .with("account_type", type())
                .with(AccountConsent.CONSENT, consent())
                .with(AccountConsent.ENDS, agreement.ends())
                .with(LINES_FROM, agreement.linesFrom().map(LocalDate::toString))
                .with(AccountConsent.STATE, AccountConsent.GRANTED)
                .with(RECORDS, connections)
                .with(AccountConsent.CREATED, createdAt)
                .in(Index.BY_OWNER, Counters.listing(tenant, AccountConsent.KIND), Listing.sort(createdAt, id))
                .in(
                        Index.BY_CUSTOMER,
                        Listing.customerPartition(tenant, customer()),
                        Listing.sort(AccountConsent.KIND, createdAt, id))
                .in(Index.BY_BANK, Listing.bankPartition(tenant, bank()), Listing.sort(createdAt, id))
                .done();
    }

    /// The item of what its reads change.
    public Item readState() {
        return StoredAmounts.with(Item.draft(readStateKey(tenant, id), STATE_TYPE, STATE_VERSION), amounts())
                .with(AccountConsent.BANK, bank())
                .with(RECORD, connection())
                .with(AccountConsent.CONSENT, consent())
                .with(AccountConsent.STATE, AccountConsent.GRANTED)
                .with(SINCE, since())
                .with(AS_OF, asOf())
                .with(STATED_AT, period.statedAt())
                .with(SEQUENCE, sequence())
                .with(PeriodReads.SOURCE, reads().sourceText())
                .with(PeriodReads.GAPS, reads().gapsText())
                .with(AlertState.LOW, Optional.of(alertState.lowInOrder()).filter(low -> !low.isEmpty()))
                .with(AlertState.REVISION, Optional.of(alertState.revision()).filter(revision -> revision > 0))
                .with(AlertState.SEEN, alertState.seenRevision())
                .with(AlertState.WATCHED, Optional.of(alertState.watched()).filter(watched -> watched))
                .with(ReadState.NEXT, schedule.schedule().told())
                .due(schedule.schedule().due())
                .done();
    }

    /// Both items of an account as one; empty if there is none.
    public static Optional<Item> latest(Table table, Tenant tenant, String id) {
        var items = table.query(AccountConsent.whole(tenant, id));
        return items.size() == 2
                ? Optional.of(items.getFirst().joined(items.getLast()))
                : items.stream().findFirst();
    }

    /// As [#latest(Table, Tenant, String)] of many, in their order: one request for each 50.
    public static List<Item> latest(Table table, Tenant tenant, Collection<String> ids) {
        var keys = ids.stream()
                .flatMap(id -> Stream.of(key(tenant, id), readStateKey(tenant, id)))
                .toList();
        return joined(table.getAllLatest(keys));
    }

    /// The accounts among some items, each joined with the part of it that its reads change.
    public static List<Item> joined(List<Item> items) {
        var states = items.stream()
                .filter(item -> item.key().sort().equals(AccountConsent.READ_STATE))
                .collect(Collectors.toMap(item -> item.key().partition(), Function.identity()));
        return items.stream()
                .filter(item -> item.key().sort().equals(AccountConsent.KIND))
                .map(item -> Optional.ofNullable(states.get(item.key().partition()))
                        .map(item::joined)
                        .orElse(item))
                .toList();
    }

    /// @param item both items of the account as one
    /// The banks of some accounts.
    static List<String> banks(List<Item> accounts) {
        return accounts.stream().map(item -> item.text(BANK)).distinct().toList();
    }

    public static Account of(Item item) {
        return new Account(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                new OwnerNames(item.text("owner_name"), item.text("app_name")),
                new Holder(item.text("customer"), item.text("customer_name")),
                new Details(
                        item.text(AccountConsent.BANK),
                        item.text("reference"),
                        item.optionalText(NUMBER).map(AccountNumber::ofStored),
                        item.text("name"),
                        item.text("account_type")),
                new Agreement(
                        item.text(AccountConsent.CONSENT),
                        item.instant(AccountConsent.ENDS),
                        item.optionalText(LINES_FROM).map(LocalDate::parse)),
                item.texts(RECORDS),
                item.instant(AccountConsent.CREATED),
                new OpenPeriod(
                        StoredAmounts.of(item),
                        item.instant(SINCE),
                        item.instant(AS_OF),
                        item.optionalInstant(STATED_AT),
                        PeriodReads.of(item),
                        item.number(SEQUENCE)),
                ReadState.of(item),
                AlertState.of(item));
    }
}
