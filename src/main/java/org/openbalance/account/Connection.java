package org.openbalance.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// A completed login: one customer, one bank, one owner, its accounts. What the bank gave for later reads rests on it,
/// sealed to owner, environment and record.
///
/// @param callback the subscription that the session's `callback_url` made
/// @param access how it stands at the bank
/// @param holder the digest of who signed in, as the bank knows its customers; empty for one of before that was kept
/// @param restUntil until when its bank allows no more reads, as far as it told by refusing one
public record Connection(
        String id,
        Tenant tenant,
        String customer,
        String bank,
        Agreed agreed,
        Status status,
        Sealed sealed,
        Optional<String> callback,
        AccessAtBank access,
        Optional<Instant> restUntil,
        Optional<String> holder,
        Instant createdAt) {

    /// What the customer agreed to.
    ///
    /// @param accounts the ids of those that were chosen
    /// @param products what the consent covers, in wire names
    public record Agreed(String consent, List<String> accounts, List<String> products) {}

    /// What rests on it sealed.
    ///
    /// @param grant what the bank gave for later reads; empty once that has ended
    /// @param handed `options` and `meta` of the session, which its events hand back
    public record Sealed(Optional<byte[]> grant, Optional<byte[]> handed) {}

    public enum Status {
        ACTIVE,
        /// The bank asks for a new sign-in before it gives anything more.
        REAUTH_REQUIRED,
        /// Nothing is read by it any more, as its consent has ended or later sign-ins took its place.
        ENDED
    }

    public static final String KIND = "RECORD";
    static final String GRANT = "grant";
    static final String STATUS = "status";
    static final String REST_UNTIL = "rest_until";
    private static final String TYPE = "record";
    private static final int VERSION = 1;

    public static ItemKey key(Tenant tenant, String id) {
        return new ItemKey(tenant.prefix() + "#RECORD#" + id, KIND);
    }

    /// The id that stands in a key.
    static String idIn(ItemKey key) {
        return key.partition().substring(key.partition().lastIndexOf('#') + 1);
    }

    public String consent() {
        return agreed.consent();
    }

    public List<String> accounts() {
        return agreed.accounts();
    }

    public List<String> products() {
        return agreed.products();
    }

    public Optional<byte[]> sealedGrant() {
        return sealed.grant();
    }

    public Optional<byte[]> sealedHanded() {
        return sealed.handed();
    }

    public Item toItem() {
        return access.on(Item.draft(key(tenant, id), TYPE, VERSION))
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("customer", customer)
                .with("bank", bank)
                .with("consent", consent())
                .with("accounts", accounts())
                .with("products", products())
                .with(STATUS, status.name())
                .with(GRANT, sealedGrant())
                .with("callback", callback)
                .with(REST_UNTIL, restUntil)
                .with("handed", sealedHanded())
                .with("holder_at_bank", holder)
                .with("created_at", createdAt)
                .due(access.ends()
                        .map(ends -> EndingAccess.SHARDS.place(id, AccessNotices.next(ends.first(), createdAt))))
                .in(Index.BY_OWNER, Counters.listing(tenant, KIND), Listing.sort(createdAt, id))
                .in(Index.BY_CUSTOMER, Listing.customerPartition(tenant, customer), Listing.sort(KIND, createdAt, id))
                .done();
    }

    public static Connection of(Item item) {
        return new Connection(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                item.text("customer"),
                item.text("bank"),
                new Agreed(item.text("consent"), item.texts("accounts"), item.texts("products")),
                Status.valueOf(item.text(STATUS)),
                new Sealed(item.optionalBytes(GRANT), item.optionalBytes("handed")),
                item.optionalText("callback"),
                AccessAtBank.of(item),
                item.optionalInstant(REST_UNTIL),
                item.optionalText("holder_at_bank"),
                item.instant("created_at"));
    }
}
