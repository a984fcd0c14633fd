package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.openbalance.account.Account;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.owner.Owner;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Writes down what a visit at a bank came to, and when the connection is read next.
///
/// All accounts of a connection are due together, at the earliest time that any of them asks for. That time stands
/// on the first account, which is written last: whoever dies before leaves a lease behind that ends, and the
/// connection is read again.
@Singleton
final class VisitWriter {

    private final ReadingWriter readings;
    private final ReadFailures failures;
    private final ReadClaims claims;
    private final Cadences cadences;
    private final Connections connections;
    private final Banks banks;
    private final Table table;
    private final InstantSource clock;

    VisitWriter(
            ReadingWriter readings,
            ReadFailures failures,
            ReadClaims claims,
            Cadences cadences,
            Connections connections,
            Banks banks,
            Table table,
            InstantSource clock) {
        this.readings = readings;
        this.failures = failures;
        this.claims = claims;
        this.cadences = cadences;
        this.connections = connections;
        this.banks = banks;
        this.table = table;
        this.clock = clock;
    }

    /// @param answers of the accounts whose balances could be read
    /// @return by account id, of balances
    Map<String, BankReads.Result> written(
            BankReads.Plan plan, List<Answer<BalanceAmounts>> answers, ProductsRead products) {
        return switch (plan.visiting().request()) {
            case ReadRequest.Asked _ -> {
                mark(plan, products);
                yield asked(plan, answers);
            }
            case ReadRequest.Claimed claim -> claimed(plan, claim, answers, products);
        };
    }

    /// The marks of products that were asked for have no other write to go with.
    private void mark(BankReads.Plan plan, ProductsRead products) {
        var visiting = plan.visiting();
        products.marks()
                .keySet()
                .forEach(account -> table.write(products.of(account)
                        .on(Write.change(Account.readStateKey(visiting.tenant(), account)))
                        .when(Condition.all(
                                Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                                Condition.equal(Account.RECORD, visiting.connection())))));
    }

    /// Whoever waits hears of a failure; only what was read is written. The schedule moves on if all of the connection
    /// was read, and stays otherwise.
    private Map<String, BankReads.Result> asked(BankReads.Plan plan, List<Answer<BalanceAmounts>> answers) {
        var only = plan.connection()
                .filter(connection -> connection.accounts().size() == 1)
                .filter(_ -> answers.size() == 1 && answers.getFirst() instanceof Answer.Value);
        var move = only.map(connection -> Move.first(
                connection.id(),
                place(connection, next(connection, cadence(connection), Optional.empty(), answers)),
                Optional.empty()));
        var results = new LinkedHashMap<String, BankReads.Result>();
        for (var answer : answers) {
            results.put(
                    answer.account().id(),
                    switch (answer) {
                        case Answer.Value<BalanceAmounts> value -> value(plan, value, move);
                        case Answer.Later<BalanceAmounts> later -> {
                            failures.later(later.account(), later.job(), Optional.empty());
                            yield new BankReads.Result.Later(later.account());
                        }
                        case Answer.Failed<BalanceAmounts>(var account, var kind) ->
                            new BankReads.Result.Failed(account, kind);
                        case Answer.Gone<BalanceAmounts>(var account) -> new BankReads.Result.Gone(account);
                        case Answer.Exhausted<BalanceAmounts>(var account, var quota) ->
                            new BankReads.Result.Exhausted(account, quota);
                        case Answer.NotDue<BalanceAmounts>(var account) ->
                            throw new IllegalStateException(
                                    "Whoever waits for " + account.id() + " wants it whenever it is due");
                    });
        }
        return results;
    }

    private Map<String, BankReads.Result> claimed(
            BankReads.Plan plan,
            ReadRequest.Claimed claim,
            List<Answer<BalanceAmounts>> answers,
            ProductsRead products) {
        var visiting = plan.visiting();
        var due = plan.connection()
                .map(connection ->
                        new ReadBatch.Due(visiting.tenant(), claim.first(), connection.bank(), visiting.connection()));
        if (due.isEmpty()) {
            closed(plan, claim);
            return Map.of();
        }
        if (together(answers, BankFailure.Kind.BUSY)) {
            claims.release(new ReadBatch.Claimed(due.get(), claim));
        } else if (together(answers, BankFailure.Kind.LOGIN_EXPIRED)) {
            failures.left(due.get(), claim.lease());
        } else if (together(answers, BankFailure.Kind.RESTING)) {
            var before = answers.stream()
                    .mapToInt(answer -> answer.account().schedule().failures())
                    .max()
                    .orElse(0);
            failures.rested(due.get(), before, Condition.equal(AccountConsent.LEASE, claim.lease()));
        } else {
            return each(plan, claim, answers, products);
        }
        var results = new LinkedHashMap<String, BankReads.Result>();
        asked(answers)
                .forEach(answer -> results.put(
                        answer.account().id(),
                        new BankReads.Result.Failed(answer.account(), ((Answer.Failed<?>) answer).kind())));
        return results;
    }

    /// A visit that failed of one thing as a whole, as far as anything was asked for.
    private static boolean together(List<Answer<BalanceAmounts>> answers, BankFailure.Kind kind) {
        var asked = asked(answers);
        return !asked.isEmpty()
                && asked.stream()
                        .allMatch(answer -> answer instanceof Answer.Failed<?> failed && failed.kind() == kind);
    }

    private static List<Answer<BalanceAmounts>> asked(List<Answer<BalanceAmounts>> answers) {
        return answers.stream()
                .filter(answer -> !(answer instanceof Answer.NotDue))
                .toList();
    }

    private Map<String, BankReads.Result> each(
            BankReads.Plan plan,
            ReadRequest.Claimed claim,
            List<Answer<BalanceAmounts>> answers,
            ProductsRead products) {
        var connection = plan.connection().orElseThrow();
        var cadence = cadence(connection);
        var next = place(
                connection,
                Stream.of(
                                next(connection, cadence, Optional.of(claim), answers),
                                retriedUnreadable(cadence, plan),
                                products.next())
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder()));
        var results = new LinkedHashMap<String, BankReads.Result>();
        for (var answer : firstLast(claim, answers)) {
            var id = answer.account().id();
            var move = Move.of(connection.id(), next, id, claim, products.of(id));
            written(plan, answer, move).ifPresent(result -> results.put(id, result));
        }
        unreadable(plan, claim, next);
        return results;
    }

    private static List<Answer<BalanceAmounts>> firstLast(
            ReadRequest.Claimed claim, List<Answer<BalanceAmounts>> answers) {
        return answers.stream()
                .sorted(Comparator.comparing(answer -> answer.account().id().equals(claim.first())))
                .toList();
    }

    private Optional<BankReads.Result> written(BankReads.Plan plan, Answer<BalanceAmounts> answer, Move move) {
        return switch (answer) {
            case Answer.Value<BalanceAmounts> value -> Optional.of(value(plan, value, Optional.of(move)));
            case Answer.Failed<BalanceAmounts>(var account, var kind) -> {
                failures.failed(account.tenant(), account.id(), oneMore(account), kind, move);
                yield Optional.of(new BankReads.Result.Failed(account, kind));
            }
            case Answer.Gone<BalanceAmounts>(var account) -> {
                failures.failed(account.tenant(), account.id(), oneMore(account), BankFailure.Kind.ERROR, move);
                yield Optional.of(new BankReads.Result.Gone(account));
            }
            case Answer.Exhausted<BalanceAmounts>(var account, var quota) -> {
                failures.exhausted(account, move);
                yield Optional.of(new BankReads.Result.Exhausted(account, quota));
            }
            case Answer.Later<BalanceAmounts> later -> {
                failures.later(later.account(), later.job(), Optional.of(move));
                yield Optional.of(new BankReads.Result.Later(later.account()));
            }
            case Answer.NotDue<BalanceAmounts>(var account) -> {
                if (move.first() || !move.marks().isEmpty()) {
                    failures.moved(account.tenant(), account.id(), move);
                }
                yield Optional.empty();
            }
        };
    }

    private static int oneMore(Account account) {
        return account.schedule().failures() + 1;
    }

    private BankReads.Result value(BankReads.Plan plan, Answer.Value<BalanceAmounts> value, Optional<Move> move) {
        var connection = plan.connection().orElseThrow();
        var tenant = plan.visiting().tenant();
        var reading = new ReadingWriter.Reading(
                connections.subject(connection, banks.find(tenant.environment(), connection.bank())),
                value.read(),
                value.at(),
                plan.visiting().request().source());
        try {
            return readings.record(value.account(), reading, move)
                    .<BankReads.Result>map(BankReads.Result.Fresh::new)
                    .orElseGet(BankReads.Result.Dropped::new);
        } catch (ApiException exception) {
            return exception.problem().type() == Problem.Type.CONFLICT
                    ? new BankReads.Result.Contested(exception)
                    : new BankReads.Result.Denied(
                            exception, Optional.of(value.account().consent()));
        }
    }

    /// Of a connection that does not open, or is gone.
    private void closed(BankReads.Plan plan, ReadRequest.Claimed claim) {
        var visiting = plan.visiting();
        if (plan.unreadable().isEmpty()) {
            failures.left(
                    new ReadBatch.Due(visiting.tenant(), claim.first(), claim.bank(), visiting.connection()),
                    claim.lease());
            return;
        }
        var next = retriedUnreadable(cadences.of(visiting.tenant(), claim.bank()), plan);
        unreadable(plan, claim, next.map(at -> cadences.place(visiting.connection(), at)));
    }

    /// What is kept of these accounts does not open. They are tried again all the same: it may be mended by hand.
    private void unreadable(BankReads.Plan plan, ReadRequest.Claimed claim, Optional<Due.Place> next) {
        plan.unreadable().forEach((account, before) -> {
            var move = Move.of(plan.visiting().connection(), next, account, claim, ProductsRead.Marks.NONE);
            failures.failed(plan.visiting().tenant(), account, before + 1, BankFailure.Kind.DATA, move);
        });
    }

    private Optional<Instant> retriedUnreadable(Optional<Cadence> cadence, BankReads.Plan plan) {
        return plan.unreadable().entrySet().stream()
                .flatMap(account ->
                        cadence
                                .map(known -> known.retry(account.getKey(), account.getValue() + 1, clock.instant()))
                                .stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<Cadence> cadence(Connection connection) {
        return cadences.of(connection.tenant(), connection.bank());
    }

    private Optional<Due.Place> place(Connection connection, Optional<Instant> next) {
        return next.map(at -> cadences.place(connection.id(), at));
    }

    /// The earliest time that an account asks for.
    ///
    /// @param claim of a read that was due
    private Optional<Instant> next(
            Connection connection,
            Optional<Cadence> cadence,
            Optional<ReadRequest.Claimed> claim,
            List<Answer<BalanceAmounts>> answers) {
        return answers.stream()
                .flatMap(answer -> next(connection, cadence, claim, answer).stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<Instant> next(
            Connection connection,
            Optional<Cadence> plan,
            Optional<ReadRequest.Claimed> claim,
            Answer<BalanceAmounts> answer) {
        var now = clock.instant();
        return switch (answer) {
            case Answer.Value<BalanceAmounts>(var account, var read, var at) ->
                plan.map(cadence -> {
                    var found = found(account, read.value(), at);
                    var from = claim.map(claimed -> cadence.from(claimed.due(), at, found))
                            .orElse(at);
                    return cadence.next(connection.id(), from, found);
                });
            case Answer.NotDue<BalanceAmounts>(var account) -> plan.map(cadence -> cadence.after(account));
            case Answer.Failed<BalanceAmounts> failed -> retried(plan, failed.account(), now);
            case Answer.Gone<BalanceAmounts>(var account) -> retried(plan, account, now);
            case Answer.Exhausted<BalanceAmounts> exhausted ->
                plan.map(cadence -> cadence.after(exhausted.quota().reset(), connection.id()));
            case Answer.Later<BalanceAmounts> later -> Optional.of(later.again(now));
        };
    }

    private static Cadence.Found found(Account account, BalanceAmounts amounts, Instant at) {
        var changed = !amounts.equals(account.amounts());
        return new Cadence.Found(changed, changed ? Duration.ZERO : Duration.between(account.since(), at));
    }

    /// By the owner's plan; one who has none is served a few times still when a read was asked for.
    private static Optional<Instant> retried(Optional<Cadence> plan, Account account, Instant now) {
        var failures = account.schedule().failures() + 1;
        var asked = account.schedule()
                .askedAt()
                .filter(at -> at.isAfter(account.asOf()))
                .isPresent();
        return plan.or(() -> asked && failures < ReadingLimits.FAILURES_TOLD
                        ? Optional.of(new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty()))
                        : Optional.empty())
                .map(cadence -> cadence.retry(account.id(), failures, now));
    }
}
