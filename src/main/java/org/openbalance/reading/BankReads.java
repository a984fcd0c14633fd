package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.HealthStatistics;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadQuotas;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.SharedBreakerState;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;

/// Reads balances at banks: all accounts of one connection in one visit, different connections side by side, within a
/// deadline, and no more often than the bank allows.
@Singleton
public final class BankReads {

    private static final Logger LOG = Logger.getLogger(BankReads.class);

    private static final Duration QUICK = Duration.ofSeconds(1);

    private final Banks banks;
    private final SharedBreakerState breakers;
    private final ReadQuotas readQuotas;
    private final HealthStatistics statistics;
    private final Accounts accounts;
    private final Connections connections;
    private final Cadences cadences;
    private final VisitWriter writer;
    private final InstantSource clock;

    BankReads(
            Banks banks,
            SharedBreakerState breakers,
            ReadQuotas readQuotas,
            HealthStatistics statistics,
            Accounts accounts,
            Connections connections,
            Cadences cadences,
            VisitWriter writer,
            InstantSource clock) {
        this.banks = banks;
        this.breakers = breakers;
        this.readQuotas = readQuotas;
        this.statistics = statistics;
        this.accounts = accounts;
        this.connections = connections;
        this.cadences = cadences;
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

    /// Reads accounts that somebody waits for.
    ///
    /// @param attendance of the customer, where they are present
    /// @return a visit for each connection
    public List<Visit> read(List<Account> accounts, Optional<Attendance> attendance, Instant deadline) {
        var visits = new ArrayList<Callable<Visit>>();
        accounts.stream()
                .collect(Collectors.groupingBy(Account::connection, LinkedHashMap::new, Collectors.toList()))
                .forEach((connection, together) -> {
                    var ids = together.stream().map(Account::id).collect(Collectors.toCollection(LinkedHashSet::new));
                    var visiting = new Visiting(
                            together.getFirst().tenant(), connection, ids, new ReadRequest.Asked(), attendance);
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
        var plan = plan(visiting, found);
        var asked = plan.readable().isEmpty() ? Asked.NOTHING : asked(plan, deadline);
        var results = new LinkedHashMap<>(plan.refused());
        results.putAll(writer.written(plan, asked.answers()));
        return new Visit(results, asked.quota());
    }

    /// Of a connection that does not open.
    private Visit closed(Visiting visiting) {
        var ids = visiting.request() instanceof ReadRequest.Claimed claim ? Set.of(claim.first()) : visiting.wanted();
        var refused = new LinkedHashMap<String, Result>();
        ids.forEach(id -> refused.put(id, new Result.Unreadable()));
        var unreadable = new LinkedHashMap<String, Integer>();
        accounts.latest(visiting.tenant(), ids)
                .forEach(item -> unreadable.put(Account.idIn(item.key()), failures(item)));
        writer.written(new Plan(visiting, Optional.empty(), List.of(), refused, unreadable), List.of());
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

    /// What a bank answered, and what it allows yet.
    private record Asked(List<Answer> answers, Optional<ReadQuotas.Quota> quota) {

        static final Asked NOTHING = new Asked(List.of(), Optional.empty());

        static Asked failed(List<Account> accounts, BankFailure.Kind kind, Optional<ReadQuotas.Quota> quota) {
            return new Asked(
                    accounts.stream()
                            .<Answer>map(account -> new Answer.Failed(account, kind))
                            .toList(),
                    quota);
        }

        static Asked exhausted(List<Account> accounts, ReadQuotas.Quota quota) {
            return new Asked(
                    accounts.stream()
                            .<Answer>map(account -> new Answer.Exhausted(account, quota))
                            .toList(),
                    Optional.of(quota));
        }
    }

    private Asked asked(Plan plan, CallDeadline deadline) {
        var found = plan.connection();
        var visiting = plan.visiting();
        var readable = plan.readable();
        if (found.isEmpty() || found.get().status() != Connection.Status.ACTIVE) {
            return Asked.failed(readable, BankFailure.Kind.LOGIN_EXPIRED, Optional.empty());
        }
        var connection = found.get();
        var bank = banks.find(connection.tenant().environment(), connection.bank());
        if (bank.isEmpty()) {
            LOG.infof("The bank %s is not served any more", connection.bank());
            return Asked.failed(readable, BankFailure.Kind.DOWN, Optional.empty());
        }
        if (connection.access().isOver(clock.instant())) {
            connections.requireReauth(connection, bank.get());
            return Asked.failed(readable, BankFailure.Kind.LOGIN_EXPIRED, Optional.empty());
        }
        // What a bank bounds are reads without the customer.
        var resting = connection.restUntil().filter(clock.instant()::isBefore).filter(_ -> visiting.attendance()
                .isEmpty());
        if (resting.isPresent()) {
            return Asked.exhausted(readable, ReadQuotas.learned(clock.instant(), resting));
        }
        if (spared(visiting, bank.get())) {
            return Asked.failed(readable, BankFailure.Kind.RESTING, Optional.empty());
        }
        var due = due(plan, connection);
        return due.isEmpty()
                ? new Asked(readable.stream().<Answer>map(Answer.NotDue::new).toList(), Optional.empty())
                : asked(visiting, connection, bank.get(), readable, due, deadline);
    }

    private boolean spared(Visiting visiting, Bank bank) {
        var line = banks.line(visiting.tenant(), bank);
        return visiting.waited()
                ? banks.spares(line)
                : !breakers.among(List.of(line)).isEmpty();
    }

    private Asked asked(
            Visiting visiting,
            Connection connection,
            Bank bank,
            List<Account> readable,
            List<Account> due,
            CallDeadline deadline) {
        var quota = new QuotaTaken(visiting, bank);
        try {
            var found = ask(connection, grant(connection, deadline), bank, due, deadline, quota);
            var readAt = clock.instant();
            var answers = readable.stream()
                    .map(account -> due.contains(account)
                            ? answer(account, Optional.ofNullable(found.get(account.reference())), readAt)
                            : new Answer.NotDue(account))
                    .toList();
            return new Asked(answers, quota.left());
        } catch (QuotaUsedUp _) {
            return Asked.exhausted(readable, quota.left().orElseThrow());
        } catch (BankFailure failure) {
            LOG.infof("A read at bank %s failed: %s", bank.slug(), failure.kind());
            return switch (failure.kind()) {
                case QUOTA -> {
                    var learned = ReadQuotas.learned(clock.instant(), failure.until());
                    connections.rest(connection, learned.reset());
                    yield Asked.exhausted(readable, learned);
                }
                case LOGIN_EXPIRED -> {
                    connections.requireReauth(connection, bank);
                    yield Asked.failed(readable, failure.kind(), quota.left());
                }
                case DOWN, SLOW, ERROR, RESTING, BUSY, DATA -> Asked.failed(readable, failure.kind(), quota.left());
            };
        }
    }

    /// All of them, but where some failed: those are tried again soon, and the others have their time.
    private List<Account> due(Plan plan, Connection connection) {
        var readable = plan.readable();
        var failing = readable.stream().filter(BankReads::isWaitedFor).toList();
        var together = failing.isEmpty() && plan.unreadable().isEmpty();
        if (together || plan.visiting().request().source() != PeriodReads.Source.SCHEDULE) {
            return readable;
        }
        var cadence = cadences.of(connection.tenant(), connection.bank());
        var now = clock.instant();
        return readable.stream()
                .filter(account -> failing.contains(account)
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

    private Answer answer(Account account, Optional<AccountRead<BalanceAmounts>> read, Instant readAt) {
        return read.map(known -> switch (known) {
                    case AccountRead.Value<BalanceAmounts> value
                    when value.value().currency() != account.currency() -> {
                        LOG.errorf("The bank of account %s answers in another currency", account.id());
                        yield new Answer.Failed(account, BankFailure.Kind.ERROR);
                    }
                    case AccountRead.Value<BalanceAmounts> value ->
                        new Answer.Value(account, account.newest(value, readAt), readAt);
                    case AccountRead.Failed<BalanceAmounts>(var failure) -> failed(account, failure, readAt);
                    case AccountRead.Gone<BalanceAmounts> _ -> new Answer.Gone(account);
                    case AccountRead.Later<BalanceAmounts>(var job, var after) -> later(account, job, after);
                })
                .orElseGet(() -> new Answer.Failed(account, BankFailure.Kind.ERROR));
    }

    private static Answer failed(Account account, BankFailure failure, Instant readAt) {
        return failure.kind() == BankFailure.Kind.QUOTA
                ? new Answer.Exhausted(account, ReadQuotas.learned(readAt, failure.until()))
                : new Answer.Failed(account, failure.kind());
    }

    /// A job that goes on for ever is a failure.
    private Answer later(Account account, String job, Duration after) {
        var endless = account.schedule()
                .job()
                .filter(begun -> begun.since().plus(ReadingLimits.JOB_TIME).isBefore(clock.instant()))
                .isPresent();
        return endless ? new Answer.Failed(account, BankFailure.Kind.ERROR) : new Answer.Later(account, job, after);
    }

    private HeldGrant grant(Connection connection, CallDeadline deadline) {
        try {
            return connections.grant(connection, deadline.until());
        } catch (SealBroken broken) {
            LOG.error("The grant of " + connection.id() + " does not open: " + Unexpected.describe(broken));
            throw new BankFailure(BankFailure.Kind.DATA, "What is kept of the login does not open");
        }
    }

    /// The one read of today's that a visit takes of its login's: last of all, so that none is spent on a bank that is
    /// not asked.
    private final class QuotaTaken implements Runnable {

        private final Visiting visiting;
        private final Bank bank;
        private Optional<ReadQuotas.Quota> left = Optional.empty();

        QuotaTaken(Visiting visiting, Bank bank) {
            this.visiting = visiting;
            this.bank = bank;
        }

        @Override
        public void run() {
            // Banks bound what is read without the customer.
            if (visiting.attendance().isPresent()) {
                return;
            }
            left = readQuotas.take(visiting.tenant(), visiting.connection(), bank);
            if (left.filter(quota -> !quota.allowed()).isPresent()) {
                throw new QuotaUsedUp();
            }
        }

        /// Empty where the bank states no bound, or was not asked.
        Optional<ReadQuotas.Quota> left() {
            return left;
        }
    }

    private static final class QuotaUsedUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        QuotaUsedUp() {
            super(null, null, false, false);
        }
    }

    private Map<String, AccountRead<BalanceAmounts>> ask(
            Connection connection,
            HeldGrant grant,
            Bank bank,
            List<Account> accounts,
            CallDeadline deadline,
            QuotaTaken quota) {
        var requests = accounts.stream()
                .map(account -> new AccountRequest(
                        account.reference(), account.schedule().job().map(ReadState.Job::note)))
                .toList();
        var begun = new AtomicLong();
        try {
            var attendance = quota.visiting.attendance();
            var readings = banks.call(connection.tenant(), bank, attendance, deadline, quota, access -> {
                begun.set(System.nanoTime());
                return ofLogin(banks.require(bank, ReadsBalances.class).balances(access, grant, requests));
            });
            answered(connection.tenant(), bank, since(begun));
            return readings;
        } catch (BankFailure failure) {
            if (banks.tellsOfBank(connection.tenant(), bank)) {
                statistics.failed(bank, failure.kind(), since(begun));
            }
            throw failure;
        }
    }

    /// A login that the bank ended for one account is ended for all; one whose reads it refuses for all rests.
    private static Map<String, AccountRead<BalanceAmounts>> ofLogin(Map<String, AccountRead<BalanceAmounts>> reads) {
        var refused = reads.values().stream()
                .flatMap(read -> read instanceof AccountRead.Failed<BalanceAmounts>(var failure)
                                && failure.kind() == BankFailure.Kind.QUOTA
                        ? Stream.of(failure)
                        : Stream.empty())
                .toList();
        if (!refused.isEmpty() && refused.size() == reads.size()) {
            throw refused.stream()
                    .max(Comparator.comparing(failure -> failure.until().orElse(Instant.EPOCH)))
                    .orElseThrow();
        }
        for (var read : reads.values()) {
            if (read instanceof AccountRead.Failed<BalanceAmounts>(var failure)
                    && failure.kind() == BankFailure.Kind.LOGIN_EXPIRED) {
                throw failure;
            }
        }
        return reads;
    }

    /// A quick answer needs no second look.
    private void answered(Tenant tenant, Bank bank, Duration took) {
        if (took.compareTo(QUICK) < 0 || banks.tellsOfBank(tenant, bank)) {
            statistics.answered(bank, took);
        }
    }

    private static Duration since(AtomicLong begun) {
        return Duration.ofNanos(begun.get() == 0 ? 0 : System.nanoTime() - begun.get());
    }
}
