package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.bank.DaySpan;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.Money;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;

/// What owners ask of lines.
@Singleton
public final class TransactionCalls {

    private static final String RETRIEVED = "Transactions successfully retrieved";
    private static final String[] NAMES = {"transactions", "transaction"};
    private static final String CREDIT = "credit";
    private static final Set<String> TYPES = Set.of(CREDIT, "debit");

    private final Transactions transactions;
    private final LineLists lists;
    private final LineSelection selection;
    private final CoveredAccounts covered;
    private final Accounts accounts;
    private final Banks banks;
    private final TransactionJson json;

    TransactionCalls(
            Transactions transactions,
            LineLists lists,
            LineSelection selection,
            CoveredAccounts covered,
            Accounts accounts,
            Banks banks,
            TransactionJson json) {
        this.transactions = transactions;
        this.lists = lists;
        this.selection = selection;
        this.covered = covered;
        this.accounts = accounts;
        this.banks = banks;
        this.json = json;
    }

    /// Each under the names of the old clients.
    public List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        var found = List.of(
                new Named("getById", this::getById),
                new Named("getByAccount", this::getByAccount),
                new Named("getByBank", this::getByBank),
                new Named("getByNuban", this::getByNuban),
                new Named("getByCustomer", this::getByCustomer),
                new Named("getByDate", this::getByDate),
                new Named("getByCustomerDate", this::getByCustomerDate),
                new Named("getByType", this::getByType),
                new Named("byOptions", this::byOptions),
                new Named("byRecord", this::byRecord),
                new Named("process", this::getByAccount));
        for (var one : found) {
            operations.add(Operation.old("transactions/" + one.name(), one.handler()));
            operations.add(Operation.old("transaction/" + one.name(), one.handler()));
        }
        operations.add(Operation.old("products/transactions", this::summaries));
        operations.add(Operation.old("products/transactions/get", this::summaries));
        operations.add(Operation.old("products/records/credit-debit/get", this::totals));
        operations.add(Operation.old("products/total-debits-credits", this::totals));
        return operations;
    }

    private record Named(String name, Operation.ByKey handler) {}

    /// Also one that vanished from the bank. No line is no error.
    private Reply getById(Call call) {
        var id = call.body().id("id", "_id");
        call.body().check();
        var found = transactions.find(call.tenant(), id).stream()
                .flatMap(line -> covered.find(call.tenant(), line.account()).stream()
                        .filter(account -> account.reachesBackTo(line.date()))
                        .map(account -> new LineOfAccount(line, account)))
                .toList();
        return Reply.success(RETRIEVED, Paging.single(nodes(call, found, TransactionJson.Form.WHOLE), NAMES));
    }

    private Reply getByAccount(Call call) {
        var id = call.body().id("account", "account_id");
        var days = LineSelection.days(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.account(call.tenant(), id), days, paging);
    }

    private Reply getByBank(Call call) {
        var named = call.body().text("bank");
        var days = LineSelection.days(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.bank(call.tenant(), named), days, paging);
    }

    private Reply getByNuban(Call call) {
        var nuban = call.body().text("nuban");
        var days = LineSelection.days(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.nuban(call.tenant(), nuban), days, paging);
    }

    private Reply getByCustomer(Call call) {
        var id = call.body().id("customer", "customer_id");
        var days = LineSelection.days(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.customer(call.tenant(), id), days, paging);
    }

    private Reply getByCustomerDate(Call call) {
        var id = call.body().id("customer", "customer_id");
        var days = LineSelection.requiredDays(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.customer(call.tenant(), id), days, paging);
    }

    /// One old client names a customer here.
    private Reply getByDate(Call call) {
        var wanted = LineSelection.Wanted.of(call.body());
        var days = LineSelection.requiredDays(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.of(call.tenant(), wanted), days, paging);
    }

    private Reply byRecord(Call call) {
        var id = call.body().id("record_id", "record");
        var days = LineSelection.days(call.body());
        var paging = Paging.clamped(call.body());
        call.body().check();
        return page(call, selection.record(call.tenant(), id), days, paging);
    }

    private Reply byOptions(Call call) {
        var options = call.body().open("options");
        var wanted = LineSelection.Wanted.of(options);
        var days = LineSelection.days(options);
        var paging = Paging.clamped(call.body());
        call.body().check();
        var page = lists.page(call.tenant(), selection.of(call.tenant(), wanted), days, paging);
        return Reply.success(RETRIEVED, page.data(nodes(call, page.lines(), TransactionJson.Form.WITH_ACCOUNT), NAMES));
    }

    /// Lines of at least an amount that came in, or went out, among the newest: an index of amounts would cost a write
    /// for each of them.
    private Reply getByType(Call call) {
        var body = call.body();
        var type = body.oneOf("type", TYPES);
        if (type.isEmpty()) {
            body.error("type", "is missing");
        }
        var least = body.optionalDecimal("value", "amount");
        var wanted = LineSelection.Wanted.of(body);
        var days = LineSelection.days(body);
        var paging = Paging.clamped(body);
        body.check();
        var newest = lists.newest(call.tenant(), selection.of(call.tenant(), wanted), days);
        var found = newest.lines().stream()
                .filter(one -> holds(one.line().amount(), type.get().equals(CREDIT), least))
                .toList();
        var nodes = nodes(call, Paging.part(found, paging), TransactionJson.Form.PLAIN);
        var data = Paging.partData(found.size(), paging, nodes, NAMES).put("total_is_exact", newest.complete());
        return Reply.success(RETRIEVED, data);
    }

    private static boolean holds(Money amount, boolean credit, Optional<BigDecimal> least) {
        var size = credit ? amount : amount.negated();
        return amount.minor() < 0 != credit
                && least.filter(value -> size.major().compareTo(value) < 0).isEmpty();
    }

    private Reply page(Call call, AccountsOfLines of, Optional<DaySpan> days, PageRequest paging) {
        var page = lists.page(call.tenant(), of, days, paging);
        return Reply.success(RETRIEVED, page.data(nodes(call, page.lines(), TransactionJson.Form.WHOLE), NAMES));
    }

    private ArrayNode nodes(Call call, List<LineOfAccount> lines, TransactionJson.Form form) {
        return json.of(call.tenant(), lines, form, call.request().base());
    }

    /// The number of lines of each account, a page of accounts at a time.
    private Reply summaries(Call call) {
        var paging = Paging.clamped(call.body());
        call.body().check();
        var page = accounts.page(call.tenant(), Listing.ofOwner(call.tenant(), AccountConsent.KIND), paging);
        var found = covered.among(
                call.tenant(), page.items().stream().map(Account::of).toList());
        banks.remember(
                call.tenant().environment(),
                found.stream().map(Account::bank).distinct().toList());
        var nodes = Json.array(found, account -> summary(call, account));
        return Reply.success(RETRIEVED, Paging.data(page, nodes, "trans"));
    }

    private ObjectNode summary(Call call, Account account) {
        var node = Json.object()
                .put("_id", account.id())
                .put("count", transactions.totals(account).lines())
                .put("status", "active");
        node.set("bank", json.bank(account, call.request().base()));
        node.put("account", account.id());
        node.set(
                "customer",
                Json.object()
                        .put("_id", account.customer())
                        .put("name", account.holder().name()));
        node.put("owner", call.tenant().owner())
                .put("record", account.connection())
                .put("env", call.tenant().environment().wire())
                .put("created_at", Json.time(account.createdAt()))
                .put("last_updated", Json.time(account.asOf()));
        return node;
    }

    /// What came in and went out, booked, in each currency. `result` has one, as old clients know no others: that of
    /// the account linked last.
    private Reply totals(Call call) {
        var wanted = LineSelection.Wanted.of(call.body());
        if (!wanted.isOfFew()) {
            call.body().error("account", "is missing");
        }
        call.body().check();
        var found = selection.few(call.tenant(), wanted).orElseThrow();
        var bank = wanted.bank().flatMap(named -> banks.find(call.tenant().environment(), named));
        var sums = CurrencySums.none();
        var asked = found.accounts().stream()
                .filter(account -> wanted.bank().isEmpty()
                        || bank.filter(one -> one.id().equals(account.bank())).isPresent())
                .toList();
        for (var account : asked) {
            sums = sums.and(transactions.totals(account));
        }
        var data = Json.object().putNull("pagination");
        var first = asked.stream().findFirst().map(account -> account.currency().getCurrencyCode());
        data.set("result", sums.of(first));
        data.set("results", sums.all());
        return Reply.success("Totals successfully retrieved", data);
    }
}
