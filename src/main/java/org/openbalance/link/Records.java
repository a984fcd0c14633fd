package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Grant;
import org.openbalance.http.Json;
import org.openbalance.notice.About;
import org.openbalance.notice.Event;
import org.openbalance.notice.Notices;
import org.openbalance.store.Condition;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Completed logins, for what reads at a bank by them.
@Singleton
public final class Records {

    private static final Logger LOG = Logger.getLogger(Records.class);
    private static final String HANDED_PURPOSE = "record-handed";
    private static final List<String> HANDED = List.of("options", "meta");

    private final Table table;
    private final Vault vault;
    private final Notices notices;
    private final InstantSource clock;

    public Records(Table table, Vault vault, Notices notices, InstantSource clock) {
        this.table = table;
        this.vault = vault;
        this.notices = notices;
        this.clock = clock;
    }

    public Optional<Record> find(Tenant tenant, String id) {
        return table.getLatest(Record.key(tenant, id)).map(Record::of);
    }

    /// What the bank gave for later reads; for the memory of one call.
    public Grant grant(Record record) {
        return Grants.opened(vault, record);
    }

    /// What events of a login are about.
    ///
    /// @param bank empty for one that is not served any more
    public About about(Record record, Optional<Bank> bank) {
        return About.of(record.tenant())
                .record(record.id())
                .customer(record.customer())
                .consent(record.consent())
                .bank(bank)
                .callback(record.callback())
                .handed(handed(record));
    }

    /// `options` and `meta` as the company handed them through the session; nothing if it did not.
    private ObjectNode handed(Record record) {
        return record.sealedHanded()
                .map(closed -> vault.open(record.tenant(), HANDED_PURPOSE, record.id(), closed))
                .map(plain -> (ObjectNode) Json.readOwn(new String(plain, StandardCharsets.UTF_8)))
                .orElseGet(Json::object);
    }

    /// What a record keeps of its session's options, for its notices.
    Optional<byte[]> sealedHanded(Tenant tenant, String record, ObjectNode options) {
        var kept = Json.object();
        for (var name : HANDED) {
            if (options.has(name)) {
                kept.set(name, options.get(name));
            }
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(vault.seal(
                        tenant, HANDED_PURPOSE, record, Json.write(kept).getBytes(StandardCharsets.UTF_8)));
    }

    /// Notes that the bank asks for a new sign-in: nothing more is read by this record, its accounts are due no more,
    /// and the owner is told, once.
    public void requireReauth(Record record, Bank bank) {
        for (var attempt = 0; attempt < LinkLimits.REAUTH_TRIES; attempt++) {
            var event = Event.reauthRequired(about(record, Optional.of(bank)), record.accounts(), clock.instant());
            var raised = notices.raise(event);
            var writes = new ArrayList<Write>();
            writes.add(Write.change(Record.key(record.tenant(), record.id()))
                    .set(Record.STATUS, Record.Status.REAUTH_REQUIRED.name())
                    .when(Condition.equal(Record.STATUS, Record.Status.ACTIVE.name())));
            writes.addAll(leaving(record));
            writes.addAll(raised.writes());
            switch (table.commit(writes)) {
                case Outcome.Done _ -> {
                    notices.dispatch(raised);
                    return;
                }
                case Outcome.Refused refused -> {
                    // Another noted it first, or the record is gone.
                    if (refused.failed().contains(0)) {
                        return;
                    }
                }
            }
        }
        LOG.warnf("The accounts of record %s change too often to end its reads; the next failure will", record.id());
    }

    /// Those that are read by it still: one that was linked anew is read by another.
    private List<Write> leaving(Record record) {
        var keys = record.accounts().stream()
                .map(account -> Account.key(record.tenant(), account))
                .toList();
        return table.getAllLatest(keys).stream()
                .filter(account -> account.optionalText(Account.RECORD).equals(Optional.of(record.id())))
                .<Write>map(account -> Write.change(account.key())
                        .due(Optional.empty())
                        .when(Condition.equal(Account.RECORD, record.id())))
                .toList();
    }
}
