package org.openbalance.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Mark;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.listing.Listing;

/// One event on its way to one subscription, and what became of it.
///
/// @param due when the sweep may queue it, if no message has brought it until then
public record Delivery(
        String id,
        Tenant tenant,
        String webhook,
        Content content,
        State state,
        Progress progress,
        Instant raisedAt,
        Optional<Instant> due) {

    /// What is delivered.
    ///
    /// @param eventId the id that a receiver knows it by (`webhook-id`), the same for every attempt and every
    /// replay
    /// @param ids the things that it is about, by their names in the body
    /// @param sealedBody rendered once: every attempt sends the same bytes
    record Content(String eventId, Event.Type event, Map<String, String> ids, byte[] sealedBody) {}

    /// How far it has come.
    ///
    /// @param tries attempts begun, over all rounds; an attempt is claimed by it
    /// @param round attempts that had been begun when the present round started: a replay starts a new one
    /// @param next when the next attempt is to be made, while there is one
    /// @param replayedBy the [org.openbalance.api.Mark#note] of the call that started the present round
    record Progress(
            int tries, int round, List<Attempt> attempts, Optional<Instant> next, Optional<String> replayedBy) {}

    public enum State {
        PENDING,
        DELIVERED,
        DEAD
    }

    static final String STATE = "state";
    static final String TRIES = "tries";
    static final String ROUND = "round";
    static final String ATTEMPTS = "attempts";
    static final String NEXT = "next_at";
    static final String REPLAYED_BY = "replayed_by";
    static final String DUE = Index.DUE.sort();
    static final String PREFIX = "DELIVERY#";
    static final Due.Shards SHARDS = new Due.Shards("delivery", 4);
    private static final String TYPE = "delivery";
    private static final int VERSION = 1;

    /// How many attempts the present round has begun.
    int begun() {
        return progress.tries() - progress.round();
    }

    /// Whether this very call has sent it again already.
    boolean isReplayedBy(Mark mark) {
        return progress.replayedBy().filter(mark::is).isPresent();
    }

    String eventId() {
        return content.eventId();
    }

    Event.Type event() {
        return content.event();
    }

    byte[] sealedBody() {
        return content.sealedBody();
    }

    public int tries() {
        return progress.tries();
    }

    List<Attempt> attempts() {
        return progress.attempts();
    }

    Optional<Instant> next() {
        return progress.next();
    }

    static String partition(Tenant tenant, String webhook) {
        return tenant.prefix() + "#WEBHOOK#" + webhook;
    }

    public ItemKey key() {
        return new ItemKey(partition(tenant, webhook), sort(raisedAt, id));
    }

    static String sort(Instant raisedAt, String id) {
        return PREFIX + Listing.sort(raisedAt, id);
    }

    static Due.Place place(String id, Instant at) {
        return SHARDS.place(id, at);
    }

    Item toItem() {
        return Item.draft(key(), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("webhook", webhook)
                .with("event_id", eventId())
                .with("event", event().wire())
                .with("ids", content.ids())
                .with("body", sealedBody())
                .with(STATE, state.name())
                .with(TRIES, tries())
                .with(ROUND, progress.round())
                .with(ATTEMPTS, attempts().stream().map(Attempt::toText).toList())
                .with("raised_at", raisedAt)
                .with(NEXT, next())
                .due(due.map(at -> place(id, at)))
                .until(raisedAt.plus(WebhookLimits.LOG))
                .done();
    }

    static Delivery of(Item item) {
        return new Delivery(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                item.text("webhook"),
                new Content(
                        item.text("event_id"),
                        Event.Type.of(item.text("event")).orElseThrow(),
                        item.map("ids"),
                        item.bytes("body")),
                State.valueOf(item.text(STATE)),
                new Progress(
                        (int) item.number(TRIES),
                        (int) item.number(ROUND),
                        item.texts(ATTEMPTS).stream().map(Attempt::of).toList(),
                        item.optionalInstant(NEXT),
                        item.optionalText(REPLAYED_BY)),
                item.instant("raised_at"),
                item.optionalInstant(DUE));
    }

    /// What one attempt came to.
    ///
    /// @param status the receiver's, if it answered
    /// @param failure why there is no status, or why it does not count
    record Attempt(Instant at, Optional<Integer> status, Optional<String> failure, long millis) {

        private static final String SEPARATOR = "|";

        /// Receivers say with any status of the 2xx that they have it.
        boolean accepted() {
            return status.filter(code -> code >= 200 && code < 300).isPresent();
        }

        /// The receiver wants no more.
        boolean gone() {
            return status.filter(code -> code == 410).isPresent();
        }

        String toText() {
            return String.join(
                    SEPARATOR,
                    Long.toString(at.toEpochMilli()),
                    status.map(String::valueOf).orElse(""),
                    Long.toString(millis),
                    failure.orElse(""));
        }

        static Attempt of(String text) {
            var parts = text.split("\\|", 4);
            return new Attempt(
                    Instant.ofEpochMilli(Long.parseLong(parts[0])),
                    Optional.of(parts[1]).filter(status -> !status.isEmpty()).map(Integer::valueOf),
                    Optional.of(parts[3]).filter(failure -> !failure.isEmpty()),
                    Long.parseLong(parts[2]));
        }
    }
}
