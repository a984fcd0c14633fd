package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.api.Reply;
import org.openbalance.platform.Ids;
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

    public PendingEvents raise(Event... events) {
        return raise(List.of(events));
    }

    /// Writes nothing by itself. Costs a Query for a tenant that was not asked for in the last five seconds.
    public PendingEvents raise(List<Event> events) {
        var deliveries = new ArrayList<Delivery>();
        for (var event : events) {
            deliveries.addAll(deliveries(event, subscriptions.listening(event)));
        }
        return pending(deliveries);
    }

    /// Sends what was raised, once the transaction is committed. Never fails: what cannot be queued is swept up later.
    public void dispatch(PendingEvents pending) {
        deliveryQueue.send(pending.messages());
    }

    /// Tells things once more.
    ///
    /// @param only the subscription that is to hear of it; without one, all that listen do
    /// @param effect of how many events that is; committed with the last of them, if they are too many for one
    /// transaction
    public Reply resend(List<Event> events, Optional<String> only, Effect<Integer> effect) {
        var deliveries = new ArrayList<Delivery>();
        for (var event : events.stream().map(Event::resent).toList()) {
            deliveries.addAll(deliveries(
                    event,
                    only.map(id -> List.of(subscriptions.get(event.subject().tenant(), id)))
                            .orElseGet(() -> subscriptions.listening(event))));
        }
        var pending = pending(deliveries);
        var writes = pending.writes();
        var left = writes;
        while (left.size() > MOST_WITH_EFFECT) {
            table.commit(left.subList(0, MOST_WITH_EFFECT));
            left = left.subList(MOST_WITH_EFFECT, left.size());
        }
        if (!left.isEmpty()) {
            effect.commit(table, left, writes.size());
        }
        dispatch(pending);
        return effect.reply(writes.size());
    }

    /// Tells one subscription alone.
    Delivery tell(Event event, Subscription to, Effect<Delivery> effect) {
        var delivery = deliveries(event, List.of(to)).getFirst();
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

    private List<Delivery> deliveries(Event event, List<Subscription> listening) {
        if (listening.isEmpty()) {
            return List.of();
        }
        var eventId = Ids.next(clock.instant());
        var body = Json.write(Envelope.of(eventId, event, base)).getBytes(StandardCharsets.UTF_8);
        return listening.stream()
                .map(subscription -> delivery(event, subscription, eventId, body))
                .toList();
    }

    private Delivery delivery(Event event, Subscription subscription, String eventId, byte[] body) {
        var now = clock.instant();
        var id = Ids.next(now);
        var tenant = event.subject().tenant();
        return new Delivery(
                id,
                tenant,
                subscription.id(),
                new Delivery.Content(
                        eventId, event.type(), ids(event.subject()), vault.seal(tenant, BODY_PURPOSE, id, body)),
                Delivery.State.PENDING,
                new Delivery.Progress(0, 0, List.of(), Optional.of(now), Optional.empty()),
                now,
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
