package org.openbalance.owner;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Makes owners and their keys, replaces keys, disables owners.
@Singleton
public final class Owners {

    /// How long a replaced secret key goes on working, for servers that are being given the new one.
    public static final Duration ROTATION_GRACE = Duration.ofHours(24);

    private static final int DISABLE_TRIES = 5;
    private static final String KEYS_CHANGED = "The owner's keys changed meanwhile; try again";

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

    /// A key that works, without its text.
    ///
    /// @param mark the first eight hex digits of the key's SHA-256, to tell keys apart
    /// @param endsAt empty for one that goes on
    public record KeyState(String mark, Environment environment, AccessKey.Kind kind, Optional<Instant> endsAt) {}

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

    /// What a session of a disabled owner is answered.
    public static ApiException suspended() {
        return Problem.of(403, Problem.Type.SUSPENDED, "The company that opened this was disabled")
                .exception();
    }

    /// For what is about to commit something on behalf of an owner's customer: one consistent read.
    ///
    /// @throws ApiException 403 if the owner is disabled, or gone
    public Owner requireEnabled(String id) {
        return latest(id).filter(owner -> !owner.disabled()).orElseThrow(Owners::suspended);
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

    /// Notes that the owner is about to import old ids: those of owners that have none are not looked for.
    public void noteOldIds(Tenant tenant) {
        table.write(Write.change(Owner.key(tenant.owner()))
                .set(Owner.oldIdsIn(tenant.environment()), true)
                .when(Condition.exists()));
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

    /// A new key of one kind in one environment. Those it replaces go on working until `end`; one that ends earlier
    /// keeps its end. Keys of other kinds are not touched.
    ///
    /// @param end when the keys before it stop working; empty for one that goes on until [#endOthers], as a
    /// public key that stands in live pages should
    /// @return the text of the key, shown once; empty if there is no such owner
    /// @throws IllegalStateException if the owner is disabled (a new key would bring it back), has
    /// [Owner#MOST_KEYS] keys that work, or if its keys changed meanwhile
    public Optional<String> rotate(String id, Environment environment, AccessKey.Kind kind, Optional<Duration> end) {
        return latest(id).map(owner -> {
            requireEnabled(owner);
            var now = clock.instant();
            var text = kind.text(environment, Ids.token());
            var fresh = AccessKey.of(text, kind, new Tenant(owner.id(), environment), owner);
            var working = working(owner, now);
            requireRoom(working);
            var writes = new ArrayList<Write>();
            writes.add(Write.create(fresh.toItem()));
            end.ifPresent(grace ->
                    ofKind(working, environment, kind).forEach(key -> writes.add(key.endingBy(now.plus(grace)))));
            writes.add(holding(owner, Stream.concat(working.stream(), Stream.of(fresh))));
            requireDone(writes, KEYS_CHANGED);
            return text;
        });
    }

    /// Ends all keys of one kind in one environment but the newest, at once.
    ///
    /// @return how many ended; empty if there is no such owner
    public OptionalInt endOthers(String id, Environment environment, AccessKey.Kind kind) {
        var found = latest(id);
        if (found.isEmpty()) {
            return OptionalInt.empty();
        }
        var owner = found.get();
        var now = clock.instant();
        var working = working(owner, now);
        var ofKind = ofKind(working, environment, kind);
        var others = ofKind.subList(0, Math.max(0, ofKind.size() - 1));
        var writes = new ArrayList<Write>();
        others.forEach(key -> writes.add(key.endingBy(now)));
        writes.add(holding(owner, working.stream().filter(key -> !others.contains(key))));
        requireDone(writes, KEYS_CHANGED);
        return OptionalInt.of(others.size());
    }

    /// The keys of an owner that work, oldest first, without their texts; read from the table at this moment.
    public List<KeyState> keys(String id) {
        return latest(id)
                .map(owner -> working(owner, clock.instant()).stream()
                        .map(key -> new KeyState(
                                key.digest().substring(0, 8), key.tenant().environment(), key.kind(), key.endsAt()))
                        .toList())
                .orElse(List.of());
    }

    /// Ends all keys of an owner, within the minute that functions remember them, those that are being made at this
    /// moment included.
    public boolean disable(String id) {
        for (var attempt = 0; attempt < DISABLE_TRIES; attempt++) {
            var owner = latest(id);
            if (owner.isEmpty() || disable(owner.get())) {
                return owner.isPresent();
            }
        }
        throw new IllegalStateException(KEYS_CHANGED);
    }

    private boolean disable(Owner owner) {
        var writes = new ArrayList<Write>();
        writes.add(
                Write.change(Owner.key(owner.id())).set("disabled", true).when(Condition.equal("keys", owner.keys())));
        owner.keys()
                .forEach(digest -> writes.add(Write.change(AccessKey.key(digest))
                        .set("disabled", true)
                        .when(Condition.exists())));
        return table.commit(writes).done();
    }

    private Optional<Owner> latest(String id) {
        return table.getLatest(Owner.key(id)).map(Owner::of);
    }

    private List<AccessKey> working(Owner owner, Instant now) {
        var byDigest = table
                .getAllLatest(owner.keys().stream().map(AccessKey::key).toList())
                .stream()
                .map(AccessKey::of)
                .collect(Collectors.toMap(AccessKey::digest, Function.identity()));
        return owner.keys().stream()
                .map(byDigest::get)
                .filter(Objects::nonNull)
                .filter(key -> key.works(now))
                .toList();
    }

    private static List<AccessKey> ofKind(List<AccessKey> keys, Environment environment, AccessKey.Kind kind) {
        return keys.stream()
                .filter(key -> key.kind() == kind && key.tenant().environment() == environment)
                .toList();
    }

    /// The owner with these keys and no others, if nobody changed them meanwhile.
    private static Write holding(Owner owner, Stream<AccessKey> keys) {
        return Write.change(Owner.key(owner.id()))
                .set("keys", keys.map(AccessKey::digest).toList())
                .when(Condition.all(Condition.equal("keys", owner.keys()), Condition.equal("disabled", false)));
    }

    private static void requireEnabled(Owner owner) {
        if (owner.disabled()) {
            throw new IllegalStateException("The owner is disabled");
        }
    }

    private static void requireRoom(List<AccessKey> working) {
        if (working.size() >= Owner.MOST_KEYS) {
            throw new IllegalStateException(
                    "An owner has at most " + Owner.MOST_KEYS + " keys that work; end some first");
        }
    }

    private Owner draft(String id, String name, String appName, int consentDays) {
        requireConsentDays(consentDays);
        return new Owner(
                id,
                new Owner.Brand(name, appName, Optional.empty(), Optional.empty()),
                new Owner.Terms(consentDays, Optional.of(Owner.USUAL_CADENCE), Owner.DEFAULT_TIME_ZONE),
                false,
                List.of(),
                List.of(),
                Set.of(),
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
                draft.brand(),
                draft.terms(),
                draft.disabled(),
                keys.stream().map(AccessKey::digest).toList(),
                draft.origins(),
                draft.oldIds(),
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
