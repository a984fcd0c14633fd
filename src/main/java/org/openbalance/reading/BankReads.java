package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
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
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.webhook.EventSubject;

/// Reads balances at banks: all accounts of one login in one visit, different logins side by side, within a deadline,
/// and no more often than the bank allows.
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
    private final ReadingWriter readings;
    private final InstantSource clock;

    BankReads(
            Banks banks,
            SharedBreakerState breakers,
            ReadQuotas readQuotas,
            HealthStatistics statistics,
            Accounts accounts,
            Connections connections,
            ReadingWriter readings,
            InstantSource clock) {
        this.banks = banks;
        this.breakers = breakers;
        this.readQuotas = readQuotas;
        this.statistics = statistics;
        this.accounts = accounts;
        this.connections = connections;
        this.readings = readings;
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

        /// It may not be read any more.
        ///
        /// @param consent the one that ended; empty for an account that is gone
        record Denied(ApiException why, Optional<String> consent) implements Result {}

        /// Others read it at the same moment, so often that this reading could not be written down.
        record Contested(ApiException why) implements Result {}

        /// What is kept of it does not open: its bank cannot be asked for it.
        record Unreadable() implements Result {}

        /// Its request was taken over by others; there is nothing to do.
        record Dropped() implements Result {}
    }

    /// What became of one visit at a bank.
    ///
    /// @param results by account id
    /// @param quota what the bank allows the login yet, if it bounds that
    public record Visit(Map<String, Result> results, Optional<ReadQuotas.Quota> quota) {}

    /// One login, and which of its accounts are to be read.
    ///
    /// @param connection the login
    /// @param readRequests by account id
    /// @param attendance of the customer, where they are present
    public record Login(
            Tenant tenant, String connection, Map<String, ReadRequest> readRequests, Optional<Attendance> attendance) {

        /// Nobody is present.
        Login(Tenant tenant, String connection, Map<String, ReadRequest> readRequests) {
            this(tenant, connection, readRequests, Optional.empty());
        }

        /// Nobody waits for a claimed read: its bank is spared when it fails.
        private boolean waited() {
            return readRequests.values().stream().anyMatch(ReadRequest.Asked.class::isInstance);
        }
    }

    /// Reads accounts that somebody waits for.
    ///
    /// @param attendance of the customer, where they are present
    /// @return a visit for each login
    public List<Visit> read(List<Account> accounts, Optional<Attendance> attendance, Instant deadline) {
        var visits = new ArrayList<Callable<Visit>>();
        accounts.stream()
                .collect(Collectors.groupingBy(Account::connection, LinkedHashMap::new, Collectors.toList()))
                .forEach((connection, together) -> {
                    var readRequests = new LinkedHashMap<String, ReadRequest>();
                    together.forEach(account -> readRequests.put(account.id(), new ReadRequest.Asked()));
                    var login = new Login(together.getFirst().tenant(), connection, readRequests, attendance);
                    visits.add(() -> visit(login, CallDeadline.until(deadline)));
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

    /// Reads the accounts of one login in one visit.
    ///
    /// What was known of the accounts may be a moment old, and a consent may have ended in that moment: it is
    /// looked at once more, consistently, before the bank is asked.
    public Visit visit(Login login, CallDeadline deadline) {
        var results = new LinkedHashMap<String, Result>();
        var unknown = Problem.unknown("account").exception();
        login.readRequests().keySet().forEach(id -> results.put(id, new Result.Denied(unknown, Optional.empty())));
        var readable = new ArrayList<Account>();
        for (var item : accounts.latest(login.tenant(), login.readRequests().keySet())) {
            var id = item.text("id");
            if (!stands(login.readRequests().get(id), item)) {
                results.put(id, new Result.Dropped());
                continue;
            }
            try {
                AccountConsent.require(item, clock.instant());
                readable.add(item.as(Account::of));
            } catch (ApiException ended) {
                results.put(id, new Result.Denied(ended, Optional.of(item.text(AccountConsent.CONSENT))));
            } catch (MalformedItem malformed) {
                LOG.error("The account " + id + " does not open: " + Unexpected.describe(malformed));
                results.put(id, new Result.Unreadable());
            }
        }
        if (readable.isEmpty()) {
            return new Visit(results, Optional.empty());
        }
        var visit = visitAllowed(login, readable, deadline);
        results.putAll(visit.results());
        return new Visit(results, visit.quota());
    }

    private static boolean stands(ReadRequest readRequest, Item account) {
        return switch (readRequest) {
            case ReadRequest.Asked _ -> true;
            case ReadRequest.Claimed claim ->
                account.optionalInstant(Index.DUE.sort()).equals(Optional.of(claim.lease()));
        };
    }

    private Visit visitAllowed(Login login, List<Account> readable, CallDeadline deadline) {
        Optional<Connection> found;
        try {
            found = connections.find(login.tenant(), login.connection());
        } catch (MalformedItem malformed) {
            LOG.error("The login " + login.connection() + " does not open: " + Unexpected.describe(malformed));
            return all(readable, BankFailure.Kind.DATA, Optional.empty());
        }
        if (found.isEmpty() || found.get().status() == Connection.Status.REAUTH_REQUIRED) {
            return all(readable, BankFailure.Kind.LOGIN_EXPIRED, Optional.empty());
        }
        var connection = found.get();
        var bank = banks.find(connection.tenant().environment(), connection.bank());
        if (bank.isEmpty()) {
            LOG.infof("The bank %s is not served any more", connection.bank());
            return all(readable, BankFailure.Kind.DOWN, Optional.empty());
        }
        // What a bank bounds are reads without the customer.
        var resting = connection.restUntil().filter(clock.instant()::isBefore).filter(_ -> login.attendance()
                .isEmpty());
        if (resting.isPresent()) {
            return exhausted(readable, ReadQuotas.learned(clock.instant(), resting));
        }
        if (spared(login, bank.get())) {
            return all(readable, BankFailure.Kind.RESTING, Optional.empty());
        }
        return asked(login, connection, bank.get(), readable, deadline);
    }

    private boolean spared(Login login, Bank bank) {
        var line = banks.line(login.tenant(), bank);
        return login.waited()
                ? banks.spares(line)
                : !breakers.among(List.of(line)).isEmpty();
    }

    private Visit asked(Login login, Connection connection, Bank bank, List<Account> readable, CallDeadline deadline) {
        var quota = new QuotaTaken(login, bank);
        try {
            var found = ask(connection, grant(connection, deadline), bank, readable, deadline, quota);
            var subject = connections.subject(connection, Optional.of(bank));
            return new Visit(written(login, subject, readable, found, clock.instant()), quota.left());
        } catch (QuotaUsedUp _) {
            return exhausted(readable, quota.left().orElseThrow());
        } catch (BankFailure failure) {
            LOG.infof("A read at bank %s failed: %s", bank.slug(), failure.kind());
            return switch (failure.kind()) {
                case QUOTA -> {
                    var learned = ReadQuotas.learned(clock.instant(), failure.until());
                    connections.rest(connection, learned.reset());
                    yield exhausted(readable, learned);
                }
                case LOGIN_EXPIRED -> {
                    connections.requireReauth(connection, bank);
                    yield all(readable, failure.kind(), quota.left());
                }
                case DOWN, SLOW, ERROR, RESTING, BUSY, DATA -> all(readable, failure.kind(), quota.left());
            };
        }
    }

    private HeldGrant grant(Connection connection, CallDeadline deadline) {
        try {
            return connections.grant(connection, deadline.until());
        } catch (SealBroken broken) {
            LOG.error("The login " + connection.id() + " does not open: " + Unexpected.describe(broken));
            throw new BankFailure(BankFailure.Kind.DATA, "What is kept of the login does not open");
        }
    }

    /// The one read of today's that a visit takes of its login's: last of all, so that none is spent on a bank that is
    /// not asked.
    private final class QuotaTaken implements Runnable {

        private final Login login;
        private final Bank bank;
        private Optional<ReadQuotas.Quota> left = Optional.empty();

        QuotaTaken(Login login, Bank bank) {
            this.login = login;
            this.bank = bank;
        }

        @Override
        public void run() {
            // Banks bound what is read without the customer.
            if (login.attendance().isPresent()) {
                return;
            }
            left = readQuotas.take(login.tenant(), login.connection(), bank);
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

    private static Visit exhausted(List<Account> accounts, ReadQuotas.Quota quota) {
        var results = new LinkedHashMap<String, Result>();
        accounts.forEach(account -> results.put(account.id(), new Result.Exhausted(account, quota)));
        return new Visit(results, Optional.of(quota));
    }

    private Map<String, AccountRead<BalanceAmounts>> ask(
            Connection connection,
            HeldGrant grant,
            Bank bank,
            List<Account> accounts,
            CallDeadline deadline,
            QuotaTaken quota) {
        var references = accounts.stream()
                .map(account -> AccountRequest.of(account.reference()))
                .toList();
        var begun = new AtomicLong();
        try {
            var attendance = quota.login.attendance();
            var readings = banks.call(connection.tenant(), bank, attendance, deadline, quota, access -> {
                begun.set(System.nanoTime());
                return ofLogin(banks.require(bank, ReadsBalances.class).balances(access, grant, references));
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

    private Map<String, Result> written(
            Login login,
            EventSubject subject,
            List<Account> accounts,
            Map<String, AccountRead<BalanceAmounts>> found,
            Instant readAt) {
        var results = new LinkedHashMap<String, Result>();
        for (var account : accounts) {
            var readRequest = login.readRequests().get(account.id());
            results.put(
                    account.id(),
                    switch (found.get(account.reference())) {
                        case AccountRead.Value<BalanceAmounts>(var amounts) ->
                            written(subject, account, amounts, readAt, readRequest);
                        case AccountRead.Failed<BalanceAmounts>(var failure) -> failed(account, failure, readAt);
                        case AccountRead.Gone<BalanceAmounts> _ -> new Result.Gone(account);
                        case AccountRead.Later<BalanceAmounts> _ -> new Result.Failed(account, BankFailure.Kind.SLOW);
                        case null -> new Result.Failed(account, BankFailure.Kind.ERROR);
                    });
        }
        return results;
    }

    private static Result failed(Account account, BankFailure failure, Instant readAt) {
        return failure.kind() == BankFailure.Kind.QUOTA
                ? new Result.Exhausted(account, ReadQuotas.learned(readAt, failure.until()))
                : new Result.Failed(account, failure.kind());
    }

    private Result written(
            EventSubject subject, Account account, BalanceAmounts amounts, Instant readAt, ReadRequest readRequest) {
        try {
            return readings.record(subject, account, amounts, readAt, readRequest)
                    .<Result>map(Result.Fresh::new)
                    .orElseGet(Result.Dropped::new);
        } catch (ApiException exception) {
            return exception.problem().type() == Problem.Type.CONFLICT
                    ? new Result.Contested(exception)
                    : new Result.Denied(exception, Optional.of(account.consent()));
        }
    }

    private static Visit all(Collection<Account> accounts, BankFailure.Kind kind, Optional<ReadQuotas.Quota> quota) {
        var results = new LinkedHashMap<String, Result>();
        accounts.forEach(account -> results.put(account.id(), new Result.Failed(account, kind)));
        return new Visit(results, quota);
    }
}
