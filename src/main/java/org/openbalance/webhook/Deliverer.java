package org.openbalance.webhook;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.openbalance.api.Effect;
import org.openbalance.api.WebAddress;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.queue.Queues;
import org.openbalance.platform.vault.Vault;

/// Makes the attempts of deliveries.
///
/// An attempt is claimed before it is made, by the number of those before it: a message that comes twice claims once. A
/// claim whose function died is free again after [WebhookLimits#ATTEMPT_LEASE]: a receiver may hear of one thing twice,
/// under one `webhook-id`, but it hears of everything.
@Singleton
public final class Deliverer {

    private static final Logger LOG = Logger.getLogger(Deliverer.class);
    private static final String REMOVED = "The webhook was removed";
    private static final String UNFIT = "The address is not one that events are sent to";

    private final Table table;
    private final Vault vault;
    private final Subscriptions subscriptions;
    private final DeliveryQueue deliveryQueue;
    private final InstantSource clock;
    private final WebhookSender sender;
    private final boolean local;

    Deliverer(
            Table table,
            Vault vault,
            Subscriptions subscriptions,
            DeliveryQueue deliveryQueue,
            InstantSource clock,
            @ConfigProperty(name = "openbalance.webhook.local", defaultValue = "false") boolean local) {
        this.table = table;
        this.vault = vault;
        this.subscriptions = subscriptions;
        this.deliveryQueue = deliveryQueue;
        this.clock = clock;
        this.local = local;
        this.sender = new WebhookSender(InetAddress::getAllByName, Deliverer::tls, local, WebhookLimits.ATTEMPT);
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has a default context of TLS", impossible);
        }
    }

    /// What an attempt led to.
    public enum Result {
        DELIVERED,
        TRIED_AGAIN_LATER,
        DEAD,
        /// Another message made it, or it is done with.
        DROPPED
    }

    public Result attempt(DeliveryMessage message) {
        var claimed = claim(message);
        return claimed.map(this::attempt).orElse(Result.DROPPED);
    }

    private Optional<Delivery> claim(DeliveryMessage message) {
        var change = Write.change(message.delivery())
                .set(Delivery.TRIES, message.tries() + 1)
                .set(Delivery.DUE, clock.instant().plus(WebhookLimits.ATTEMPT_LEASE))
                .when(Condition.all(
                        Condition.equal(Delivery.STATE, Delivery.State.PENDING.name()),
                        Condition.equal(Delivery.TRIES, message.tries())));
        return switch (table.write(change)) {
            case Outcome.Done done -> done.item().map(Delivery::of);
            case Outcome.Refused _ -> Optional.empty();
        };
    }

    private Result attempt(Delivery delivery) {
        // The last attempt was claimed by a function that died.
        if (delivery.begun() > WebhookLimits.RETRIES.size() + 1) {
            return give(delivery, Optional.empty());
        }
        var subscription = subscriptions.latest(delivery.tenant(), delivery.webhook());
        if (subscription.isEmpty()) {
            return give(delivery, Optional.of(failure(REMOVED)));
        }
        var posted = post(delivery, subscription.get());
        var made = posted.attempt();
        if (made.accepted()) {
            write(delivery, Delivery.State.DELIVERED, Optional.of(made), Optional.empty(), Optional.empty());
            return Result.DELIVERED;
        }
        if (made.gone()) {
            subscriptions.remove(subscription.get(), Effect.unanswered());
            LOG.infof("Webhook %s answered 410 and is removed", delivery.webhook());
            return give(delivery, Optional.of(made));
        }
        return RetrySchedule.wait(delivery.begun(), posted.retryAfter())
                .map(wait -> again(delivery, made, wait))
                .orElseGet(() -> give(delivery, Optional.of(made)));
    }

    private WebhookSender.Posted post(Delivery delivery, Subscription subscription) {
        var now = clock.instant();
        try {
            var target = WebAddress.ofReceiver(subscription.url(), local);
            var body = EventPublisher.body(vault, delivery);
            var headers = new LinkedHashMap<String, String>();
            headers.put("webhook-id", delivery.eventId());
            headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
            headers.put(
                    "webhook-signature",
                    Signature.of(subscriptions.secrets(subscription), delivery.eventId(), now, body));
            return sender.post(target, headers, body, now);
        } catch (WebAddress.Unusable invalid) {
            return new WebhookSender.Posted(failure(UNFIT), Optional.empty());
        }
    }

    private Delivery.Attempt failure(String why) {
        return new Delivery.Attempt(clock.instant(), Optional.empty(), Optional.of(why), 0);
    }

    /// A short wait is the queue's, a long one the sweep's.
    private Result again(Delivery delivery, Delivery.Attempt made, Duration wait) {
        var next = clock.instant().plus(wait);
        var queued = wait.compareTo(Queues.LONGEST_DELAY) <= 0;
        var due = queued ? next.plus(WebhookLimits.SAFETY_NET) : next;
        var written = write(delivery, Delivery.State.PENDING, Optional.of(made), Optional.of(next), Optional.of(due));
        if (written && queued) {
            deliveryQueue.sendLater(new DeliveryMessage(delivery.key(), delivery.tries()), wait);
        }
        return Result.TRIED_AGAIN_LATER;
    }

    private Result give(Delivery delivery, Optional<Delivery.Attempt> made) {
        if (write(delivery, Delivery.State.DEAD, made, Optional.empty(), Optional.empty())) {
            deliveryQueue.bury(new DeliveryMessage(delivery.key(), delivery.tries()));
        }
        return Result.DEAD;
    }

    /// @return false if the lease ran out, and another attempt has begun meanwhile
    private boolean write(
            Delivery delivery,
            Delivery.State state,
            Optional<Delivery.Attempt> made,
            Optional<Instant> next,
            Optional<Instant> due) {
        return table.write(Write.change(delivery.key())
                        .set(Delivery.STATE, state.name())
                        .set(Delivery.ATTEMPTS, shown(delivery, made))
                        .set(Delivery.NEXT, next)
                        .due(due.map(at -> Delivery.place(delivery.id(), at)))
                        .when(Condition.all(
                                Condition.equal(Delivery.STATE, Delivery.State.PENDING.name()),
                                Condition.equal(Delivery.TRIES, delivery.tries()))))
                .done();
    }

    private static List<String> shown(Delivery delivery, Optional<Delivery.Attempt> made) {
        var attempts = new ArrayList<>(delivery.attempts());
        made.ifPresent(attempts::add);
        return attempts.stream()
                .skip(Math.max(0, attempts.size() - WebhookLimits.ATTEMPTS_SHOWN))
                .map(Delivery.Attempt::toText)
                .toList();
    }
}
