package org.openbalance.owner;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.store.Condition;
import org.openbalance.store.Environment;
import org.openbalance.store.Ids;
import org.openbalance.store.Item;
import org.openbalance.store.Outcome;
import org.openbalance.store.Query;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// Makes owners and their keys, replaces keys, disables owners.
@Singleton
public final class Owners {

    /// How long a replaced key goes on working, for servers that are being given the new one.
    public static final Duration ROTATION_GRACE = Duration.ofHours(24);

    private final Table table;
    private final InstantSource clock;

    public Owners(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// The texts of an owner's keys in one environment; shown once, kept nowhere.
    public record KeyTexts(String secret, String publicKey, String clientToken) {

        @Override
        public String toString() {
            return "(keys)";
        }
    }

    public record Created(Owner owner, KeyTexts production, KeyTexts sandbox) {}

    /// @param consentDays from 1 to [Owner#MAX_CONSENT_DAYS]
    public Created create(String name, String appName, int consentDays) {
        var owner = draft(Ids.next(clock.instant()), name, appName, consentDays);
        var production = random(Environment.PRODUCTION);
        var sandbox = random(Environment.SANDBOX);
        var keys = new ArrayList<>(keysOf(owner, Environment.PRODUCTION, production));
        keys.addAll(keysOf(owner, Environment.SANDBOX, sandbox));
        return new Created(save(owner, keys), production, sandbox);
    }

    /// An owner with an id and sandbox keys that are known beforehand; does nothing if it is there. For one machine
    /// only.
    public void ensureSandbox(String id, String name, String appName, KeyTexts sandbox) {
        if (find(id).isEmpty()) {
            var owner = draft(id, name, appName, Owner.MAX_CONSENT_DAYS);
            save(owner, keysOf(owner, Environment.SANDBOX, sandbox));
        }
    }

    public Optional<Owner> find(String id) {
        return table.get(Owner.key(id)).map(Owner::of);
    }

    public List<Owner> list() {
        return table.query(Query.of(Owner.PARTITION)).stream().map(Owner::of).toList();
    }

    /// Changes what is shown of an owner, how long consents given to it from now on last, and whose days it counts.
    ///
    /// @param logo a picture as [Logo] has it
    /// @param color such as `#3AB795`
    /// @param consentDays from 1 to [Owner#MAX_CONSENT_DAYS]
    /// @return the owner as it stands now, if there is one
    public Optional<Owner> set(
            String id,
            Optional<String> logo,
            Optional<String> color,
            Optional<Integer> consentDays,
            Optional<ZoneId> timeZone) {
        consentDays.ifPresent(Owners::requireConsentDays);
        var change = Write.change(Owner.key(id)).when(Condition.exists());
        logo.ifPresent(present -> change.set("logo", present));
        color.ifPresent(present -> change.set("color", present));
        consentDays.ifPresent(present -> change.set("consent_days", present));
        timeZone.ifPresent(present -> change.set("time_zone", present.getId()));
        return switch (table.write(change)) {
            case Outcome.Done done -> done.item().map(Owner::of);
            case Outcome.Refused _ -> Optional.empty();
        };
    }

    /// Changes how often the owner's accounts are read by themselves: each from its next read on.
    ///
    /// @param cadence empty for never
    /// @return the owner as it stands now, if there is one
    public Optional<Owner> setCadence(String id, Optional<Duration> cadence) {
        cadence.ifPresent(Owner::requireCadence);
        var change = Write.change(Owner.key(id))
                .set(Owner.CADENCE, cadence.map(Duration::toSeconds).orElse(0L))
                .when(Condition.exists());
        return switch (table.write(change)) {
            case Outcome.Done done -> done.item().map(Owner::of);
            case Outcome.Refused _ -> Optional.empty();
        };
    }

    /// Lets pages of an origin open the owner's widget, or no longer.
    ///
    /// @param origin such as `https://shop.example`
    /// @return the owner as it stands now, if there is one
    /// @throws IllegalStateException past [Owner#MOST_ORIGINS]
    public Optional<Owner> allowOrigin(String id, String origin, boolean allowed) {
        return find(id).map(owner -> {
            var origins = new ArrayList<>(owner.origins());
            origins.remove(origin);
            if (allowed) {
                origins.add(origin);
            }
            if (origins.size() > Owner.MOST_ORIGINS) {
                throw new IllegalStateException("An owner has at most " + Owner.MOST_ORIGINS + " origins");
            }
            var change = Write.change(Owner.key(id))
                    .set("origins", origins)
                    .when(Condition.equal("origins", owner.origins()));
            return switch (table.write(change)) {
                case Outcome.Done done -> Owner.of(done.item().orElseThrow());
                case Outcome.Refused _ ->
                    throw new IllegalStateException("The owner's origins changed meanwhile; try again");
            };
        });
    }

    /// New keys for one environment; the ones they replace end after [#ROTATION_GRACE], or at once.
    ///
    /// @throws IllegalStateException if the owner is disabled: new keys would bring it back
    public Optional<KeyTexts> rotate(String id, Environment environment, boolean atOnce) {
        return find(id).map(owner -> rotate(owner, environment, atOnce));
    }

    private KeyTexts rotate(Owner owner, Environment environment, boolean atOnce) {
        if (owner.disabled()) {
            throw new IllegalStateException("The owner is disabled");
        }
        var now = clock.instant();
        var texts = random(environment);
        var fresh = keysOf(owner, environment, texts);
        var standing = table.getAll(owner.keys().stream().map(AccessKey::key).toList()).stream()
                .map(AccessKey::of)
                .filter(key -> key.works(now))
                .toList();
        var replaced = standing.stream()
                .filter(key -> key.tenant().environment() == environment)
                .toList();
        var writes = new ArrayList<Write>();
        fresh.forEach(key -> writes.add(Write.create(key.toItem())));
        replaced.forEach(key -> writes.add(Write.change(AccessKey.key(key.digest()))
                .set("ends_at", key.endsAt().orElse(atOnce ? now : now.plus(ROTATION_GRACE)))));
        var digests = new ArrayList<>(standing.stream().map(AccessKey::digest).toList());
        fresh.forEach(key -> digests.add(key.digest()));
        writes.add(Write.change(Owner.key(owner.id()))
                .set("keys", digests)
                .when(Condition.all(Condition.equal("keys", owner.keys()), Condition.equal("disabled", false))));
        requireDone(writes, "The owner's keys changed meanwhile; try again");
        return texts;
    }

    /// Ends all keys of an owner, within the minute that functions remember them.
    public boolean disable(String id) {
        var owner = find(id);
        owner.ifPresent(present -> {
            var writes = new ArrayList<Write>();
            writes.add(Write.change(Owner.key(id)).set("disabled", true));
            present.keys()
                    .forEach(digest -> writes.add(Write.change(AccessKey.key(digest))
                            .set("disabled", true)
                            .when(Condition.exists())));
            requireDone(writes, "The owner's keys changed meanwhile; try again");
        });
        return owner.isPresent();
    }

    private Owner draft(String id, String name, String appName, int consentDays) {
        requireConsentDays(consentDays);
        return new Owner(
                id,
                name,
                appName,
                Optional.empty(),
                Optional.empty(),
                consentDays,
                Optional.of(Owner.USUAL_CADENCE),
                false,
                List.of(),
                List.of(),
                Owner.DEFAULT_TIME_ZONE,
                clock.instant());
    }

    private static void requireConsentDays(int days) {
        if (days < 1 || days > Owner.MAX_CONSENT_DAYS) {
            throw new IllegalArgumentException("A consent lasts 1 to " + Owner.MAX_CONSENT_DAYS + " days");
        }
    }

    private Owner save(Owner draft, List<AccessKey> keys) {
        var owner = new Owner(
                draft.id(),
                draft.name(),
                draft.appName(),
                draft.logo(),
                draft.color(),
                draft.consentDays(),
                draft.cadence(),
                draft.disabled(),
                keys.stream().map(AccessKey::digest).toList(),
                draft.origins(),
                draft.timeZone(),
                draft.createdAt());
        var writes = new ArrayList<Write>();
        writes.add(Write.create(owner.toItem()));
        for (Item key : keys.stream().map(AccessKey::toItem).toList()) {
            writes.add(Write.create(key));
        }
        requireDone(writes, "The owner or one of its keys is there already");
        return owner;
    }

    private void requireDone(List<Write> writes, String otherwise) {
        if (!table.commit(writes).done()) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static List<AccessKey> keysOf(Owner owner, Environment environment, KeyTexts texts) {
        var tenant = new Tenant(owner.id(), environment);
        return List.of(
                AccessKey.of(texts.secret(), AccessKey.Kind.SECRET, tenant, owner),
                AccessKey.of(texts.publicKey(), AccessKey.Kind.PUBLIC, tenant, owner),
                AccessKey.of(texts.clientToken(), AccessKey.Kind.CLIENT, tenant, owner));
    }

    private static KeyTexts random(Environment environment) {
        return new KeyTexts(
                AccessKey.Kind.SECRET.text(environment, Ids.token()),
                AccessKey.Kind.PUBLIC.text(environment, Ids.token()),
                AccessKey.Kind.CLIENT.text(environment, Ids.token()));
    }
}
