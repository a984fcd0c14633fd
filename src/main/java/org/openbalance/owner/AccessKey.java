package org.openbalance.owner;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Write;

/// A key of an owner in one environment. Only the digest of its text is kept.
///
/// @param digest SHA-256 of the key, in hex
/// @param endsAt when a replaced key stops working
public record AccessKey(
        String digest,
        Kind kind,
        Tenant tenant,
        String ownerName,
        String appName,
        boolean disabled,
        Optional<Instant> endsAt) {

    static final String TYPE = "key";
    static final int TYPE_VERSION = 1;

    public enum Kind {
        /// For servers: reads what the owner may read.
        SECRET("sk"),
        /// For pages: names the owner that opens a widget.
        PUBLIC("pk"),
        /// For pages: goes with the public key.
        CLIENT("ct");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        String text(Environment environment, String random) {
            return prefix + (environment == Environment.SANDBOX ? "_sandbox_" : "_live_") + random;
        }
    }

    static ItemKey key(String digest) {
        return new ItemKey("KEY#" + digest, "KEY");
    }

    static AccessKey of(String text, Kind kind, Tenant tenant, Owner owner) {
        return new AccessKey(Hashes.sha256(text), kind, tenant, owner.name(), owner.appName(), false, Optional.empty());
    }

    boolean works(Instant now) {
        return !disabled && endsAt.map(now::isBefore).orElse(true);
    }

    /// Ends the key then, or earlier if it ends earlier anyhow.
    Write endingBy(Instant end) {
        return Write.change(key(digest))
                .set("ends_at", endsAt.filter(end::isAfter).orElse(end))
                .when(Condition.exists());
    }

    Item toItem() {
        return Item.draft(key(digest), TYPE, TYPE_VERSION)
                .with("digest", digest)
                .with("kind", kind.name().toLowerCase(Locale.ROOT))
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("owner_name", ownerName)
                .with("app_name", appName)
                .with("disabled", disabled)
                .with("ends_at", endsAt)
                .done();
    }

    static AccessKey of(Item item) {
        return new AccessKey(
                item.text("digest"),
                Kind.valueOf(item.text("kind").toUpperCase(Locale.ROOT)),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                item.text("owner_name"),
                item.text("app_name"),
                item.flag("disabled"),
                item.optionalInstant("ends_at"));
    }
}
