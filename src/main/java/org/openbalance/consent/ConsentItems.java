package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// Consents and their audit entries as items: one partition each, the consent first, its entries behind it.
public final class ConsentItems {

    static final String KIND = "CONSENT";
    public static final String TYPE = "consent";
    /// 2: it stands in the index of what is due ([ConsentUpgrade]).
    public static final int VERSION = 2;
    private static final String AUDIT_TYPE = "consent-audit";
    private static final int BESIDE_VERSION = 1;
    static final String AUDIT_PREFIX = "AUDIT#";
    private static final String MONTHS = "months";
    private static final String NEEDED = "needed";

    private ConsentItems() {}

    static ItemKey key(Tenant tenant, String id) {
        return new ItemKey(partition(tenant, id), KIND);
    }

    static String partition(Tenant tenant, String id) {
        return tenant.prefix() + "#CONSENT#" + id;
    }

    static ItemKey receiptKey(String tokenDigest) {
        return new ItemKey("RECEIPT#" + tokenDigest, "RECEIPT");
    }

    /// How long a consent is kept that nothing was linked under.
    static final Duration UNLINKED = Duration.ofDays(1);

    /// As it is granted: in no list, and gone by itself unless something is linked ([Consents#cover]).
    static Item toItem(Consent consent, byte[] sealedToken) {
        return Item.draft(key(consent.tenant(), consent.id()), TYPE, VERSION)
                .with("id", consent.id())
                .with("owner", consent.tenant().owner())
                .with("env", consent.tenant().environment().wire())
                .with("state", state(consent.state()))
                .with("company", consent.wording().company())
                .with("app_name", consent.wording().appName())
                .with("text", consent.wording().text())
                .with("text_version", consent.wording().version())
                .with("scopes", scopes(consent.scopes()))
                .with("customer", consent.customer())
                .with("record", consent.connection())
                .with("bank", consent.bank())
                .with("callback", consent.callback())
                .with("accounts", consent.accounts())
                .with("created_at", consent.createdAt())
                .with("granted_at", consent.grantedAt())
                .with("ends_at", consent.endsAt())
                .with("receipt_token", sealedToken)
                .until(unlinkedEnd(consent))
                .done();
    }

    private static Instant unlinkedEnd(Consent consent) {
        return consent.grantedAt().orElseThrow().plus(UNLINKED);
    }

    /// What keeps a consent and lists it, once something is linked under it.
    static Write.Change kept(Consent consent) {
        return Write.change(key(consent.tenant(), consent.id()))
                .remove(Item.TTL)
                .due(Optional.of(ConsentExpiries.first(consent)))
                .in(
                        Index.BY_OWNER,
                        Counters.listing(consent.tenant(), KIND),
                        Listing.sort(consent.createdAt(), consent.id()));
    }

    public static Consent of(Item item) {
        return new Consent(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                Consent.State.valueOf(item.text("state").toUpperCase(Locale.ROOT)),
                new Consent.Wording(
                        item.text("company"), item.text("app_name"), item.text("text"), item.text("text_version")),
                scopes(item.text("scopes")),
                new Consent.Coverage(
                        item.optionalText("customer"),
                        item.optionalText("record"),
                        item.optionalText("bank"),
                        item.optionalText("callback"),
                        item.map("accounts")),
                item.instant("created_at"),
                item.optionalInstant("granted_at"),
                item.instant("ends_at"),
                ending(item));
    }

    private static Optional<Consent.Ending> ending(Item item) {
        return item.optionalInstant("ended_at")
                .map(at -> new Consent.Ending(
                        at,
                        Consent.Actor.valueOf(item.text("ended_by").toUpperCase(Locale.ROOT)),
                        item.optionalText("reason").orElse("")));
    }

    /// The first entry of a consent's history, at a place of its own: its end is taken away once something is linked.
    static ItemKey grantKey(Consent consent) {
        var at = Json.time(consent.grantedAt().orElseThrow());
        return new ItemKey(partition(consent.tenant(), consent.id()), AUDIT_PREFIX + at + '#' + "0".repeat(24));
    }

    static Item grant(Consent consent, String scopes) {
        return audit(grantKey(consent), consent.grantedAt().orElseThrow(), "granted", Consent.Actor.CUSTOMER, scopes)
                .until(unlinkedEnd(consent))
                .done();
    }

    static Item audit(Tenant tenant, String consent, Instant at, String event, Consent.Actor by, String detail) {
        var key = new ItemKey(partition(tenant, consent), AUDIT_PREFIX + Json.time(at) + '#' + Ids.next(at));
        return audit(key, at, event, by, detail).done();
    }

    private static Item.Draft audit(ItemKey key, Instant at, String event, Consent.Actor by, String detail) {
        return Item.draft(key, AUDIT_TYPE, BESIDE_VERSION)
                .with("event", event)
                .with("by", by.name().toLowerCase(Locale.ROOT))
                .with("at", at)
                .with("detail", detail);
    }

    static Item receiptPointer(Consent consent, String tokenDigest) {
        return Item.draft(receiptKey(tokenDigest), "receipt", BESIDE_VERSION)
                .with("owner", consent.tenant().owner())
                .with("env", consent.tenant().environment().wire())
                .with("consent", consent.id())
                .until(unlinkedEnd(consent))
                .done();
    }

    public static String state(Consent.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static String scopes(List<Scope> scopes) {
        return Json.write(Json.array(scopes, scope -> {
            var node = Json.object().put("product", scope.product().name()).put("purpose", scope.purpose());
            scope.months().ifPresent(months -> node.put(MONTHS, months));
            scope.needed().ifPresent(why -> node.put(NEEDED, why));
            return node;
        }));
    }

    static List<Scope> scopes(String text) {
        var scopes = new ArrayList<Scope>();
        for (var scope : (ArrayNode) Json.readOwn(text)) {
            scopes.add(new Scope(
                    Product.valueOf(scope.get("product").asText()),
                    scope.get("purpose").asText(),
                    scope.has(MONTHS) ? OptionalInt.of(scope.get(MONTHS).asInt()) : OptionalInt.empty(),
                    Optional.ofNullable(scope.path(NEEDED).textValue())));
        }
        return scopes;
    }
}
