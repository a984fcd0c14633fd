package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.bank.sandbox.StatementFile.Line;
import org.openbalance.bank.sandbox.StatementImports.Page;
import org.openbalance.bank.sandbox.StatementImports.PageLine;
import org.openbalance.bank.sandbox.StatementImports.Progress;
import org.openbalance.money.Money;
import org.openbalance.platform.Ids;

/// Files of lines in the place of what the sandbox banks thought up.
@Singleton
final class SandboxImportCalls {

    static final int MAX_NARRATION = 500;
    static final int MAX_REFERENCE = 100;

    private final HeldAccounts accounts;
    private final SandboxBalances balances;
    private final StatementImports imports;
    private final List<ImportedLines> imported;

    SandboxImportCalls(
            HeldAccounts accounts,
            SandboxBalances balances,
            StatementImports imports,
            @All List<ImportedLines> imported) {
        this.accounts = accounts;
        this.balances = balances;
        this.imports = imports;
        this.imported = List.copyOf(imported);
    }

    List<Operation> operations() {
        return List.of(Operation.ours("transactions/import", this::importLines)
                .effecting()
                .sandboxOnly());
    }

    /// The amounts need the account's currency, so the account comes first of all that may be wrong.
    Reply importLines(Call call) {
        var body = call.body();
        var account = body.text("account_id");
        accounts.checkForm(call.tenant(), body, "account_id", account);
        var held = account.isEmpty() ? Optional.<HeldAccounts.Held>empty() : accounts.find(call.tenant(), account);
        var page = page(body, held.map(found -> found.account().currency()).orElse(NewCustomer.naira()));
        body.check();
        var found = held.orElseThrow(() -> Problem.unknown("account").exception());
        var progress = imports.take(call.tenant(), found.account(), page);
        var ids = progress.complete() ? ids(call, account, found, progress) : List.<Optional<String>>of();
        return Reply.success(
                progress.complete() ? "The file stands in the place of the account's life" : "Go on with the next page",
                shown(found, progress, ids));
    }

    private Page page(Body body, Currency currency) {
        var number = body.whole("page", 1, StatementImports.MAX_PAGES, 1);
        var of = body.whole("of", 1, StatementImports.MAX_PAGES, 1);
        if (number > of) {
            body.error("page", "may not be greater than of");
        }
        var asOf = body.date("as_of");
        var opening = body.optionalDecimal("opening_balance")
                .map(major ->
                        BodyMoney.read(body, "opening_balance", major, currency).minor());
        var lines = body.objects("lines", StatementImports.MAX_LINES).stream()
                .map(line -> line(line, currency))
                .toList();
        if (lines.isEmpty()) {
            body.error("lines", "must have at least one line");
        }
        return new Page(number, of, asOf, opening, lines);
    }

    private static PageLine line(Body line, Currency currency) {
        if (!line.has("date")) {
            line.error("date", "is missing");
        }
        var date = line.date("date").orElse(LocalDate.EPOCH);
        var valued = line.date("value_date").orElse(date);
        var narration = line.optionalExact("narration", MAX_NARRATION).orElse("");
        var reference = line.optionalExact("reference", MAX_REFERENCE).orElse("");
        var pending = line.flag("pending", false);
        var balance = line.optionalDecimal("balance")
                .map(major -> BodyMoney.read(line, "balance", major, currency).minor());
        if (pending && balance.isPresent()) {
            line.error("balance", "is that of a booked line: a pending one has none");
        }
        var amount = amount(line, currency);
        return new PageLine(new Line(date, valued, amount, narration, reference, pending), balance);
    }

    /// Minor units, less than nothing for a debit.
    private static long amount(Body line, Currency currency) {
        var debit = positive(line, "debit", currency);
        var credit = positive(line, "credit", currency);
        if (line.has("debit") && line.has("credit")) {
            line.error("credit", "may not stand beside debit: a line has one of them");
        }
        if (!line.has("debit") && !line.has("credit")) {
            line.error("debit", "is missing, and so is credit: a line has one of them");
        }
        return credit.orElse(0L) - debit.orElse(0L);
    }

    private static Optional<Long> positive(Body line, String name, Currency currency) {
        return line.optionalDecimal(name).map(major -> {
            if (major.signum() <= 0) {
                line.error(name, "must be greater than 0");
            }
            return BodyMoney.read(line, name, major, currency).minor();
        });
    }

    private List<Optional<String>> ids(Call call, String account, HeldAccounts.Held held, Progress progress) {
        if (!Ids.wellFormed(account)) {
            return List.of();
        }
        var lines =
                balances.opened(call.tenant(), held.account(), progress.file()).inOrder();
        return imported.stream()
                .findFirst()
                .map(reader -> reader.idsOf(call.tenant(), account, lines))
                .orElse(List.of());
    }

    private static ObjectNode shown(HeldAccounts.Held held, Progress progress, List<Optional<String>> ids) {
        var currency = held.account().currency();
        var file = progress.file();
        var node = Json.object();
        node.set("account", held.json());
        node.put("as_of", file.asOf().toString())
                .put("page", progress.pages())
                .put("of", progress.of())
                .put("complete", progress.complete())
                .put("lines", file.lines())
                .put("opening_balance", major(file.opening(), currency))
                .put("ledger_balance", major(file.held().ledger(), currency))
                .put("available_balance", major(file.held().available(), currency))
                .put("currency", currency.getCurrencyCode());
        var list = node.putArray("ids");
        ids.forEach(id -> id.ifPresentOrElse(list::add, list::addNull));
        var data = Json.object().putNull("pagination");
        data.set("import", node);
        return data;
    }

    private static BigDecimal major(long minor, Currency currency) {
        return new Money(minor, currency).major();
    }
}
