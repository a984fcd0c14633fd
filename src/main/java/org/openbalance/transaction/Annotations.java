package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openbalance.account.Account;
import org.openbalance.account.RemovedWithCustomer;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Keeps owners' annotations apart from the lines, by the ids of these: an item for each, in a partition of the
/// customer's own, with whom they are removed. What they say is sealed.
@Singleton
public final class Annotations implements RemovedWithCustomer {

    private static final String TYPE = "annotation";
    private static final int VERSION = 1;
    private static final String PURPOSE = "annotation";
    private static final String NOTE = "note";
    private static final String CATEGORY = "category";
    private static final String CHANGED = "changed_at";

    private final Table table;
    private final Vault vault;

    Annotations(Table table, Vault vault) {
        this.table = table;
        this.vault = vault;
    }

    private static String partition(Tenant tenant, String customer) {
        return tenant.prefix() + "#ANNOTATIONS#" + customer;
    }

    private static ItemKey key(Account account, String line) {
        return new ItemKey(partition(account.tenant(), account.customer()), line);
    }

    /// Those of some lines, by the ids of these: one request for each account.
    public Map<String, Annotation> of(Tenant tenant, Collection<LineOfAccount> lines) {
        var queries = lines.stream()
                .collect(Collectors.groupingBy(one -> one.account().id()))
                .values()
                .stream()
                .<Callable<List<Item>>>map(ofOne -> () -> ofOne(tenant, ofOne))
                .toList();
        return ParallelCalls.run(queries).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(item -> item.key().sort(), item -> annotation(tenant, item)));
    }

    private List<Item> ofOne(Tenant tenant, List<LineOfAccount> lines) {
        var ids = lines.stream().map(one -> one.line().id()).sorted().toList();
        var customer = lines.getFirst().account().customer();
        return table.query(Query.of(partition(tenant, customer))
                .between(ids.getFirst(), ids.getLast())
                .latest());
    }

    private Annotation annotation(Tenant tenant, Item item) {
        return new Annotation(opened(tenant, item, NOTE), opened(tenant, item, CATEGORY), item.instant(CHANGED));
    }

    private Optional<String> opened(Tenant tenant, Item item, String what) {
        return item.optionalBytes(what)
                .map(bytes -> new String(
                        vault.open(tenant, PURPOSE, item.key().sort() + '|' + what, bytes), StandardCharsets.UTF_8));
    }

    /// @param note to be kept from now on; an empty text to have none; empty to leave it
    /// @param category likewise
    Write change(Account account, String line, Optional<String> note, Optional<String> category, Instant at) {
        var change = Write.change(key(account, line))
                .first(Item.TYPE, TYPE)
                .first(Item.VERSION, VERSION)
                .set(CHANGED, at);
        change = set(change, account.tenant(), line, NOTE, note);
        return set(change, account.tenant(), line, CATEGORY, category);
    }

    private Write.Change set(Write.Change change, Tenant tenant, String line, String what, Optional<String> text) {
        return text.map(given -> given.isEmpty()
                        ? change.remove(what)
                        : change.set(
                                what,
                                vault.seal(tenant, PURPOSE, line + '|' + what, given.getBytes(StandardCharsets.UTF_8))))
                .orElse(change);
    }

    @Override
    public void removeAll(Tenant tenant, String customer) {
        table.query(Query.of(partition(tenant, customer)).latest())
                .forEach(item -> table.write(Write.delete(item.key())));
    }
}
