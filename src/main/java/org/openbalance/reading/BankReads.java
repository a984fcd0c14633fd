package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.HealthStatistics;
import org.openbalance.bank.ReadQuotas;
import org.openbalance.bank.SharedBreakerState;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.log.Unexpected;

/// Reads at banks: all accounts of one connection in one visit, different connections side by side, within a deadline,
/// and no more often than the bank allows. A visit reads the balances that are due and, if the bank gives some of
/// those, the products whose own time has come.
@Singleton
public final class BankReads {

    private static final Logger LOG = Logger.getLogger(BankReads.class);

    private static final BalanceCall BALANCE = new BalanceCall();

    private final Banks banks;
    private final SharedBreakerState breakers;
    private final HealthStatistics statistics;
    private final Accounts accounts;
    private final Connections connections;
    private final Cadences cadences;
    private final BankCalls calls;
    private final ProductVisits productVisits;
    private final VisitWriter writer;
    private final InstantSource clock;

    BankReads(
            Banks banks,
            SharedBreakerState breakers,
            HealthStatistics statistics,
            Accounts accounts,
            Connections connections,
            Cadences cadences,
            BankCalls calls,
            ProductVisits productVisits,
            VisitWriter writer,
            InstantSource clock) {
        this.banks = banks;
        this.breakers = breakers;
        this.statistics = statistics;
        this.accounts = accounts;
        this.connections = connections;
        this.cadences = cadences;
        this.calls = calls;
        this.productVisits = productVisits;
        this.writer = writer;
        this.clock = clock;
    }

    /// What a read came to, for one account.
    public sealed interface Result {
        record Fresh(Account account) implements Result {}

        /// @param account as it was before the read
        record Failed(Account account, BankFailure.Kind kind) implements Result {}

        /// The bank no longer lists the account.
        record Gone(Account account) implements Result {}

        /// The bank allows no more reads of it for now.
        record Exhausted(Account account, ReadQuotas.Quota quota) implements Result {}

        /// The bank has begun to fetch it; it is read on in the background.
        record Later(Account account) implements Result {}

        /// It may not be read any more.
        ///
        /// @param consent the one that ended; empty for an account that is gone
        record Denied(ApiException why, Optional<String> consent) implements Result {}

        /// Others read it at the same moment, so often that this reading could not be written down.
        record Contested(ApiException why) implements Result {}

        /// What is kept of it does not open: its bank cannot be asked for it.
        record Unreadable() implements Result {}

        /// The read was taken over by others; there is nothing to do.
        record Dropped() implements Result {}
    }

    /// What became of one visit at a bank.
    ///
    /// @param results by account id
    /// @param quota what the bank allows the connection yet, if it bounds that
    public record Visit(Map<String, Result> results, Optional<ReadQuotas.Quota> quota) {}

    /// A connection that is to be read.
    ///
    /// @param wanted the ids of the accounts that are to be read; empty for all of the connection
    /// @param attendance of the customer, where they are present
    public record Visiting(
            Tenant tenant,
            String connection,
            Set<String> wanted,
            ReadRequest request,
            Optional<Attendance> attendance) {

        static Visiting of(ReadBatch.Claimed claimed) {
            return new Visiting(
                    claimed.due().tenant(), claimed.due().connection(), Set.of(), claimed.claim(), Optional.empty());
        }

        /// Nobody waits for a claimed read: its bank is spared when it fails.
        private boolean waited() {
            return request instanceof ReadRequest.Asked;
        }
    }

    /// Reads balances that somebody waits for.
    ///
    /// @param attendance of the customer, where they are present
    /// @return a visit for each connection
    public List<Visit> read(List<Account> accounts, Optional<Attendance> attendance, Instant deadline) {
        return read(Product.BALANCE, accounts, attendance, deadline);
    }

    /// Reads one product of accounts, for somebody who waits.
    ///
    /// @param product the balance, or one that a [ProductReader] reads
    /// @param attendance of the customer, where they are present
    /// @return a visit for each connection
    public List<Visit> read(
            Product product, List<Account> accounts, Optional<Attendance> attendance, Instant deadline) {
        var visits = new ArrayList<Callable<Visit>>();
        accounts.stream()
                .collect(Collectors.groupingBy(Account::connection, LinkedHashMap::new, Collectors.toList()))
                .forEach((connection, together) -> {
                    var ids = together.stream().map(Account::id).collect(Collectors.toCollection(LinkedHashSet::new));
                    var visiting = new Visiting(
                            together.getFirst().tenant(), connection, ids, new ReadRequest.Asked(product), attendance);
                    visits.add(() -> visit(visiting, CallDeadline.until(deadline)));
                });
        var made = ParallelCalls.run(visits);
        flushStatistics();
        return made;
    }

    /// Statistics matter less than the reads: if they cannot be written, no read fails.
    private void flushStatistics() {
        try {
            statistics.flushOld();
        } catch (RuntimeException unheld) {
            LOG.error("What was learnt of banks is lost: " + Unexpected.describe(unheld));
        }
    }

    /// Reads the accounts of one connection in one visit, and writes down what that came to.
    ///
    /// What was known of the accounts may be a moment old, and a consent may have ended in that moment: it is
    /// looked at once more, consistently, before the bank is asked.
    public Visit visit(Visiting visiting, CallDeadline deadline) {
        Optional<Connection> found;
        try {
            found = connections.find(visiting.tenant(), visiting.connection());
        } catch (MalformedItem malformed) {
            LOG.error("The connection " + visiting.connection() + " does not open: " + Unexpected.describe(malformed));
            return closed(visiting);
        }
        return visit(plan(visiting, found), deadline);
    }

    private Visit visit(Plan plan, CallDeadline deadline) {
        var results = new LinkedHashMap<>(plan.refused());
        if (plan.readable().isEmpty()) {
            results.putAll(writer.written(plan, List.of(), ProductsRead.NONE));
            return new Visit(results, Optional.empty());
        }
        var opening = opening(plan, deadline);
        var balances = balances(plan, opening);
        var products = opening instanceof Opening.Open(var line) && !balances.refused()
                ? productVisits.read(plan, line)
                : ProductsRead.NONE;
        results.putAll(writer.written(plan, balances.all(), products));
        productVisits.tell(plan, products);
        if (plan.visiting().request() instanceof ReadRequest.Asked(var product) && product != Product.BALANCE) {
            results.putAll(asked(plan, product, opening, products));
        }
        return new Visit(results, balances.quota());
    }

    /// Of a product beside the balance: what became of each account.
    private Map<String, Result> asked(Plan plan, Product product, Opening opening, ProductsRead products) {
        var results = new LinkedHashMap<String, Result>();
        plan.readable()
                .forEach(account -> results.put(
                        account.id(),
                        switch (opening) {
                            case Opening.Open _ ->
                                Optional.ofNullable(products.results().get(account.id()))
                                        .orElseGet(() -> new Result.Denied(unread(product), Optional.empty()));
                            case Opening.Closed(var kind) -> new Result.Failed(account, kind);
                            case Opening.Resting(var quota) -> new Result.Exhausted(account, quota);
                        }));
        return results;
    }

    private static ApiException unread(Product product) {
        return Problem.of(
                        404,
                        Problem.Type.NOT_FOUND,
                        "The customer did not agree to " + product.wire() + ", or the bank does not offer it")
                .exception();
    }

    /// Of a connection that does not open.
    private Visit closed(Visiting visiting) {
        var ids = visiting.request() instanceof ReadRequest.Claimed claim ? Set.of(claim.first()) : visiting.wanted();
        var refused = new LinkedHashMap<String, Result>();
        ids.forEach(id -> refused.put(id, new Result.Unreadable()));
        var unreadable = new LinkedHashMap<String, Integer>();
        accounts.latest(visiting.tenant(), ids)
                .forEach(item -> unreadable.put(Account.idIn(item.key()), failures(item)));
        writer.written(
                new Plan(visiting, Optional.empty(), List.of(), refused, unreadable), List.of(), ProductsRead.NONE);
        return new Visit(refused, Optional.empty());
    }

    /// How the accounts of a connection stand before its bank is asked.
    ///
    /// @param connection empty for one that is gone, or does not open
    /// @param readable those that may be read, with what was known of their reads
    /// @param refused by account id, what may or need not be read
    /// @param unreadable how many reads in a row failed of those whose items do not open
    record Plan(
            Visiting visiting,
            Optional<Connection> connection,
            List<Account> readable,
            Map<String, Result> refused,
            Map<String, Integer> unreadable) {}

    private Plan plan(Visiting visiting, Optional<Connection> found) {
        var ids = visiting.wanted().isEmpty()
                ? found.map(Connection::accounts).orElse(List.of())
                : List.copyOf(visiting.wanted());
        var items = accounts.latest(visiting.tenant(), ids);
        var refused = new LinkedHashMap<String, Result>();
        if (visiting.request() instanceof ReadRequest.Claimed claim && isLost(claim, items)) {
            ids.forEach(id -> refused.put(id, new Result.Dropped()));
            return new Plan(visiting, found, List.of(), refused, Map.of());
        }
        var unknown = Problem.unknown("account").exception();
        ids.forEach(id -> refused.put(id, new Result.Denied(unknown, Optional.empty())));
        var readable = new ArrayList<Account>();
        var unreadable = new LinkedHashMap<String, Integer>();
        for (var item : items) {
            var id = Account.idIn(item.key());
            judged(visiting, item)
                    .ifPresentOrElse(
                            result -> {
                                refused.put(id, result);
                                if (result instanceof Result.Unreadable
                                        && item.optionalText(Account.RECORD)
                                                .equals(Optional.of(visiting.connection()))) {
                                    unreadable.put(id, failures(item));
                                }
                            },
                            () -> {
                                refused.remove(id);
                                readable.add(Account.of(item));
                            });
        }
        return new Plan(visiting, found, readable, refused, unreadable);
    }

    private static int failures(Item item) {
        return (int) item.number(ReadState.FAILURES, 0);
    }

    private static boolean isLost(ReadRequest.Claimed claim, List<Item> items) {
        return items.stream()
                .filter(item -> Account.idIn(item.key()).equals(claim.first()))
                .noneMatch(item -> item.optionalInstant(AccountConsent.LEASE).equals(Optional.of(claim.lease())));
    }

    /// Why an account is not read; empty if it may be.
    private Optional<Result> judged(Visiting visiting, Item item) {
        try {
            AccountConsent.require(item, clock.instant());
            var account = item.as(Account::of);
            var another = !visiting.waited() && !account.connection().equals(visiting.connection());
            return another ? Optional.of(new Result.Dropped()) : Optional.empty();
        } catch (ApiException ended) {
            return Optional.of(new Result.Denied(ended, Optional.of(item.text(AccountConsent.CONSENT))));
        } catch (MalformedItem malformed) {
            LOG.error("The account " + Account.idIn(item.key()) + " does not open: " + Unexpected.describe(malformed));
            return Optional.of(new Result.Unreadable());
        }
    }

    /// Whether the bank of a connection can be asked.
    private sealed interface Opening {

        record Open(BankCalls.Line line) implements Opening {}

        record Closed(BankFailure.Kind kind) implements Opening {}

        /// The bank allows the login no more reads for now.
        record Resting(ReadQuotas.Quota quota) implements Opening {}
    }

    private Opening opening(Plan plan, CallDeadline deadline) {
        var found = plan.connection();
        if (found.isEmpty() || found.get().status() != Connection.Status.ACTIVE) {
            return new Opening.Closed(BankFailure.Kind.LOGIN_EXPIRED);
        }
        var connection = found.get();
        var bank = banks.find(connection.tenant().environment(), connection.bank());
        if (bank.isEmpty()) {
            LOG.infof("The bank %s is not served any more", connection.bank());
            return new Opening.Closed(BankFailure.Kind.DOWN);
        }
        if (connection.access().isOver(clock.instant())) {
            connections.requireReauth(connection, bank.get());
            return new Opening.Closed(BankFailure.Kind.LOGIN_EXPIRED);
        }
        var visiting = plan.visiting();
        // What a bank bounds are reads without the customer.
        var resting = connection.restUntil().filter(clock.instant()::isBefore).filter(_ -> visiting.attendance()
                .isEmpty());
        if (resting.isPresent()) {
            return new Opening.Resting(ReadQuotas.learned(clock.instant(), resting));
        }
        return spared(visiting, bank.get())
                ? new Opening.Closed(BankFailure.Kind.RESTING)
                : new Opening.Open(new BankCalls.Line(connection, bank.get(), visiting.attendance(), deadline));
    }

    private boolean spared(Visiting visiting, Bank bank) {
        var line = banks.line(visiting.tenant(), bank);
        return visiting.waited()
                ? banks.spares(line)
                : !breakers.among(List.of(line)).isEmpty();
    }

    private Answers<BalanceAmounts> balances(Plan plan, Opening opening) {
        var readable = plan.readable();
        if (plan.visiting().request() instanceof ReadRequest.Asked(var product) && product != Product.BALANCE) {
            return Answers.none();
        }
        return switch (opening) {
            case Opening.Closed(var kind) -> Answers.failed(readable, kind, Optional.empty());
            case Opening.Resting(var quota) -> Answers.exhausted(readable, quota);
            case Opening.Open(var line) -> balances(plan, line);
        };
    }

    private Answers<BalanceAmounts> balances(Plan plan, BankCalls.Line line) {
        var due = due(plan, line);
        if (due.isEmpty()) {
            return Answers.notDue(plan.readable());
        }
        var rest = plan.readable().stream()
                .filter(account -> !due.contains(account))
                .toList();
        return calls.ask(line, BALANCE, due).with(Answers.notDue(rest));
    }

    /// All of them, but where some are waited for: those are read, and the others have their time.
    private List<Account> due(Plan plan, BankCalls.Line line) {
        var readable = plan.readable();
        var together = plan.unreadable().isEmpty()
                && readable.stream().noneMatch(BankReads::isWaitedFor)
                && !productVisits.isWaitedFor(line.connection(), line.bank(), readable);
        if (together || plan.visiting().request().source() != PeriodReads.Source.SCHEDULE) {
            return readable;
        }
        var cadence = cadences.of(plan.visiting().tenant(), line.bank().id());
        // As a sweep has it, a little early is in time.
        var now = clock.instant().plus(ReadingLimits.AHEAD);
        return readable.stream()
                .filter(account -> isWaitedFor(account)
                        || cadence.filter(known -> known.after(account).isAfter(now))
                                .isEmpty())
                .toList();
    }

    /// Whether an account has failed, is being fetched by its bank, or was asked for and not read since.
    private static boolean isWaitedFor(Account account) {
        var schedule = account.schedule();
        return schedule.failures() > 0
                || schedule.job().isPresent()
                || schedule.askedAt().filter(account.asOf()::isBefore).isPresent();
    }
}
