package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.api.Limits;
import org.openbalance.api.Mark;
import org.openbalance.api.Reply;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Raises events: each is written in the transaction of the change that it reports, and sent after it.
///
/// An event whose process dies between the two is found by the sweep of what is due, so none is lost and none is told
/// of what did not happen.
@Singleton
public final class EventPublisher {

    static final String BODY_PURPOSE = "event-body";
    /// The answer of the call is one write more.
    private static final int MOST_WITH_EFFECT = Table.TRANSACTION_LIMIT - 1;

    private static final String RESENT_TYPE = "resent";
    private static final int RESENT_VERSION = 1;

    private final Table table;
    private final Vault vault;
    private final Subscriptions subscriptions;
    private final DeliveryQueue deliveryQueue;
    private final InstantSource clock;
    private final Optional<String> base;

    public EventPublisher(
            Table table,
            Vault vault,
            Subscriptions subscriptions,
            DeliveryQueue deliveryQueue,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.base-url") Optional<String> base) {
        this.table = table;
        this.vault = vault;
        this.subscriptions = subscriptions;
        this.deliveryQueue = deliveryQueue;
        this.clock = clock;
        this.base = base;
    }

    /// When events are raised, and by which call.
    ///
    /// @param call the id of its mark, if its repetitions raise the same events
    private record Raising(Instant at, Optional<String> call) {

        static Raising anew(Instant at) {
            return new Raising(at, Optional.empty());
        }

        /// @param webhook that it is delivered to; empty for the event itself
        String idOf(Event event, String webhook) {
            return call.map(known -> Ids.derived(at, String.join("\n", known, event.identity(), webhook)))
                    .orElseGet(() -> Ids.next(at));
        }
    }

    public PendingEvents raise(Event... events) {
        return raise(List.of(events));
    }

    /// Writes nothing by itself. Costs a Query for a tenant that was not asked for in the last five seconds.
    public PendingEvents raise(List<Event> events) {
        var deliveries = new ArrayList<Delivery>();
        for (var event : events) {
            deliveries.addAll(deliveries(event, subscriptions.listening(event), Raising.anew(clock.instant())));
        }
        return pending(deliveries);
    }

    /// Sends what was raised, once the transaction is committed. Never fails: what cannot be queued is swept up later.
    public void dispatch(PendingEvents pending) {
        deliveryQueue.send(pending.messages());
    }

    /// Tells things once more, each once for a call's `Idempotency-Key`: where they are too many for one transaction, a
    /// repetition raises the same deliveries, and writes those that the first call did not come to.
    ///
    /// @param only the subscription that is to hear of it; without one, all that listen do
    /// @param mark of the call
    /// @param effect of how many events that is; committed with the last of them
    public Reply resend(Tenant tenant, List<Event> events, Optional<String> only, Mark mark, Effect<Integer> effect) {
        var raising = raising(tenant, mark);
        var deliveries = new ArrayList<Delivery>();
        for (var event : events.stream().map(Event::resent).toList()) {
            deliveries.addAll(deliveries(
                    event,
                    only.map(id -> List.of(subscriptions.get(tenant, id)))
                            .orElseGet(() -> subscriptions.listening(event)),
                    raising));
        }
        var pending = pending(deliveries);
        write(pending.writes(), effect);
        dispatch(pending);
        return effect.reply(deliveries.size());
    }

    /// Raises what is found anew where a process died before it had noted that this was raised: for the same time and
    /// cause, events have the same ids, and those that are there already are left as they are.
    ///
    /// @param cause names the change, as no other change of that time has it
    /// @param at when it came to be known
    public void raiseOnce(String cause, Instant at, List<Event> events) {
        var raising = new Raising(at, Optional.of(cause));
        var deliveries = new ArrayList<Delivery>();
        for (var event : events) {
            deliveries.addAll(deliveries(event, subscriptions.listening(event), raising));
        }
        var pending = pending(deliveries);
        pending.writes().forEach(table::write);
        dispatch(pending);
    }

    private void write(List<Write> writes, Effect<Integer> effect) {
        var left = writes;
        while (!left.isEmpty()) {
            var part = left.subList(0, Math.min(MOST_WITH_EFFECT, left.size()));
            var rest = left.subList(part.size(), left.size());
            var outcome = rest.isEmpty() ? effect.commit(table, part, writes.size()) : table.commit(part);
            left = switch (outcome) {
                case Outcome.Done _ -> rest;
                case Outcome.Refused refused -> without(left, refused.failed());
            };
        }
    }

    /// What is refused was written by an earlier call with the same key.
    private static List<Write> without(List<Write> writes, Set<Integer> places) {
        return IntStream.range(0, writes.size())
                .filter(place -> !places.contains(place))
                .mapToObj(writes::get)
                .toList();
    }

    /// The time of the first call with a key is kept: ids and places in the log come of it.
    private Raising raising(Tenant tenant, Mark mark) {
        var now = clock.instant();
        return mark.id()
                .map(call -> new Raising(firstCalled(tenant, call, now), mark.id()))
                .orElseGet(() -> Raising.anew(now));
    }

    private Instant firstCalled(Tenant tenant, String call, Instant now) {
        var item = Item.draft(new ItemKey(tenant.prefix() + "#RESENT#" + call, "RESENT"), RESENT_TYPE, RESENT_VERSION)
                .with("at", now)
                .until(now.plus(Limits.IDEMPOTENCY_MEMORY))
                .done();
        var outcome = table.write(Write.put(item)
                .when(Condition.any(Condition.absent(), Condition.less(Item.TTL, now.getEpochSecond()))));
        return switch (outcome) {
            case Outcome.Done _ -> item.instant("at");
            case Outcome.Refused before -> before.item().orElseThrow().instant("at");
        };
    }

    /// Tells one subscription alone.
    Delivery tell(Event event, Subscription to, Effect<Delivery> effect) {
        var delivery =
                deliveries(event, List.of(to), Raising.anew(clock.instant())).getFirst();
        effect.commit(table, List.of(Write.create(delivery.toItem())), delivery);
        deliveryQueue.send(List.of(new DeliveryMessage(delivery.key(), 0)));
        return delivery;
    }

    private static PendingEvents pending(List<Delivery> deliveries) {
        return new PendingEvents(
                deliveries.stream()
                        .<Write>map(delivery -> Write.create(delivery.toItem()))
                        .toList(),
                deliveries.stream()
                        .map(delivery -> new DeliveryMessage(delivery.key(), 0))
                        .toList());
    }

    private List<Delivery> deliveries(Event event, List<Subscription> listening, Raising raising) {
        if (listening.isEmpty()) {
            return List.of();
        }
        var eventId = raising.idOf(event, "");
        var body = Json.write(Envelope.of(eventId, event, base)).getBytes(StandardCharsets.UTF_8);
        return listening.stream()
                .map(subscription -> delivery(event, subscription, raising, eventId, body))
                .toList();
    }

    private Delivery delivery(Event event, Subscription subscription, Raising raising, String eventId, byte[] body) {
        var now = clock.instant();
        var id = raising.idOf(event, subscription.id());
        var tenant = event.subject().tenant();
        return new Delivery(
                id,
                tenant,
                subscription.id(),
                new Delivery.Content(
                        eventId, event.type(), ids(event.subject()), vault.seal(tenant, BODY_PURPOSE, id, body)),
                Delivery.State.PENDING,
                new Delivery.Progress(0, 0, List.of(), Optional.of(now), Optional.empty()),
                raising.at(),
                Optional.of(now.plus(WebhookLimits.SAFETY_NET)));
    }

    private static Map<String, String> ids(EventSubject subject) {
        var ids = new HashMap<String, String>();
        subject.connection().ifPresent(id -> ids.put("record", id));
        subject.customer().ifPresent(id -> ids.put("customer", id));
        subject.account().ifPresent(id -> ids.put("account", id));
        subject.consent().ifPresent(id -> ids.put("consent", id));
        return ids;
    }

    /// The body of a delivery, as it was rendered when it was raised.
    static String body(Vault vault, Delivery delivery) {
        return new String(
                vault.open(delivery.tenant(), BODY_PURPOSE, delivery.id(), delivery.sealedBody()),
                StandardCharsets.UTF_8);
    }
}
