package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// The sandbox banks' books in the table: one partition for each tenant, one request for each call.
@Singleton
final class TableSandboxStore implements SandboxStore {

    private static final String TYPE = "SANDBOX";
    private static final int VERSION = 1;
    private static final String TEXT = "text";

    private final Table table;

    TableSandboxStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Entry> get(Tenant tenant, String key) {
        return table.getLatest(key(tenant, key)).map(TableSandboxStore::entry);
    }

    @Override
    public Map<String, Entry> list(Tenant tenant, String keyPrefix) {
        var entries = new LinkedHashMap<String, Entry>();
        table.query(Query.of(partition(tenant)).startingWith(keyPrefix).latest())
                .forEach(item -> entries.put(item.key().sort(), entry(item)));
        return entries;
    }

    @Override
    public void put(Tenant tenant, String key, Entry entry) {
        table.write(Write.put(item(tenant, key, entry)));
    }

    @Override
    public boolean swap(Tenant tenant, String key, Optional<Entry> seen, Entry next) {
        var unchanged = seen.map(entry -> Condition.equal(TEXT, entry.text())).orElseGet(Condition::absent);
        return table.write(Write.put(item(tenant, key, next)).when(unchanged)).done();
    }

    @Override
    public void remove(Tenant tenant, String key) {
        table.write(Write.delete(key(tenant, key)));
    }

    private static Item item(Tenant tenant, String key, Entry entry) {
        var draft = Item.draft(key(tenant, key), TYPE, VERSION).with(TEXT, entry.text());
        entry.until().ifPresent(draft::until);
        return draft.done();
    }

    private static Entry entry(Item item) {
        var seconds = item.number(Item.TTL, 0);
        return new Entry(
                item.text(TEXT), seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds)));
    }

    private static ItemKey key(Tenant tenant, String key) {
        return new ItemKey(partition(tenant), key);
    }

    private static String partition(Tenant tenant) {
        return tenant.prefix() + "#SANDBOX";
    }
}
