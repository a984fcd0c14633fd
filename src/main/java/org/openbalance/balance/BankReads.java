package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.openbalance.bank.Access;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Reading;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.http.Refused;
import org.openbalance.link.Account;
import org.openbalance.link.Accounts;
import org.openbalance.link.Reads;
import org.openbalance.link.Record;
import org.openbalance.link.Records;

/// Reads balances at banks: all accounts of one login in one visit, different logins side by side, within a deadline.
@Singleton
final class BankReads {

    private static final Logger LOG = Logger.getLogger(BankReads.class);

    private final Banks banks;
    private final Accounts accounts;
    private final Records records;
    private final Readings readings;
    private final InstantSource clock;

    BankReads(Banks banks, Accounts accounts, Records records, Readings readings, InstantSource clock) {
        this.banks = banks;
        this.accounts = accounts;
        this.records = records;
        this.readings = readings;
        this.clock = clock;
    }

    /// What a read came to, for one account.
    sealed interface Result {
        record Fresh(Account account) implements Result {}

        record Failed(BankFailure.Kind kind) implements Result {}

        /// The bank no longer lists the account.
        record Gone() implements Result {}

        /// It may not be read any more.
        record Denied(Refused why) implements Result {}

        /// Others read it at the same moment, so often that this reading could not be written down.
        record Contested(Refused why) implements Result {}
    }

    /// @param source what they are read for
    /// @return by account id
    Map<String, Result> read(List<Account> accounts, Reads.Source source, Instant deadline) {
        var visits = new ArrayList<Callable<Map<String, Result>>>();
        accounts.stream()
                .collect(Collectors.groupingBy(Account::record, LinkedHashMap::new, Collectors.toList()))
                .forEach((record, together) -> visits.add(() -> visit(record, together, source, deadline)));
        var results = new LinkedHashMap<String, Result>();
        sideBySide(visits).forEach(results::putAll);
        return results;
    }

    /// Every visit keeps the deadline by itself, so all have ended soon after it.
    static <T> List<T> sideBySide(List<Callable<T>> calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            throw new IllegalStateException("A read failed", failed.getCause());
        }
    }

    /// What was read of the accounts may be a moment old, and a consent may have ended in that moment: it is looked at
    /// once more, consistently, before the bank is asked.
    private Map<String, Result> visit(String recordId, List<Account> known, Reads.Source source, Instant deadline) {
        var results = new LinkedHashMap<String, Result>();
        var denied = Problem.unknown("account").refused();
        known.forEach(account -> results.put(account.id(), new Result.Denied(denied)));
        var readable = new ArrayList<Account>();
        for (var item : accounts.latest(known)) {
            try {
                Coverage.require(item, clock.instant());
                readable.add(Account.of(item));
            } catch (Refused ended) {
                results.put(item.text("id"), new Result.Denied(ended));
            }
        }
        if (!readable.isEmpty()) {
            results.putAll(visitAllowed(recordId, readable, source, deadline));
        }
        return results;
    }

    private Map<String, Result> visitAllowed(
            String recordId, List<Account> accounts, Reads.Source source, Instant deadline) {
        var record = records.find(accounts.getFirst().tenant(), recordId);
        if (record.isEmpty() || record.get().status() == Record.Status.REAUTH_REQUIRED) {
            return all(accounts, new Result.Failed(BankFailure.Kind.LOGIN_EXPIRED));
        }
        try {
            var found = ask(record.get(), accounts, deadline);
            return written(accounts, found, clock.instant(), source);
        } catch (BankFailure failure) {
            LOG.infof("A read at bank %s failed: %s", record.get().bank(), failure.kind());
            if (failure.kind() == BankFailure.Kind.LOGIN_EXPIRED) {
                records.requireReauth(record.get());
            }
            return all(accounts, new Result.Failed(failure.kind()));
        }
    }

    private Map<String, Reading> ask(Record record, List<Account> accounts, Instant deadline) {
        var bank = banks.find(record.tenant().environment(), record.bank())
                .orElseThrow(() -> new BankFailure(BankFailure.Kind.DOWN, "The bank is not served any more"));
        var grant = records.grant(record);
        var references = accounts.stream().map(Account::reference).toList();
        var access = new Access(record.tenant(), bank, deadline);
        return banks.call(bank, deadline, () -> banks.connector(bank).balances(access, grant, references));
    }

    private Map<String, Result> written(
            List<Account> accounts, Map<String, Reading> found, Instant readAt, Reads.Source source) {
        var results = new LinkedHashMap<String, Result>();
        for (var account : accounts) {
            var reading = found.get(account.reference());
            results.put(account.id(), reading == null ? new Result.Gone() : written(account, reading, readAt, source));
        }
        return results;
    }

    private Result written(Account account, Reading reading, Instant readAt, Reads.Source source) {
        try {
            return new Result.Fresh(readings.record(account, reading, readAt, source));
        } catch (Refused refused) {
            return refused.problem().type() == Problem.Type.CONFLICT
                    ? new Result.Contested(refused)
                    : new Result.Denied(refused);
        }
    }

    private static Map<String, Result> all(List<Account> accounts, Result result) {
        var results = new LinkedHashMap<String, Result>();
        accounts.forEach(account -> results.put(account.id(), result));
        return results;
    }
}
