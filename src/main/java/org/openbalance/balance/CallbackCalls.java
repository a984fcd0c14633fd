package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openbalance.account.Account;
import org.openbalance.account.AccountJson;
import org.openbalance.account.Accounts;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.ReadState;
import org.openbalance.api.ApiException;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.reading.ReadingLimits;
import org.openbalance.transaction.TransactionCallback;

/// Where the result of a refresh is fetched: old clients ask again and again until it is there.
@Singleton
final class CallbackCalls {

    private final Connections connections;
    private final Accounts accounts;
    private final TransactionCallback transactions;
    private final Banks banks;
    private final InstantSource clock;

    CallbackCalls(
            Connections connections,
            Accounts accounts,
            TransactionCallback transactions,
            Banks banks,
            InstantSource clock) {
        this.connections = connections;
        this.accounts = accounts;
        this.transactions = transactions;
        this.banks = banks;
        this.clock = clock;
    }

    /// What a login gave: its balances or transactions once every read that was asked for has ended, or its auths.
    Reply get(Call call) {
        var body = call.body();
        var id = body.id("record", "record_id");
        var method = body.optionalText("method").orElse(Product.BALANCE.name());
        var lines = lines(method);
        var product = lines.isPresent() ? Optional.of(Product.TRANSACTIONS) : Product.of(method);
        if (product.isEmpty()) {
            body.error("method", "must be BALANCE, AUTH or TRANSACTIONS");
        }
        var paging = Paging.clamped(body, PageRequest.MAX_LIMIT);
        body.check();
        return switch (product.orElseThrow()) {
            case BALANCE -> balances(call, id);
            case AUTH -> auths(call, id);
            case TRANSACTIONS ->
                transactions.answer(call, connection(call, id), lines.orElse(Product.TRANSACTIONS.name()), paging);
            case IDENTITY, INCOME ->
                throw Problem.of(
                                403,
                                Problem.Type.PLAN,
                                "This API serves balances, auths and transactions; it reads no "
                                        + method.toLowerCase(Locale.ROOT)
                                        + " at banks")
                        .exception();
        };
    }

    private static Optional<String> lines(String method) {
        return Optional.of(method.toUpperCase(Locale.ROOT)).filter(TransactionCallback.METHODS::contains);
    }

    private Reply balances(Call call, String id) {
        var connection = connection(call, id);
        var linked = linked(connection);
        if (connection.status() == Connection.Status.REAUTH_REQUIRED
                && linked.stream().anyMatch(this::asked)) {
            throw BalanceCalls.failure(BankFailure.Kind.LOGIN_EXPIRED);
        }
        requireOneRead(linked);
        return linked.stream().anyMatch(this::pending) ? pending(connection) : ready(call, connection, linked);
    }

    private static Reply pending(Connection connection) {
        var data = Json.object()
                .put("record", connection.id())
                .put("method", Product.BALANCE.name())
                .put("state", "pending");
        return Reply.success("Balance checking...", data)
                .with("retry-after", Integer.toString(BalanceLimits.POLL_SECONDS));
    }

    private Reply ready(Call call, Connection connection, List<Account> linked) {
        var nodes = each(
                linked,
                account -> BalanceJson.of(
                        Balance.stored(account), banks, call.request().base()));
        var data = Paging.single(nodes, "balances", "balance")
                .put("record", connection.id())
                .put("method", Product.BALANCE.name())
                .put("state", "ready");
        return Reply.success("Balances successfully retrieved", data);
    }

    private Reply auths(Call call, String id) {
        var connection = connection(call, id);
        var nodes = each(
                linked(connection),
                account -> AccountJson.auth(account, banks, call.request().base()));
        var data = Paging.single(nodes, "auths", "auth")
                .put("record", connection.id())
                .put("method", Product.AUTH.name())
                .put("state", "ready");
        return Reply.success("Auths successfully retrieved", data);
    }

    private static ArrayNode each(List<Account> linked, Function<Account, ObjectNode> node) {
        return Json.array(linked, node);
    }

    private Connection connection(Call call, String id) {
        return connections.find(call.tenant(), id).orElseThrow(() -> Problem.of(
                        404, Problem.Type.NO_RECORD_ID, "There is no such record")
                .exception());
    }

    /// Its accounts that may be read now.
    ///
    /// @throws ApiException 403 if none may
    private List<Account> linked(Connection connection) {
        var items = accounts.latest(connection.tenant(), connection.accounts());
        var readable = items.stream()
                .filter(item -> AccountConsent.readable(item, clock.instant()))
                .map(Account::of)
                .toList();
        if (readable.isEmpty() && !items.isEmpty()) {
            AccountConsent.require(items.getFirst(), clock.instant());
        }
        return readable;
    }

    /// Whether a refresh was asked for after the last read.
    private boolean asked(Account account) {
        return account.schedule()
                .askedAt()
                .filter(at -> at.isAfter(account.asOf()))
                .isPresent();
    }

    /// What was read of some accounts is worth its answer though others failed that were asked for with them.
    ///
    /// @throws ApiException what the first one failed of, where all that were asked for failed
    private void requireOneRead(List<Account> linked) {
        var failed =
                linked.stream().filter(account -> failure(account).isPresent()).toList();
        var together = failed.stream()
                .flatMap(account -> account.schedule().askedAt().stream())
                .min(Comparator.naturalOrder())
                .map(first -> first.minus(ReadingLimits.JOINING));
        var asked = linked.stream()
                .flatMap(account -> account.schedule().askedAt().stream())
                .filter(at -> together.filter(at::isAfter).isPresent())
                .count();
        if (!failed.isEmpty() && failed.size() == asked) {
            throw failure(failed.getFirst()).orElseThrow();
        }
    }

    /// A refresh that was asked for longer ago than any claim lasts is under way no more.
    private boolean pending(Account account) {
        var longAgo = clock.instant().minus(ReadingLimits.LEASE);
        return asked(account)
                && failure(account).isEmpty()
                && account.schedule().askedAt().orElse(Instant.EPOCH).isAfter(longAgo);
    }

    /// What the refresh that was asked for failed of; it is tried again by itself.
    private Optional<ApiException> failure(Account account) {
        return Stream.of(account)
                .filter(this::asked)
                .flatMap(one -> one.schedule().failure().stream())
                .filter(failure ->
                        failure.at().isAfter(account.schedule().askedAt().orElseThrow()))
                .map(CallbackCalls::failed)
                .findFirst();
    }

    private static ApiException failed(ReadState.Failure failure) {
        return failure.why().equals(ReadState.QUOTA)
                ? Problem.of(429, Problem.Type.RATE_LIMIT, "The bank allows no more reads of this login today")
                        .exception()
                : BalanceCalls.failure(BankFailure.Kind.valueOf(failure.why()));
    }
}
