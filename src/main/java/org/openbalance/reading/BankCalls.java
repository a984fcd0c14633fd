package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.api.Product;
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
import org.openbalance.platform.Tenant;
import org.openbalance.platform.log.Unexpected;
import org.openbalance.platform.vault.SealBroken;

/// Asks a bank for one product of accounts of one connection: within the bank's places, breaker and quota, with the
/// grant as it stands, and with each account's answer told apart.
@Singleton
final class BankCalls {

    private static final Logger LOG = Logger.getLogger(BankCalls.class);

    private static final Duration QUICK = Duration.ofSeconds(1);

    private final Banks banks;
    private final ReadQuotas readQuotas;
    private final HealthStatistics statistics;
    private final Connections connections;
    private final FinishedJobs jobs;
    private final InstantSource clock;

    BankCalls(
            Banks banks,
            ReadQuotas readQuotas,
            HealthStatistics statistics,
            Connections connections,
            FinishedJobs jobs,
            InstantSource clock) {
        this.banks = banks;
        this.readQuotas = readQuotas;
        this.statistics = statistics;
        this.connections = connections;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// Whose bank is asked, and how long it is waited for.
    ///
    /// @param attendance of the customer, where they are present
    record Line(Connection connection, Bank bank, Optional<Attendance> attendance, CallDeadline deadline) {

        private Tenant tenant() {
            return connection.tenant();
        }
    }

    /// Nothing is thrown that is the bank's: each account has its answer.
    <T> Answers<T> ask(Line line, ProductCall<?, T> product, List<Account> accounts) {
        var quota = new QuotaTaken(line, product.product());
        try {
            var found = found(line, product, accounts, quota);
            var readAt = clock.instant();
            return new Answers<>(
                    accounts.stream()
                            .map(account -> answer(
                                    line,
                                    product,
                                    account,
                                    Optional.ofNullable(found.get(account.reference())),
                                    readAt))
                            .toList(),
                    quota.left());
        } catch (QuotaUsedUp _) {
            return Answers.exhausted(accounts, quota.left().orElseThrow());
        } catch (BankFailure failure) {
            LOG.infof(
                    "A read of %s at bank %s failed: %s",
                    product.product().wire(), line.bank().slug(), failure.kind());
            return failed(line, product.product(), accounts, failure, quota.left());
        }
    }

    private <T> Answers<T> failed(
            Line line, Product product, List<Account> accounts, BankFailure failure, Optional<ReadQuotas.Quota> left) {
        return switch (failure.kind()) {
            case QUOTA -> {
                var learned = ReadQuotas.learned(clock.instant(), failure.until());
                if (product == Product.BALANCE) {
                    connections.rest(line.connection(), learned.reset());
                }
                yield Answers.exhausted(accounts, learned);
            }
            case LOGIN_EXPIRED -> {
                // Banks want the customer again for years of lines, and go on giving the balance.
                if (product == Product.BALANCE) {
                    connections.requireReauth(line.connection(), line.bank());
                }
                yield Answers.failed(accounts, failure.kind(), left);
            }
            case DOWN, SLOW, ERROR, RESTING, BUSY, DATA -> Answers.failed(accounts, failure.kind(), left);
        };
    }

    private <T> Answer<T> answer(
            Line line, ProductCall<?, T> product, Account account, Optional<AccountRead<T>> read, Instant readAt) {
        return read.map(known -> switch (known) {
                    case AccountRead.Value<T> value -> product.value(new Answer.Value<>(account, value, readAt));
                    case AccountRead.Failed<T>(var failure) -> BankCalls.<T>failed(account, failure, readAt);
                    case AccountRead.Gone<T> _ -> new Answer.Gone<T>(account);
                    case AccountRead.Later<T>(var job, var after) -> later(line, product, account, job, after);
                })
                .orElseGet(() -> new Answer.Failed<>(account, BankFailure.Kind.ERROR));
    }

    private static <T> Answer<T> failed(Account account, BankFailure failure, Instant readAt) {
        return failure.kind() == BankFailure.Kind.QUOTA
                ? new Answer.Exhausted<>(account, ReadQuotas.learned(readAt, failure.until()))
                : new Answer.Failed<>(account, failure.kind());
    }

    /// A job that goes on for ever is a failure.
    private <T> Answer<T> later(Line line, ProductCall<?, T> product, Account account, String job, Duration after) {
        var known = product.job(account);
        var endless = known.filter(
                        begun -> begun.since().plus(ReadingLimits.JOB_TIME).isBefore(clock.instant()))
                .isPresent();
        if (known.filter(begun -> begun.note().equals(job)).isEmpty()) {
            jobs.begun(account, line.bank(), job);
        }
        return endless ? new Answer.Failed<>(account, BankFailure.Kind.ERROR) : new Answer.Later<>(account, job, after);
    }

    private HeldGrant grant(Line line) {
        try {
            return connections.grant(line.connection(), line.deadline().until());
        } catch (SealBroken broken) {
            LOG.error("The grant of " + line.connection().id() + " does not open: " + Unexpected.describe(broken));
            throw new BankFailure(BankFailure.Kind.DATA, "What is kept of the login does not open");
        }
    }

    private <C, T> Map<String, AccountRead<T>> found(
            Line line, ProductCall<C, T> product, List<Account> accounts, QuotaTaken quota) {
        var grant = grant(line);
        var requests = accounts.stream()
                .map(account -> new AccountRequest(
                        account.reference(), product.job(account).map(job -> job.note())))
                .toList();
        var begun = new AtomicLong();
        try {
            var reads = banks.call(line.tenant(), line.bank(), line.attendance(), line.deadline(), quota, access -> {
                begun.set(System.nanoTime());
                var connector = banks.require(line.bank(), product.capability());
                return ofLogin(product.ask(connector, access, grant, accounts, requests));
            });
            answered(line, since(begun));
            return reads;
        } catch (BankFailure failure) {
            if (banks.tellsOfBank(line.tenant(), line.bank())) {
                statistics.failed(line.bank(), failure.kind(), since(begun));
            }
            throw failure;
        }
    }

    /// A login that the bank ended for one account is ended for all; one whose reads it refuses for all rests.
    private static <T> Map<String, AccountRead<T>> ofLogin(Map<String, AccountRead<T>> reads) {
        var failures = reads.values().stream()
                .flatMap(read ->
                        read instanceof AccountRead.Failed<T>(var failure) ? Stream.of(failure) : Stream.empty())
                .toList();
        var refused = failures.stream()
                .filter(failure -> failure.kind() == BankFailure.Kind.QUOTA)
                .toList();
        if (!refused.isEmpty() && refused.size() == reads.size()) {
            throw refused.stream()
                    .max(Comparator.comparing(failure -> failure.until().orElse(Instant.EPOCH)))
                    .orElseThrow();
        }
        failures.stream()
                .filter(failure -> failure.kind() == BankFailure.Kind.LOGIN_EXPIRED)
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
        return reads;
    }

    /// A quick answer needs no second look.
    private void answered(Line line, Duration took) {
        if (took.compareTo(QUICK) < 0 || banks.tellsOfBank(line.tenant(), line.bank())) {
            statistics.answered(line.bank(), took);
        }
    }

    private static Duration since(AtomicLong begun) {
        return Duration.ofNanos(begun.get() == 0 ? 0 : System.nanoTime() - begun.get());
    }

    /// The one read of today's that a visit takes of its login's: last of all, so that none is spent on a bank that is
    /// not asked.
    private final class QuotaTaken implements Runnable {

        private final Line line;
        private final Product product;
        private Optional<ReadQuotas.Quota> left = Optional.empty();

        QuotaTaken(Line line, Product product) {
            this.line = line;
            this.product = product;
        }

        @Override
        public void run() {
            // Banks bound what is read without the customer.
            if (line.attendance().isPresent()) {
                return;
            }
            left = readQuotas.take(line.tenant(), line.connection().id(), line.bank(), product);
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
}
