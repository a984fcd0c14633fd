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
/// @param products what the consent covers, in wire names
/// @param callback the subscription that the session's `callback_url` made
/// @param sealedHanded `options` and `meta` of the session, which its events hand back
public record Connection(
        String id,
        Tenant tenant,
        String customer,
        String bank,
        String consent,
        List<String> accounts,
        List<String> products,
        Status status,
        byte[] sealedGrant,
        Optional<String> callback,
        Optional<byte[]> sealedHanded,
        Instant createdAt) {

    public enum Status {
        ACTIVE,
        /// The bank asks for a new sign-in before it gives anything more.
        REAUTH_REQUIRED
    }

    public static final String KIND = "RECORD";
    static final String STATUS = "status";
    private static final String TYPE = "record";
    private static final int VERSION = 1;

    public static ItemKey key(Tenant tenant, String id) {
        return new ItemKey(tenant.prefix() + "#RECORD#" + id, KIND);
    }

    public Item toItem() {
        return Item.draft(key(tenant, id), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("customer", customer)
                .with("bank", bank)
                .with("consent", consent)
                .with("accounts", accounts)
                .with("products", products)
                .with(STATUS, status.name())
                .with("grant", sealedGrant)
                .with("callback", callback)
                .with("handed", sealedHanded)
                .with("created_at", createdAt)
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
                item.text("consent"),
                item.texts("accounts"),
                item.texts("products"),
                Status.valueOf(item.text(STATUS)),
                item.bytes("grant"),
                item.optionalText("callback"),
                item.optionalBytes("handed"),
                item.instant("created_at"));
    }
}
