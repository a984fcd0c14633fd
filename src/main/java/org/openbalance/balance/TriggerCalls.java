package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.openbalance.bank.Banks;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Body;
import org.openbalance.http.Call;
import org.openbalance.http.Json;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.link.Account;
import org.openbalance.link.Record;
import org.openbalance.link.Records;
import org.openbalance.notice.Event;
import org.openbalance.notice.Notices;
import org.openbalance.notice.Subscriptions;
import org.openbalance.store.Item;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;

/// `callback/trigger`: owners have what stands told once more.
@Singleton
final class TriggerCalls {

    private final Records records;
    private final Table table;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final Banks banks;
    private final InstantSource clock;

    TriggerCalls(
            Records records,
            Table table,
            Subscriptions subscriptions,
            Notices notices,
            Banks banks,
            InstantSource clock) {
        this.records = records;
        this.table = table;
        this.subscriptions = subscriptions;
        this.notices = notices;
        this.banks = banks;
        this.clock = clock;
    }

    /// Tells of each record that it is linked, and of each of its accounts that may be read that it has a balance; to
    /// the address named, or to all that listen.
    Reply trigger(Call call) {
        var ids = recordIds(call.body());
        var url = call.body().optionalExact("url", BalanceLimits.URL_LENGTH).filter(text -> !text.isBlank());
        call.body().check();
        var found = ids.stream().map(id -> record(call.tenant(), id)).toList();
        var only = url.map(
                address -> subscriptions.callback(call.tenant(), address).orElseThrow(() -> Problem.field(
                                "url", "must be a public https address")
                        .refused()));
        var events = found.stream().flatMap(record -> events(record).stream()).toList();
        var data = Json.object().put("notices", notices.resend(events, only));
        data.set("records", Json.texts(ids));
        return Reply.success("Callbacks triggered", data);
    }

    private static List<String> recordIds(Body body) {
        var name = body.has("recordIds") ? "recordIds" : "record";
        var ids = List.copyOf(new LinkedHashSet<>(body.texts(name, BalanceLimits.TRIGGERED_RECORDS)));
        if (ids.isEmpty()) {
            body.error("recordIds", "is missing");
        }
        return ids;
    }

    private Record record(Tenant tenant, String id) {
        return records.find(tenant, id)
                .orElseThrow(() -> Problem.of(404, Problem.Type.NO_RECORD_ID, "There is no such record")
                        .refused());
    }

    private List<Event> events(Record record) {
        var now = clock.instant();
        var readable = readable(record);
        if (readable.isEmpty()) {
            return List.of();
        }
        var about = records.about(record, banks.find(record.tenant().environment(), record.bank()));
        var accounts = readable.stream().map(account -> account.text("id")).toList();
        var events = new ArrayList<Event>();
        events.add(Event.authSucceeded(about.account(accounts.getFirst()), accounts, record.createdAt(), now));
        readable.forEach(account -> events.add(Event.balanceUpdated(
                about.account(account.text("id")), account.number(Account.SEQUENCE, 0), now, now)));
        return events;
    }

    private List<Item> readable(Record record) {
        var keys = record.accounts().stream()
                .map(account -> Account.key(record.tenant(), account))
                .toList();
        return table.getAllLatest(keys).stream()
                .filter(account -> Coverage.readable(account, clock.instant()))
                .filter(account -> account.text(Coverage.CONSENT).equals(record.consent()))
                .toList();
    }
}
