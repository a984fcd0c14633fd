package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.Subscriptions;

/// `callback/trigger`: owners have what stands told once more.
@Singleton
final class TriggerCalls {

    private final Connections connections;
    private final Table table;
    private final Subscriptions subscriptions;
    private final EventPublisher publisher;
    private final Banks banks;
    private final InstantSource clock;

    TriggerCalls(
            Connections connections,
            Table table,
            Subscriptions subscriptions,
            EventPublisher publisher,
            Banks banks,
            InstantSource clock) {
        this.connections = connections;
        this.table = table;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
        this.banks = banks;
        this.clock = clock;
    }

    /// Reports of each record that it is linked, and of each of its accounts that may be read that it has a balance; to
    /// the address named, or to all that listen.
    Reply trigger(Call call) {
        var ids = recordIds(call.body());
        var url = call.body().optionalExact("url", BalanceLimits.URL_LENGTH).filter(text -> !text.isBlank());
        call.body().check();
        var found = ids.stream().map(id -> connection(call.tenant(), id)).toList();
        var only = url.map(
                address -> subscriptions.triggered(call.tenant(), address).orElseThrow(() -> Problem.field(
                                "url", "must be a public https address")
                        .exception()));
        var events = found.stream()
                .flatMap(connection -> events(connection).stream())
                .toList();
        var effect = call.effect((Integer sent) -> Reply.success(
                "Callbacks triggered", Json.object().put("notices", sent).set("records", Json.texts(ids))));
        return publisher.resend(call.tenant(), events, only, call.request().mark(), effect);
    }

    private static List<String> recordIds(Body body) {
        var name = body.has("recordIds") ? "recordIds" : "record";
        var ids = List.copyOf(new LinkedHashSet<>(body.texts(name, BalanceLimits.TRIGGERED_RECORDS)));
        if (ids.isEmpty()) {
            body.error("recordIds", "is missing");
        }
        if (!ids.stream().allMatch(Ids::wellFormed)) {
            body.error("recordIds", "must be ids of 24 lower-case hex digits");
        }
        return ids;
    }

    private Connection connection(Tenant tenant, String id) {
        return connections.find(tenant, id).orElseThrow(() -> Problem.of(
                        404, Problem.Type.NO_RECORD_ID, "There is no such record")
                .exception());
    }

    private List<Event> events(Connection connection) {
        var now = clock.instant();
        var readable = readable(connection);
        if (readable.isEmpty()) {
            return List.of();
        }
        var subject =
                connections.subject(connection, banks.find(connection.tenant().environment(), connection.bank()));
        var accounts = readable.stream().map(account -> account.text("id")).toList();
        var events = new ArrayList<Event>();
        events.add(Event.authSucceeded(subject.account(accounts.getFirst()), accounts, connection.createdAt(), now));
        readable.forEach(account -> events.add(
                Event.balanceUpdated(subject.account(account.text("id")), account.number(Account.SEQUENCE), now, now)));
        return events;
    }

    private List<Item> readable(Connection connection) {
        return Account.latest(table, connection.tenant(), connection.accounts()).stream()
                .filter(account -> AccountConsent.readable(account, clock.instant()))
                .filter(account -> account.text(AccountConsent.CONSENT).equals(connection.consent()))
                .toList();
    }
}
