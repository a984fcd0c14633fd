package org.openbalance.webhook;

import java.time.Duration;
import java.util.List;

/// The limits of events, in one place.
public final class WebhookLimits {

    /// Subscriptions that an owner makes by `webhooks/create` in one environment.
    static final int SUBSCRIPTIONS = 10;
    /// Alerts that watch one account, those of its customer among them: all that they raise stands in one transaction.
    public static final int ALERTS_AN_ACCOUNT = 7;
    /// Alerts of one customer, over all accounts.
    public static final int ALERTS_A_CUSTOMER = 50;
    static final int URL_LENGTH = 2_000;
    static final int DESCRIPTION_LENGTH = 200;

    /// How long a function remembers a tenant's subscriptions and alerts: a new one is heard of so late at most.
    static final Duration MEMORY = Duration.ofSeconds(5);
    /// Tenants that a function remembers at once.
    static final int REMEMBERED = 1_000;

    /// How long a callback stays whose last link has ended: longer than all retries, and than banks are
    /// told of an end, which is an event too.
    public static final Duration ENDED_CALLBACK = Duration.ofDays(8);

    /// How long both signatures are sent after a secret was replaced.
    static final Duration ROTATION_GRACE = Duration.ofHours(24);

    /// One delivery, from the name of the host to the answer's first line.
    static final Duration ATTEMPT = Duration.ofSeconds(10);
    /// After it an attempt whose function died is made anew.
    static final Duration ATTEMPT_LEASE = Duration.ofSeconds(60);
    /// How long the queue has to bring a delivery before the sweep queues it again.
    static final Duration SAFETY_NET = Duration.ofSeconds(60);
    /// How long a sweep leaves alone what it queued.
    static final Duration SWEPT_LEASE = Duration.ofMinutes(5);
    /// Deliveries that one sweep queues: a receiver that was down for a day must not hold up what else is due.
    static final int SWEPT = 2_000;
    /// The waits between attempts; after the last a delivery is dead.
    static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofHours(24));
    /// Each wait is longer by up to so many hundredths, so that what failed together does not come back together.
    static final int JITTER_PERCENT = 10;

    /// How long a delivery stays in the log.
    static final Duration LOG = Duration.ofDays(30);
    /// Attempts that the log shows of one delivery.
    static final int ATTEMPTS_SHOWN = 20;
    /// How deep the log's page numbers reach, in deliveries; a cursor goes on.
    static final int LOG_DEPTH = 1_000;
    /// Deliveries that one page of the log looks at, to find those of one state.
    static final int LOG_SEARCHED = 1_000;
    /// Deliveries that one replay sends again.
    static final int REPLAYED = 1_000;

    /// The bytes of an answer's head that are read; its body is not read at all.
    static final int HEAD_BYTES = 16 * 1024;
    /// Deliveries of one batch that are under way at once.
    static final int AT_ONCE = 10;

    private WebhookLimits() {}
}
