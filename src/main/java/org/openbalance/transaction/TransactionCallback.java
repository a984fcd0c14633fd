package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.ProductState;
import org.openbalance.account.ReadState;
import org.openbalance.api.ApiException;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.bank.BankFailure;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.reading.ReadProblems;
import org.openbalance.reading.ReadingLimits;

/// What a record's callback answers of lines: those of its accounts, newest first, once a read that was asked for has
/// ended.
@Singleton
public final class TransactionCallback {

    static final String REFRESH = "REFRESH_TRANSACTIONS";

    /// The methods by which old clients ask for lines.
    public static final Set<String> METHODS = Set.of("TRANSACTIONS", "PERIODIC_TRANSACTIONS", REFRESH);

    private final CoveredAccounts covered;
    private final LineLists lists;
    private final TransactionJson json;
    private final InstantSource clock;

    TransactionCallback(CoveredAccounts covered, LineLists lists, TransactionJson json, InstantSource clock) {
        this.covered = covered;
        this.lists = lists;
        this.json = json;
        this.clock = clock;
    }

    /// @throws ApiException what the read failed of that was asked for, where nothing was read
    public Reply answer(Call call, Connection connection, String method, PageRequest paging) {
        var accounts = covered.latest(connection.tenant(), connection.accounts());
        if (accounts.stream().anyMatch(this::isUnderWay)) {
            return pending(connection, method);
        }
        if (method.equals(REFRESH)) {
            requireOneRead(accounts);
        }
        var of = new AccountsOfLines.Few("record|" + connection.id(), accounts);
        var page = lists.page(call.tenant(), of, Optional.empty(), paging);
        var nodes = json.of(
                call.tenant(),
                page.lines(),
                TransactionJson.Form.PLAIN,
                call.request().base());
        var data = page.data(nodes, "transactions", "transaction")
                .put("product", Product.TRANSACTIONS.wire())
                .put("record", connection.id())
                .put("method", method)
                .put("state", "ready");
        lastDate(page).ifPresent(date -> data.put("last_transaction_date", date));
        data.set("products", products(connection));
        data.set("status", status(accounts));
        return Reply.success("Transactions successfully retrieved", data);
    }

    private static Optional<String> lastDate(LineLists.Page page) {
        return page.lines().stream()
                .findFirst()
                .map(one ->
                        Json.time(one.line().date().atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private static Reply pending(Connection connection, String method) {
        var data = Json.object()
                .put("record", connection.id())
                .put("method", method)
                .put("state", "pending");
        data.set("transactions", Json.texts(List.of()));
        return Reply.success("Transactions processing...", data)
                .with("retry-after", Integer.toString(TransactionLimits.POLL_SECONDS));
    }

    private static ProductState state(Account account) {
        return account.schedule().product(Product.TRANSACTIONS);
    }

    /// Whether a read of lines was asked for and has come to nothing yet. It is asked for by making lines due, which
    /// they stay until they were read or failed; one asked for longer ago than any claim lasts is under way no
    /// more.
    private boolean isUnderWay(Account account) {
        var now = clock.instant();
        return asked(account)
                        .filter(at -> at.isAfter(now.minus(ReadingLimits.LEASE)))
                        .isPresent()
                && state(account).isDue(now)
                && failure(account).isEmpty();
    }

    private static Optional<Instant> asked(Account account) {
        return account.schedule()
                .askedAt()
                .filter(at -> state(account).readAt().filter(at::isBefore).isEmpty());
    }

    /// What the read failed of that was asked for. A bank that refused the balances was not asked for lines.
    private static Optional<ReadState.Failure> failure(Account account) {
        var asked = asked(account);
        return Stream.of(state(account).failure(), account.schedule().failure())
                .flatMap(Optional::stream)
                .filter(failure -> asked.filter(failure.at()::isAfter).isPresent())
                .findFirst();
    }

    /// What was read of some accounts is worth its answer though others failed that were asked for.
    private static void requireOneRead(List<Account> accounts) {
        var asked =
                accounts.stream().filter(account -> asked(account).isPresent()).toList();
        var failures =
                asked.stream().flatMap(account -> failure(account).stream()).toList();
        if (!failures.isEmpty() && failures.size() == asked.size()) {
            throw failed(failures.getFirst());
        }
    }

    static ApiException failed(ReadState.Failure failure) {
        if (failure.why().equals(ReadState.QUOTA)) {
            return Problem.of(429, Problem.Type.RATE_LIMIT, "The bank allows no more reads of this login today")
                    .exception();
        }
        return ReadProblems.of(BankFailure.Kind.valueOf(failure.why()), "the stored lines stand");
    }

    private static ObjectNode products(Connection connection) {
        var products = Json.object();
        for (var product : Product.values()) {
            products.put(product.wire(), connection.products().contains(product.wire()));
        }
        products.put("accounts", true).put("direct-debit", false);
        products.set("periodic-transactions", Json.object().put("status", false).put("number", 0));
        products.set("guarantors", Json.object().put("status", false).put("number", 0));
        products.set("directors", Json.object().put("status", false).put("number", 0));
        return products;
    }

    private static ObjectNode status(List<Account> accounts) {
        var read = accounts.stream()
                .flatMap(account -> state(account).readAt().stream())
                .max(Comparator.naturalOrder());
        var failed = accounts.stream()
                .flatMap(account -> state(account).failure().stream())
                .map(ReadState.Failure::at)
                .max(Comparator.naturalOrder());
        var status = Json.object();
        status.set("process", Json.object().put("running", false).put("completed", read.isPresent()));
        status.set(
                "transactions",
                Json.object()
                        .put("last_success_at", Json.time(read).orElse(null))
                        .put("last_fail_at", Json.time(failed).orElse(null)));
        return status;
    }
}
