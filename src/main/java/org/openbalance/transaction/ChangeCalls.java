package org.openbalance.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.InvalidCursor;

/// What changed of the lines of an account, or of all accounts of a customer, since a cursor.
@Singleton
public final class ChangeCalls {

    private final Transactions transactions;
    private final CoveredAccounts covered;
    private final LineSelection selection;
    private final TransactionJson json;

    ChangeCalls(Transactions transactions, CoveredAccounts covered, LineSelection selection, TransactionJson json) {
        this.transactions = transactions;
        this.covered = covered;
        this.selection = selection;
        this.json = json;
    }

    public List<Operation> operations() {
        return List.of(Operation.ours("transactions/changes", this::changes));
    }

    private Reply changes(Call call) {
        var body = call.body();
        var account = body.optionalId("account");
        var customer = body.optionalId("customer");
        if (account.isPresent() == customer.isPresent()) {
            body.error("account", "or customer is needed, and not both");
        }
        var cursor = body.optionalExact("cursor", TransactionLimits.CHANGES_CURSOR_LENGTH);
        var limit = body.whole("limit", 1, TransactionLimits.CHANGES, TransactionLimits.CHANGES);
        body.check();
        var accounts = account.map(id -> List.of(covered.get(call.tenant(), id)))
                .orElseGet(() -> selection.ofCustomer(call.tenant(), customer.orElseThrow()));
        return Reply.success("Changes successfully retrieved", changed(call, accounts, cursor, limit));
    }

    /// Account by account: each has a place in the cursor, and one that is not in it yet is told from its beginning. An
    /// account that may not be seen at present keeps its place.
    private ObjectNode changed(Call call, List<Account> accounts, Optional<String> cursor, int limit) {
        var places = cursor.map(ChangeCalls::opened).orElseGet(LinkedHashMap::new);
        var told = new Told();
        for (var account : accounts) {
            if (told.count() == limit) {
                told.more = true;
                break;
            }
            var place = Optional.ofNullable(places.get(account.id()));
            var changes = transactions.changes(call.tenant(), account.id(), place, limit - told.count());
            told.add(account, changes);
            places.put(account.id(), changes.cursor());
        }
        return data(call.tenant(), call.request().base(), told).put("cursor", sealed(places));
    }

    private ObjectNode data(Tenant tenant, String base, Told told) {
        var data = Json.object().putNull("pagination");
        data.set("added", json.of(tenant, told.added, TransactionJson.Form.WHOLE, base));
        data.set("modified", json.of(tenant, told.modified, TransactionJson.Form.WHOLE, base));
        data.set("removed", json.of(tenant, told.removed, TransactionJson.Form.WHOLE, base));
        return data.put("has_more", told.more);
    }

    /// What is told so far.
    private static final class Told {

        private final List<LineOfAccount> added = new ArrayList<>();
        private final List<LineOfAccount> modified = new ArrayList<>();
        private final List<LineOfAccount> removed = new ArrayList<>();
        private boolean more;

        void add(Account account, Changes changes) {
            added.addAll(of(account, changes.added()));
            modified.addAll(of(account, changes.modified()));
            removed.addAll(of(account, changes.removed()));
            more |= changes.more();
        }

        private static List<LineOfAccount> of(Account account, List<Transaction> lines) {
            return lines.stream()
                    .filter(line -> account.reachesBackTo(line.date()))
                    .map(line -> new LineOfAccount(line, account))
                    .toList();
        }

        int count() {
            return added.size() + modified.size() + removed.size();
        }
    }

    /// The cursors in it are sealed to their accounts themselves.
    private static String sealed(Map<String, String> places) {
        var node = Json.object();
        places.forEach(node::put);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(node).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> opened(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (!(Json.read(text) instanceof ObjectNode node)) {
                throw new InvalidCursor();
            }
            var places = new LinkedHashMap<String, String>();
            node.properties()
                    .forEach(
                            place -> places.put(place.getKey(), place.getValue().asText()));
            return places;
        } catch (IllegalArgumentException | JsonProcessingException forged) {
            throw new InvalidCursor();
        }
    }
}
