package org.openbalance.owner;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.platform.Environment;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;

/// A company that calls the API.
///
/// @param consentDays how long a consent given to it lasts, at most 90 days
/// @param keys digests of its keys
/// @param origins web origins that may open its widget
/// @param oldIds where it has imported ids of Okra's customers and accounts
public record Owner(
        String id,
        Brand brand,
        Terms terms,
        boolean disabled,
        List<String> keys,
        List<String> origins,
        Set<Environment> oldIds,
        Instant createdAt) {

    /// What customers see of it in the widget.
    public record Brand(String name, String appName, Optional<String> logo, Optional<String> color) {}

    /// What was agreed with it.
    ///
    /// @param cadence how often its accounts are read by themselves: from [#SHORTEST_CADENCE] to
    /// [#LONGEST_CADENCE]; empty if never
    /// @param timeZone whose days its balances' history is in, if a call names no other
    public record Terms(int consentDays, Optional<Duration> cadence, ZoneId timeZone) {}

    public static final int MAX_CONSENT_DAYS = 90;
    public static final int MOST_ORIGINS = 50;
    /// Of both environments and all kinds together; what one transaction can end.
    public static final int MOST_KEYS = 50;
    public static final Duration USUAL_CADENCE = Duration.ofHours(6);
    public static final Duration SHORTEST_CADENCE = Duration.ofMinutes(5);
    public static final Duration LONGEST_CADENCE = Duration.ofDays(7);
    /// Of most banks that are served: their days end at midnight there, an hour before the day of UTC does.
    public static final ZoneId DEFAULT_TIME_ZONE = ZoneId.of("Africa/Lagos");

    static final String CADENCE = "cadence";
    private static final String OLD_IDS = "old_ids_";
    static final String TYPE = "owner";
    static final int TYPE_VERSION = 1;
    /// Owners are few and rarely read: they share a partition, so that they can be listed.
    static final String PARTITION = "OWNERS";

    public String name() {
        return brand.name();
    }

    public String appName() {
        return brand.appName();
    }

    public Optional<String> logo() {
        return brand.logo();
    }

    public Optional<String> color() {
        return brand.color();
    }

    public int consentDays() {
        return terms.consentDays();
    }

    public Optional<Duration> cadence() {
        return terms.cadence();
    }

    public ZoneId timeZone() {
        return terms.timeZone();
    }

    /// Whether a page of this origin may open the owner's widget.
    public boolean allows(String origin) {
        return origins.contains(origin);
    }

    /// @throws IllegalArgumentException for one that is too short or too long
    public static void requireCadence(Duration cadence) {
        if (cadence.compareTo(SHORTEST_CADENCE) < 0 || cadence.compareTo(LONGEST_CADENCE) > 0) {
            throw new IllegalArgumentException("Accounts are read each 5 minutes to 7 days by themselves, or never");
        }
    }

    static ItemKey key(String id) {
        return new ItemKey(PARTITION, id);
    }

    Item toItem() {
        return Item.draft(key(id), TYPE, TYPE_VERSION)
                .with("id", id)
                .with("name", name())
                .with("app_name", appName())
                .with("logo", logo())
                .with("color", color())
                .with("consent_days", consentDays())
                .with(CADENCE, cadence().map(Duration::toSeconds).orElse(0L))
                .with("disabled", disabled)
                .with("keys", keys)
                .with("origins", origins)
                .with("time_zone", timeZone().getId())
                .with("created_at", createdAt)
                .done();
    }

    static Owner of(Item item) {
        return new Owner(
                item.text("id"),
                new Brand(
                        item.text("name"),
                        item.text("app_name"),
                        item.optionalText("logo"),
                        item.optionalText("color")),
                new Terms(
                        (int) item.number("consent_days"),
                        cadence(item.number(CADENCE, USUAL_CADENCE.toSeconds())),
                        item.optionalText("time_zone").map(ZoneId::of).orElse(DEFAULT_TIME_ZONE)),
                item.flag("disabled"),
                item.texts("keys"),
                item.texts("origins"),
                Stream.of(Environment.values())
                        .filter(environment -> item.flag(oldIdsIn(environment)))
                        .collect(Collectors.toUnmodifiableSet()),
                item.instant("created_at"));
    }

    /// The attribute that says so of one environment; it is set after the owner was made.
    static String oldIdsIn(Environment environment) {
        return OLD_IDS + environment.wire();
    }

    private static Optional<Duration> cadence(long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
