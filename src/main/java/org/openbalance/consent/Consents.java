package org.openbalance.consent;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.api.ApiException;
import org.openbalance.api.Effect;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.bank.Banks;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.EventSubject;
import org.openbalance.webhook.PendingEvents;
import org.openbalance.webhook.Subscriptions;

/// Keeps consents: grants, covers, ends them; every change is one transaction with its audit entry.
@Singleton
public final class Consents {

    /// More often than this, an account of a consent cannot change hands while the consent ends.
    private static final int ENDING_TRIES = 5;
    private static final String TOKEN_PURPOSE = "receipt-token";

    private final Table table;
    private final Vault vault;
    private final EventPublisher publisher;
    private final Subscriptions subscriptions;
    private final Banks banks;
    private final ConnectionEndings connections;
    private final InstantSource clock;

    public Consents(
            Table table,
            Vault vault,
            EventPublisher publisher,
            Subscriptions subscriptions,
            Banks banks,
            ConnectionEndings connections,
            InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.publisher = publisher;
        this.subscriptions = subscriptions;
        this.banks = banks;
        this.connections = connections;
        this.clock = clock;
    }

    /// One entry of a consent's history.
    public record AuditEntry(Instant at, String event, String by, String detail) {}

    /// @param token opens the customer's own page of the consent; told once here, kept sealed
    public record Granted(Consent consent, String token) {

        /// The customer's own page of the consent, as their receipt links to it.
        public String receiptLink(String base) {
            return Receipts.link(base, token);
        }
    }

    /// Writes down what the customer agreed to. It is listed, and kept, once something is linked under it: [#cover].
    ///
    /// @param also what else stands in the same transaction
    /// @throws ApiException 409 if the session went on meanwhile
    Granted grant(Consent consent, Write also, Effect<Granted> effect) {
        var token = letter(consent.tenant().environment()) + Ids.token();
        var sealed = vault.seal(consent.tenant(), TOKEN_PURPOSE, consent.id(), token.getBytes(StandardCharsets.UTF_8));
        var writes = new ArrayList<Write>();
        writes.add(also);
        writes.add(Write.create(ConsentItems.toItem(consent, sealed)));
        writes.add(Write.create(ConsentItems.receiptPointer(consent, Hashes.sha256(token))));
        writes.add(Write.create(ConsentItems.grant(consent, scopeNames(consent))));
        var granted = new Granted(consent, token);
        if (!effect.commit(table, writes, granted).done()) {
            throw Problem.conflict("The customer has answered in this session already")
                    .exception();
        }
        return granted;
    }

    /// @throws ApiException 404 if the tenant has no such consent
    public Consent get(Tenant tenant, String id) {
        var consent =
                find(tenant, id).orElseThrow(() -> Problem.unknown("consent").exception());
        return settled(consent);
    }

    public Optional<Consent> find(Tenant tenant, String id) {
        return table.getLatest(ConsentItems.key(tenant, id)).map(ConsentItems::of);
    }

    /// Which of some consents are in force and cover a product, as they stand at this moment.
    public Set<String> covering(Tenant tenant, Collection<String> ids, Product product) {
        var keys =
                ids.stream().distinct().map(id -> ConsentItems.key(tenant, id)).toList();
        return table.getAllLatest(keys).stream()
                .map(ConsentItems::of)
                .filter(consent -> consent.inForce(clock.instant()) && consent.covers(product))
                .map(Consent::id)
                .collect(Collectors.toSet());
    }

    public ListPage list(Tenant tenant, PageRequest request) {
        return Listing.ofOwner(tenant, ConsentItems.KIND).page(table, vault, request);
    }

    public ListPage ofCustomer(Tenant tenant, String customer, PageRequest request) {
        return Listing.ofCustomer(tenant, ConsentItems.KIND, customer).page(table, vault, request);
    }

    /// Every consent of a customer that is in force.
    public List<Consent> inForce(Tenant tenant, String customer) {
        return Listing.ofCustomer(tenant, ConsentItems.KIND, customer).all(table).stream()
                .map(ConsentItems::of)
                .map(this::settled)
                .filter(consent -> consent.inForce(clock.instant()))
                .toList();
    }

    public List<AuditEntry> audit(Consent consent) {
        return table
                .query(Query.of(ConsentItems.partition(consent.tenant(), consent.id()))
                        .startingWith(ConsentItems.AUDIT_PREFIX))
                .stream()
                .map(item ->
                        new AuditEntry(item.instant("at"), item.text("event"), item.text("by"), item.text("detail")))
                .toList();
    }

    /// A consent with the token of its receipt: one read.
    ///
    /// @throws ApiException 404 if the tenant has no such consent
    public Granted granted(Tenant tenant, String id) {
        var item = table.getLatest(ConsentItems.key(tenant, id))
                .orElseThrow(() -> Problem.unknown("consent").exception());
        var consent = ConsentItems.of(item);
        return new Granted(settled(consent), token(consent, item));
    }

    /// What linking writes on the consent, to stand in the transaction that links: from here on it is listed and kept.
    ///
    /// @param callback the subscription that hears of what is linked by this session
    /// @param accounts ids with what the customer knows each by, such as a masked number
    public List<Write> cover(
            Granted granted,
            String customer,
            String connection,
            String bank,
            Optional<String> callback,
            Map<String, String> accounts) {
        var now = clock.instant();
        var consent = granted.consent();
        var change = ConsentItems.kept(consent)
                .set("customer", customer)
                .set("record", connection)
                .set("bank", bank)
                .set("callback", callback)
                .set("accounts", accounts)
                .in(
                        Index.BY_CUSTOMER,
                        Listing.customerPartition(consent.tenant(), customer),
                        Listing.sort(ConsentItems.KIND, consent.createdAt(), consent.id()))
                .when(Condition.all(
                        Condition.equal("state", ConsentItems.state(Consent.State.GRANTED)),
                        Condition.greater("ends_at", now)));
        var detail = accounts.size() + " accounts";
        return List.of(
                change,
                Write.create(audit(consent, now, "linked", Consent.Actor.CUSTOMER, detail)),
                Write.change(ConsentItems.grantKey(consent)).remove(Item.TTL).when(Condition.exists()),
                Write.change(ConsentItems.receiptKey(Hashes.sha256(granted.token())))
                        .remove(Item.TTL)
                        .when(Condition.exists()));
    }

    /// Counts a consent among its owner's, as it is listed.
    public static void count(Counters.Tally tally, Consent consent) {
        tally.ofOwner(consent.tenant(), ConsentItems.KIND, consent.id(), consent.createdAt(), 1);
    }

    /// Ends a consent and the reading of all it covers, in one transaction; the bank is told after it. Revoking
    /// twice is revoking once.
    ///
    /// @throws ApiException 409 if it has expired
    public Consent revoke(Consent consent, Consent.Actor by, String reason, Effect<Consent> effect) {
        var standing = settled(consent);
        return standing.state() == Consent.State.REVOKED
                ? standing
                : end(standing.revoked(new Consent.Ending(clock.instant(), by, reason)), effect);
    }

    /// Writes down that a consent has expired, if it has.
    public Consent settled(Consent consent) {
        var now = clock.instant();
        return consent.state() == Consent.State.GRANTED && !consent.inForce(now)
                ? end(consent.expired(now), Effect.unanswered())
                : consent;
    }

    /// Finds the consent that a receipt's token belongs to.
    public Optional<Consent> ofToken(String token, Environment environment) {
        return table.get(ConsentItems.receiptKey(Hashes.sha256(token))).map(pointer -> {
            var tenant = new Tenant(pointer.text("owner"), Environment.of(pointer.text("env")));
            return tenant.environment() == environment ? get(tenant, pointer.text("consent")) : null;
        });
    }

    /// The token of the receipt, for the link that is printed on it.
    public String token(Consent consent) {
        return token(
                consent,
                table.get(ConsentItems.key(consent.tenant(), consent.id())).orElseThrow());
    }

    private String token(Consent consent, Item item) {
        return new String(
                vault.open(consent.tenant(), TOKEN_PURPOSE, consent.id(), item.bytes("receipt_token")),
                StandardCharsets.UTF_8);
    }

    /// When an account of a consent was last read at its bank, under this consent.
    Optional<Instant> lastRead(Consent consent) {
        var states = table.getAllLatest(consent.accounts().keySet().stream()
                .map(account -> AccountConsent.readState(consent.tenant(), account))
                .toList());
        return states.stream()
                .filter(state -> state.text(AccountConsent.CONSENT).equals(consent.id()))
                .map(state -> state.instant(AccountConsent.AS_OF))
                .max(Comparator.naturalOrder());
    }

    /// How many of its accounts are read under another consent now: one that was given when they were linked anew.
    long readUnderAnother(Consent consent) {
        var now = clock.instant();
        return accounts(consent).stream()
                .filter(account -> !account.text(AccountConsent.CONSENT).equals(consent.id()))
                .filter(account -> AccountConsent.readable(account, now))
                .count();
    }

    private List<Item> accounts(Consent consent) {
        return table.getAllLatest(consent.accounts().keySet().stream()
                .map(account -> AccountConsent.account(consent.tenant(), account))
                .toList());
    }

    private Consent end(Consent ended, Effect<Consent> effect) {
        for (var attempt = 0; attempt < ENDING_TRIES; attempt++) {
            var standing = find(ended.tenant(), ended.id()).orElseThrow();
            var covered = covered(standing);
            var pending = events(ended, standing, covered);
            var writes = ending(ended, standing, covered);
            standing.connection()
                    .ifPresent(connection ->
                            writes.addAll(connections.ending(ended.tenant(), connection, clock.instant())));
            standing.callback().ifPresent(callback -> writes.addAll(subscriptions.leaving(ended.tenant(), callback)));
            writes.addAll(pending.writes());
            if (effect.commit(table, writes, ended).done()) {
                publisher.dispatch(pending);
                return ended;
            }
            standing = find(ended.tenant(), ended.id()).orElseThrow();
            if (standing.state() != Consent.State.GRANTED) {
                return standing;
            }
        }
        throw Problem.conflict("The accounts of this consent are being linked right now; try again")
                .exception();
    }

    /// The owner gets an event for a revocation, whoever revokes. For an expiry it got one a week before.
    private PendingEvents events(Consent ended, Consent standing, List<Item> covered) {
        if (ended.state() != Consent.State.REVOKED) {
            return publisher.raise();
        }
        var how = ended.ending().orElseThrow();
        return publisher.raise(Event.consentRevoked(
                subject(standing), how.by().name().toLowerCase(Locale.ROOT), ids(covered), how.at()));
    }

    private EventSubject subject(Consent consent) {
        var subject = EventSubject.of(consent.tenant()).consent(consent.id()).callback(consent.callback());
        subject = consent.customer().map(subject::customer).orElse(subject);
        subject = consent.connection().map(subject::connection).orElse(subject);
        return subject.bank(
                consent.bank().flatMap(id -> banks.find(consent.tenant().environment(), id)));
    }

    private static List<String> ids(List<Item> accounts) {
        return accounts.stream().map(account -> account.text("id")).toList();
    }

    /// Tells the owner that a consent ends soon, and settles one that has ended. Done twice is done once.
    ///
    /// @param seen when it was due as it was found
    void due(Tenant tenant, String id, Instant seen) {
        var found = find(tenant, id).filter(consent -> consent.state() == Consent.State.GRANTED);
        if (found.isEmpty() || settled(found.get()).state() != Consent.State.GRANTED) {
            return;
        }
        var consent = found.get();
        var covered = covered(consent);
        var pending = covered.isEmpty()
                ? publisher.raise()
                : publisher.raise(
                        Event.consentExpiring(subject(consent), consent.endsAt(), ids(covered), clock.instant()));
        var writes = new ArrayList<Write>(pending.writes());
        writes.add(Write.change(ConsentItems.key(tenant, id))
                .set(AccountConsent.DUE, consent.endsAt())
                .when(Condition.all(
                        Condition.equal(AccountConsent.DUE, seen),
                        Condition.equal("state", ConsentItems.state(Consent.State.GRANTED)))));
        if (table.commit(writes).done()) {
            publisher.dispatch(pending);
        }
    }

    private static List<Write> ending(Consent ended, Consent standing, List<Item> covered) {
        var how = ended.ending().orElseThrow();
        var writes = new ArrayList<Write>();
        writes.add(Write.change(ConsentItems.key(ended.tenant(), ended.id()))
                .set("state", ConsentItems.state(ended.state()))
                .set("ended_at", how.at())
                .set("ended_by", how.by().name().toLowerCase(Locale.ROOT))
                .set("reason", how.reason())
                .remove(AccountConsent.DUE_SHARD, AccountConsent.DUE)
                .when(Condition.all(
                        Condition.equal("state", ConsentItems.state(Consent.State.GRANTED)),
                        Condition.equal("accounts", standing.accounts()))));
        writes.add(Write.create(audit(ended, how.at(), ConsentItems.state(ended.state()), how.by(), how.reason())));
        writes.addAll(AccountConsent.end(ended.tenant(), ended.id(), covered, ended.state()));
        return writes;
    }

    /// The accounts that stand under this consent still: one linked anew stands under a later one.
    private List<Item> covered(Consent consent) {
        var keys = consent.accounts().keySet().stream()
                .map(account -> AccountConsent.account(consent.tenant(), account))
                .toList();
        return table.getAllLatest(keys).stream()
                .filter(account -> account.text(AccountConsent.CONSENT).equals(consent.id()))
                .filter(account -> account.text(AccountConsent.STATE).equals(AccountConsent.GRANTED))
                .toList();
    }

    private static Item audit(Consent consent, Instant at, String event, Consent.Actor by, String detail) {
        return ConsentItems.audit(consent.tenant(), consent.id(), at, event, by, detail);
    }

    private static String scopeNames(Consent consent) {
        return String.join(
                ", ",
                consent.scopes().stream().map(scope -> scope.product().wire()).toList());
    }

    /// Tells the customer's page which base to call.
    private static String letter(Environment environment) {
        return environment == Environment.SANDBOX ? "s_" : "p_";
    }
}
