package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.ProductState;
import org.openbalance.api.ApiException;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.owner.Owner;
import org.openbalance.platform.log.Unexpected;

/// Reads products beside the balance in the same visit: those whose own time has come, and the one that somebody
/// waits for.
@Singleton
final class ProductVisits {

    private static final Logger LOG = Logger.getLogger(ProductVisits.class);

    /// Of an owner whose accounts are not read by themselves: what fails at first is tried a few times.
    private static final Cadence WITHOUT_PLAN = new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty());

    private final ProductReaders readers;
    private final BankCalls calls;
    private final Cadences cadences;
    private final ReadFailures failures;
    private final InstantSource clock;

    ProductVisits(
            ProductReaders readers, BankCalls calls, Cadences cadences, ReadFailures failures, InstantSource clock) {
        this.readers = readers;
        this.calls = calls;
        this.cadences = cadences;
        this.failures = failures;
        this.clock = clock;
    }

    /// Whether a product of these accounts cannot wait until a balance is due: then the visit may have come for it.
    boolean isWaitedFor(Connection connection, Bank bank, List<Account> accounts) {
        return readers.of(connection, bank).stream().anyMatch(reader -> accounts.stream()
                .anyMatch(
                        account -> account.schedule().product(reader.product()).isWaitedFor()));
    }

    ProductsRead read(BankReads.Plan plan, BankCalls.Line line) {
        var reads = new Reads(plan, line);
        var agreed = readers.of(line.connection(), line.bank());
        agreed.forEach(reads::read);
        return reads.done(agreed);
    }

    /// Reports reads that have failed too often, once they are written down.
    void tell(BankReads.Plan plan, ProductsRead products) {
        for (var account : plan.readable()) {
            products.of(account.id()).states().forEach((product, state) -> {
                if (state.failures() >= ReadingLimits.FAILURES_TOLD && !state.told()) {
                    failures.tell(account, product, state);
                }
            });
        }
    }

    /// The reads of one visit.
    private final class Reads {

        private final BankReads.Plan plan;
        private final BankCalls.Line line;
        private final Optional<Cadence> cadence;
        private final Map<String, Map<Product, ProductState>> marks = new HashMap<>();
        private final Map<String, BankReads.Result> results = new LinkedHashMap<>();

        Reads(BankReads.Plan plan, BankCalls.Line line) {
            this.plan = plan;
            this.line = line;
            cadence = cadences.of(line.connection().tenant(), line.connection().bank());
        }

        <T> void read(ProductReader<?, T> reader) {
            var due = plan.readable().stream()
                    .filter(account -> isDue(reader.product(), account))
                    .toList();
            if (!due.isEmpty()) {
                calls.ask(line, reader, due).all().forEach(answer -> took(reader, answer));
            }
        }

        private boolean isDue(Product product, Account account) {
            return switch (plan.visiting().request()) {
                case ReadRequest.Asked(var asked) -> asked == product;
                case ReadRequest.Claimed _ ->
                    account.schedule().product(product).isDue(clock.instant());
            };
        }

        private <T> void took(ProductReader<?, T> reader, Answer<T> answer) {
            var account = answer.account();
            var before = account.schedule().product(reader.product());
            var now = clock.instant();
            switch (answer) {
                case Answer.Value<T> value -> took(reader, value);
                case Answer.Failed<T> failed -> {
                    var kind = failed.kind();
                    if (isOfBank(kind)) {
                        markFailed(account, reader, kind);
                    }
                    results.put(account.id(), new BankReads.Result.Failed(account, kind));
                }
                case Answer.Gone<T> _ -> {
                    markFailed(account, reader, BankFailure.Kind.ERROR);
                    results.put(account.id(), new BankReads.Result.Gone(account));
                }
                case Answer.Exhausted<T> exhausted -> {
                    var quota = exhausted.quota();
                    mark(account, reader, before.exhausted(now, quota.reset()));
                    results.put(account.id(), new BankReads.Result.Exhausted(account, quota));
                }
                case Answer.Later<T> later -> {
                    mark(account, reader, before.later(later.job(), now, later.again(now)));
                    results.put(account.id(), new BankReads.Result.Later(account));
                }
                case Answer.NotDue<T> _ -> throw new IllegalStateException("Only what is due is asked for");
            }
        }

        /// Whether the bank was asked, and the product alone is concerned.
        private static boolean isOfBank(BankFailure.Kind kind) {
            return switch (kind) {
                case BUSY, RESTING -> false;
                case DOWN, SLOW, ERROR, DATA, QUOTA, LOGIN_EXPIRED -> true;
            };
        }

        private <T> void took(ProductReader<?, T> reader, Answer.Value<T> value) {
            var account = value.account();
            try {
                var progress = reader.write(account, value.read(), value.at());
                var next = progress.unfinished()
                        ? value.at()
                        : value.at().plus(reader.every()).minus(early());
                mark(account, reader, ProductState.read(value.at(), next, progress.note(), progress.unfinished()));
                results.put(account.id(), new BankReads.Result.Fresh(account));
            } catch (ApiException ended) {
                markFailed(account, reader, BankFailure.Kind.ERROR);
                results.put(account.id(), new BankReads.Result.Denied(ended, Optional.of(account.consent())));
            } catch (RuntimeException unheld) {
                // The balances of the same visit are written down all the same.
                LOG.error("What was read of " + reader.product().wire() + " of account " + account.id()
                        + " could not be written down: " + Unexpected.describe(unheld));
                markFailed(account, reader, BankFailure.Kind.ERROR);
                results.put(account.id(), new BankReads.Result.Failed(account, BankFailure.Kind.ERROR));
            }
        }

        /// Reads of products come with those of balances: with the one that is nearest to its time.
        private Duration early() {
            return cadence.map(known -> known.plan().dividedBy(2)).orElse(Duration.ZERO);
        }

        private void markFailed(Account account, ProductReader<?, ?> reader, BankFailure.Kind kind) {
            var before = account.schedule().product(reader.product());
            var now = clock.instant();
            var retry = retry(account, before.failures() + 1, now);
            mark(account, reader, before.failed(kind.name(), now, Optional.of(retry)));
        }

        private Instant retry(Account account, int failed, Instant now) {
            return cadence.orElse(WITHOUT_PLAN).retry(account.id(), failed, now);
        }

        private void mark(Account account, ProductReader<?, ?> reader, ProductState state) {
            marks.computeIfAbsent(account.id(), _ -> new EnumMap<>(Product.class))
                    .put(reader.product(), state);
        }

        ProductsRead done(List<ProductReader<?, ?>> agreed) {
            var next = agreed.stream()
                    .flatMap(reader -> plan.readable().stream().flatMap(account -> next(account, reader.product())))
                    .min(Comparator.naturalOrder());
            return new ProductsRead(marks, results, next);
        }

        private Stream<Instant> next(Account account, Product product) {
            var now = clock.instant();
            var state = marks.getOrDefault(account.id(), Map.of())
                    .getOrDefault(product, account.schedule().product(product));
            // What was due and not read has no mark of this visit: its time is over, and another is found.
            return isTriedAgain(state)
                    ? Stream.of(state.next()
                            .filter(now::isBefore)
                            .orElseGet(() -> retry(account, Math.max(1, state.failures()), now)))
                    : Stream.empty();
        }

        private boolean isTriedAgain(ProductState state) {
            var bounded = cadence.isEmpty() && state.failures() >= ReadingLimits.FAILURES_TOLD;
            return state.isWaitedFor() && (!bounded || state.job().isPresent());
        }
    }
}
