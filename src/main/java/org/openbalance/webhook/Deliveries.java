package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.openbalance.api.ApiException;
import org.openbalance.api.Mark;
import org.openbalance.api.Problem;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.InvalidCursor;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// The log of deliveries, newest first, and sending them again.
@Singleton
public final class Deliveries {

    private static final String CURSOR = "delivery-cursor";
    /// Sorts behind every time and id.
    private static final String LAST = "~";
    private static final int SECOND_MS = 1_000;

    private final Table table;
    private final Vault vault;
    private final DeliveryQueue deliveryQueue;
    private final InstantSource clock;

    Deliveries(Table table, Vault vault, DeliveryQueue deliveryQueue, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.deliveryQueue = deliveryQueue;
        this.clock = clock;
    }

    /// A page of the log.
    ///
    /// @param cursor asks for what is older; empty at the end of the log
    public record Page(List<Delivery> deliveries, Optional<String> cursor) {}

    /// @param webhooks whose deliveries are listed, together
    /// @param skip how many of the newest are passed over
    /// @param cursor where an earlier page ended
    /// @throws InvalidCursor if the cursor was not given out by this log
    public Page page(
            Tenant tenant,
            List<String> webhooks,
            Optional<Delivery.State> state,
            int skip,
            int limit,
            Optional<String> cursor) {
        var before = cursor.map(text -> opened(tenant, text)).orElse(Delivery.PREFIX + LAST);
        var found = new ArrayList<Item>();
        var looked = 0;
        var wanted = skip + limit;
        var more = true;
        // One slice of every webhook's log, merged; as often as it takes to find enough of the wanted state.
        while (more && found.size() < wanted && looked < WebhookLimits.LOG_SEARCHED) {
            var slice = slice(tenant, webhooks, before, wanted);
            more = slice.size() == wanted;
            looked += slice.size();
            slice.stream()
                    .filter(item -> state.map(one -> one.name().equals(item.text(Delivery.STATE)))
                            .orElse(true))
                    .forEach(found::add);
            if (!slice.isEmpty()) {
                before = slice.getLast().key().sort();
            }
        }
        var page = found.stream().skip(skip).limit(limit).toList();
        var cut = found.size() > wanted;
        var end = cut ? page.getLast().key().sort() : before;
        return new Page(
                page.stream().map(Delivery::of).toList(),
                cut || more ? Optional.of(vault.sealText(tenant, CURSOR, "", end)) : Optional.empty());
    }

    private List<Item> slice(Tenant tenant, List<String> webhooks, String before, int limit) {
        return webhooks.stream()
                .flatMap(webhook -> table
                        .query(Query.of(Delivery.partition(tenant, webhook))
                                .between(Delivery.PREFIX, before)
                                .descending()
                                .atMost(limit + 1))
                        .stream())
                .filter(item -> !item.key().sort().equals(before))
                .sorted(Comparator.comparing((Item item) -> item.key().sort()).reversed())
                .limit(limit)
                .toList();
    }

    private String opened(Tenant tenant, String cursor) {
        try {
            return vault.openText(tenant, CURSOR, "", cursor);
        } catch (SealBroken forged) {
            throw new InvalidCursor();
        }
    }

    /// The delivery with an id, among those of the webhooks.
    ///
    /// @throws ApiException 404 if there is none
    Delivery get(Tenant tenant, List<String> webhooks, String id) {
        // An id begins with the second it was made in, and so does its place in the log.
        var second = Instant.ofEpochSecond(Long.parseLong(id, 0, 8, 16));
        var first = Delivery.sort(second, "");
        var last = Delivery.sort(second.plusMillis(SECOND_MS - 1L), LAST);
        return webhooks.stream()
                .flatMap(webhook ->
                        table
                                .query(Query.of(Delivery.partition(tenant, webhook))
                                        .between(first, last))
                                .stream())
                .map(Delivery::of)
                .filter(delivery -> delivery.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.unknown("delivery").exception());
    }

    /// Those of a webhook that were raised between two instants, both included, the oldest first; at most
    /// [WebhookLimits#REPLAYED].
    List<Delivery> within(Tenant tenant, String webhook, Instant from, Instant to, Predicate<Delivery> wanted) {
        return table
                .query(Query.of(Delivery.partition(tenant, webhook))
                        .between(Delivery.PREFIX + Listing.time(from), Delivery.sort(to, LAST)))
                .stream()
                .map(Delivery::of)
                .filter(wanted)
                .limit(WebhookLimits.REPLAYED)
                .toList();
    }

    /// Sends deliveries again, with the same id and the same body: a new round of attempts begins, now.
    ///
    /// @param mark of the call: a repetition of it sends nothing once more
    /// @return those that are on their way
    List<Delivery> replay(List<Delivery> deliveries, Mark mark) {
        var again =
                deliveries.stream().flatMap(one -> replay(one, mark).stream()).toList();
        deliveryQueue.send(again.stream()
                .map(delivery -> new DeliveryMessage(delivery.key(), delivery.tries()))
                .toList());
        return again;
    }

    /// Empty if it changed meanwhile: an attempt that is under way tells it anyhow.
    private Optional<Delivery> replay(Delivery delivery, Mark mark) {
        if (delivery.isReplayedBy(mark)) {
            return Optional.of(delivery);
        }
        var now = clock.instant();
        var change = Write.change(delivery.key())
                .set(Delivery.STATE, Delivery.State.PENDING.name())
                .set(Delivery.ROUND, delivery.tries())
                .set(Delivery.NEXT, now)
                .set(Delivery.REPLAYED_BY, mark.note())
                .due(Optional.of(Delivery.place(delivery.id(), now.plus(WebhookLimits.SAFETY_NET))))
                .when(Condition.all(
                        Condition.equal(Delivery.STATE, delivery.state().name()),
                        Condition.equal(Delivery.TRIES, delivery.tries())));
        return switch (table.write(change)) {
            case Outcome.Done done -> done.item().map(Delivery::of);
            case Outcome.Refused _ -> Optional.empty();
        };
    }
}
