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

/// The person or firm whose accounts are read: one for each owner, known again across logins.
///
/// @param identities keys of the pointers that lead to it
/// @param flagged the banks that the owner flagged the customer at
public record Customer(
        String id,
        Tenant tenant,
        String name,
        Optional<String> bvn,
        Optional<String> phone,
        Optional<String> email,
        List<String> identities,
        List<String> flagged,
        Instant createdAt,
        Instant updatedAt) {

    public static final String KIND = "CUSTOMER";
    static final String FLAGGED = "flagged";
    static final String UPDATED = "updated_at";
    private static final String TYPE = "customer";
    private static final int VERSION = 1;

    static ItemKey key(Tenant tenant, String id) {
        return new ItemKey(tenant.prefix() + "#CUSTOMER#" + id, KIND);
    }

    /// The pointer that leads from a fact about a customer, by its keyed digest, to the customer.
    static ItemKey identityKey(Tenant tenant, String identity) {
        return new ItemKey(tenant.prefix() + "#KNOWN#" + identity, KIND);
    }

    /// The time of a change made now: changes of one customer follow each other, whatever the clocks of two functions
    /// say.
    Instant nextChange(Instant now) {
        return now.isAfter(updatedAt) ? now : updatedAt.plusMillis(1);
    }

    Customer flagged(List<String> banks, Instant at) {
        return new Customer(id, tenant, name, bvn, phone, email, identities, banks, createdAt, at);
    }

    Item toItem() {
        return Item.draft(key(tenant, id), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("name", name)
                .with("bvn", bvn)
                .with("phone", phone)
                .with("email", email)
                .with("identities", identities)
                .with(FLAGGED, flagged)
                .with("created_at", createdAt)
                .with(UPDATED, updatedAt)
                .in(Index.BY_OWNER, Counters.listing(tenant, KIND), Listing.sort(createdAt, id))
                .done();
    }

    static Customer of(Item item) {
        return new Customer(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                item.text("name"),
                item.optionalText("bvn"),
                item.optionalText("phone"),
                item.optionalText("email"),
                item.texts("identities"),
                item.texts(FLAGGED),
                item.instant("created_at"),
                item.instant(UPDATED));
    }
}
