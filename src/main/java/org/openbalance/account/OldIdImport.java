package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.Effect;
import org.openbalance.api.Problem;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.AccountNumber.Scheme;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Brings in what Okra called an owner's customers and accounts.
@Singleton
final class OldIdImport {

    /// Three writes each; the answer of the call is one more.
    private static final int AT_ONCE = (Table.TRANSACTION_LIMIT - 1) / 3;

    private final Table table;
    private final Identities identities;
    private final Owners owners;

    OldIdImport(Table table, Identities identities, Owners owners) {
        this.table = table;
        this.identities = identities;
        this.owners = owners;
    }

    /// An old id as an owner kept it.
    ///
    /// @param bank the bank's id; empty for one that is not known here
    record Sent(String account, String customer, Optional<String> bank, String nuban) {

        /// Without the number, which is the customer's.
        @Override
        public String toString() {
            return "the old id " + account;
        }
    }

    /// What became of one.
    enum Verdict {
        IMPORTED,
        /// It stands as it was sent, by an earlier call or because the account has this id already.
        KNOWN,
        BANK_UNKNOWN("No bank is known by this id or slug"),
        LINKED("An account of this number is linked already, under another id, which it keeps"),
        NUMBER_TAKEN("Another account or customer id was imported for this number"),
        ID_TAKEN("This id is that of another account");

        private final String reason;

        Verdict() {
            this("");
        }

        Verdict(String reason) {
            this.reason = reason;
        }

        boolean isRefusal() {
            return !reason.isEmpty();
        }

        String reason() {
            return reason;
        }
    }

    /// In the order of what was sent. What was taken in by a call that broke off is known to its repetition.
    ///
    /// @throws org.openbalance.api.ApiException 409 if another call imports the same ids at this moment
    List<Verdict> bring(Tenant tenant, List<Sent> sent, Effect<List<Verdict>> effect) {
        var standing = new Standing(tenant, sent);
        var verdicts = sent.stream().map(standing::judge).toList();
        var writes = standing.brought.stream()
                .flatMap(account -> account.items(tenant).stream())
                .map(Write::create)
                .toList();
        if (writes.isEmpty()) {
            return verdicts;
        }
        owners.noteOldIds(tenant);
        var last = (writes.size() - 1) / (AT_ONCE * 3) * AT_ONCE * 3;
        for (var start = 0; start < last; start += AT_ONCE * 3) {
            requireDone(table.commit(writes.subList(start, start + AT_ONCE * 3)).done());
        }
        requireDone(effect.commit(table, writes.subList(last, writes.size()), verdicts)
                .done());
        return verdicts;
    }

    private static void requireDone(boolean done) {
        if (!done) {
            throw Problem.conflict("Some of these ids are being imported by another call; repeat this one")
                    .exception();
        }
    }

    /// What stands at the numbers and ids that were sent, together with what is to be written.
    private final class Standing {

        private final Tenant tenant;
        private final Map<ItemKey, OldAccount> imported = new HashMap<>();
        private final Map<String, ItemKey> placeOf = new HashMap<>();
        private final Map<ItemKey, Set<String>> linked = new HashMap<>();
        private final Set<String> accounts;
        private final List<OldAccount> brought = new ArrayList<>();

        private Standing(Tenant tenant, List<Sent> sent) {
            this.tenant = tenant;
            var places = sent.stream().flatMap(each -> place(each).stream()).distinct();
            ParallelCalls.run(places.<Callable<List<Item>>>map(place -> () ->
                                    table.query(Query.of(place.partition()).latest()))
                            .toList())
                    .forEach(items -> items.forEach(this::note));
            var ids = sent.stream().map(Sent::account).distinct().toList();
            var found = table.getAllLatest(ids.stream()
                    .flatMap(id -> Stream.of(OldAccount.ofAccount(tenant, id), Account.key(tenant, id)))
                    .toList());
            var accountKeys = ids.stream().collect(Collectors.toMap(id -> Account.key(tenant, id), id -> id));
            accounts = found.stream()
                    .map(item -> accountKeys.get(item.key()))
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            found.stream()
                    .filter(item -> !accountKeys.containsKey(item.key()))
                    .map(OldAccount::of)
                    .forEach(old -> placeOf.put(old.account(), old.place()));
        }

        private void note(Item item) {
            if (OldAccount.isOfNumber(item)) {
                imported.put(item.key(), OldAccount.of(item));
            } else {
                linked.computeIfAbsent(OldAccount.ofNumber(item.key().partition()), _ -> new HashSet<>())
                        .add(item.text(Identities.ACCOUNT));
            }
        }

        private Optional<ItemKey> place(Sent sent) {
            return sent.bank()
                    .map(bank -> identities.accountsOf(tenant, bank, new AccountNumber(Scheme.NUBAN, sent.nuban())))
                    .map(OldAccount::ofNumber);
        }

        private Verdict judge(Sent sent) {
            return place(sent)
                    .map(place -> judge(new OldAccount(place, sent.account(), sent.customer())))
                    .orElse(Verdict.BANK_UNKNOWN);
        }

        private Verdict judge(OldAccount old) {
            var before = imported.get(old.place());
            if (before != null) {
                return before.equals(old) ? Verdict.KNOWN : Verdict.NUMBER_TAKEN;
            }
            var here = linked.getOrDefault(old.place(), Set.of());
            if (!here.isEmpty()) {
                return here.contains(old.account()) ? Verdict.KNOWN : Verdict.LINKED;
            }
            if (placeOf.containsKey(old.account()) || accounts.contains(old.account())) {
                return Verdict.ID_TAKEN;
            }
            imported.put(old.place(), old);
            placeOf.put(old.account(), old.place());
            brought.add(old);
            return Verdict.IMPORTED;
        }
    }
}
