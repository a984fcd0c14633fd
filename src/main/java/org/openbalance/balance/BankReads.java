package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Healths;
import org.openbalance.bank.Patience;
import org.openbalance.bank.Quotas;
import org.openbalance.bank.Reading;
import org.openbalance.bank.Rests;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.http.Refused;
import org.openbalance.link.Account;
import org.openbalance.link.Accounts;
import org.openbalance.link.Record;
import org.openbalance.link.Records;
import org.openbalance.notice.About;
import org.openbalance.store.Index;
import org.openbalance.store.Item;
import org.openbalance.store.Tenant;

/// Reads balances at banks: all accounts of one login in one visit, different logins side by side, within a deadline,
/// and no more often than the bank allows.
@Singleton
public final class BankReads {

    private static final Logger LOG = Logger.getLogger(BankReads.class);

    private final Banks banks;
    private final Rests rests;
    private final Quotas quotas;
    private final Healths healths;
    private final Accounts accounts;
    private final Records records;
    private final Readings readings;
    private final InstantSource clock;

    BankReads(
            Banks banks,
            Rests rests,
            Quotas quotas,
            Healths healths,
            Accounts accounts,
            Records records,
            Readings readings,
            InstantSource clock) {
        this.banks = banks;
        this.rests = rests;
        this.quotas = quotas;
        this.healths = healths;
        this.accounts = accounts;
        this.records = records;
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

        /// The bank allows no more reads of this login today.
        record Exhausted(Account account, Quotas.Quota quota) implements Result {}

        /// It may not be read any more.
        ///
        /// @param consent the one that ended; empty for an account that is gone
        record Denied(Refused why, Optional<String> consent) implements Result {}

        /// Others read it at the same moment, so often that this reading could not be written down.
        record Contested(Refused why) implements Result {}

        /// Its errand was taken over by others; there is nothing to do.
        record Dropped() implements Result {}
    }

    /// What became of one visit at a bank.
    ///
    /// @param results by account id
    /// @param quota what the bank allows the login yet, if it bounds that
    public record Visit(Map<String, Result> results, Optional<Quotas.Quota> quota) {}

    /// One login, and which of its accounts are to be read.
    ///
    /// @param record the login
    /// @param errands by account id
    public record Login(Tenant tenant, String record, Map<String, Errand> errands) {

        /// Nobody waits for a claimed read: its bank is spared when it fails.
        private boolean waited() {
            return errands.values().stream().anyMatch(Errand.Asked.class::isInstance);
        }
    }

    /// Reads accounts that somebody waits for.
    ///
    /// @return a visit for each login
    List<Visit> read(List<Account> accounts, Instant deadline) {
        var visits = new ArrayList<Callable<Visit>>();
        accounts.stream()
                .collect(Collectors.groupingBy(Account::record, LinkedHashMap::new, Collectors.toList()))
                .forEach((record, together) -> {
                    var errands = new LinkedHashMap<String, Errand>();
                    together.forEach(account -> errands.put(account.id(), new Errand.Asked()));
                    var login = new Login(together.getFirst().tenant(), record, errands);
                    visits.add(() -> visit(login, Patience.until(deadline)));
                });
        var made = SideBySide.run(visits);
        healths.flushOld();
        return made;
    }

    /// Reads the accounts of one login in one visit.
    ///
    /// What was known of the accounts may be a moment old, and a consent may have ended in that moment: it is
    /// looked at once more, consistently, before the bank is asked.
    public Visit visit(Login login, Patience patience) {
        var results = new LinkedHashMap<String, Result>();
        var unknown = Problem.unknown("account").refused();
        login.errands().keySet().forEach(id -> results.put(id, new Result.Denied(unknown, Optional.empty())));
        var readable = new ArrayList<Account>();
        for (var item : accounts.latest(login.tenant(), login.errands().keySet())) {
            var id = item.text("id");
            if (!stands(login.errands().get(id), item)) {
                results.put(id, new Result.Dropped());
                continue;
            }
            try {
                Coverage.require(item, clock.instant());
                readable.add(Account.of(item));
            } catch (Refused ended) {
                results.put(id, new Result.Denied(ended, Optional.of(item.text(Coverage.CONSENT))));
            }
        }
        if (readable.isEmpty()) {
            return new Visit(results, Optional.empty());
        }
        var visit = visitAllowed(login, readable, patience);
        results.putAll(visit.results());
        return new Visit(results, visit.quota());
    }

    private static boolean stands(Errand errand, Item account) {
        return switch (errand) {
            case Errand.Asked _ -> true;
            case Errand.Claimed claim ->
                account.optionalInstant(Index.DUE.sort()).equals(Optional.of(claim.lease()));
        };
    }

    private Visit visitAllowed(Login login, List<Account> readable, Patience patience) {
        var found = records.find(login.tenant(), login.record());
        if (found.isEmpty() || found.get().status() == Record.Status.REAUTH_REQUIRED) {
            return all(readable, BankFailure.Kind.LOGIN_EXPIRED, Optional.empty());
        }
        var record = found.get();
        var bank = banks.find(record.tenant().environment(), record.bank());
        if (bank.isEmpty()) {
            LOG.infof("The bank %s is not served any more", record.bank());
            return all(readable, BankFailure.Kind.DOWN, Optional.empty());
        }
        if (spared(login, bank.get())) {
            return all(readable, BankFailure.Kind.RESTING, Optional.empty());
        }
        var quota = quotas.take(login.tenant(), login.record(), bank.get());
        if (quota.isPresent() && !quota.get().allowed()) {
            var results = new LinkedHashMap<String, Result>();
            readable.forEach(account -> results.put(account.id(), new Result.Exhausted(account, quota.get())));
            return new Visit(results, quota);
        }
        return asked(login, record, bank.get(), readable, patience, quota);
    }

    private boolean spared(Login login, Bank bank) {
        var line = banks.line(login.tenant(), bank);
        return login.waited() ? banks.rests(line) : !rests.among(List.of(line)).isEmpty();
    }

    private Visit asked(
            Login login,
            Record record,
            Bank bank,
            List<Account> readable,
            Patience patience,
            Optional<Quotas.Quota> quota) {
        try {
            var found = ask(record, bank, readable, patience);
            var about = records.about(record, Optional.of(bank));
            return new Visit(written(login, about, readable, found, clock.instant()), quota);
        } catch (BankFailure failure) {
            LOG.infof("A read at bank %s failed: %s", bank.slug(), failure.kind());
            if (failure.kind() == BankFailure.Kind.LOGIN_EXPIRED) {
                records.requireReauth(record, bank);
            }
            return all(readable, failure.kind(), quota);
        }
    }

    private Map<String, Reading> ask(Record record, Bank bank, List<Account> accounts, Patience patience) {
        var grant = records.grant(record);
        var references = accounts.stream().map(Account::reference).toList();
        var begun = new AtomicLong();
        try {
            var readings = banks.call(record.tenant(), bank, patience, access -> {
                begun.set(System.nanoTime());
                return banks.connector(bank).balances(access, grant, references);
            });
            healths.answered(bank, since(begun));
            return readings;
        } catch (BankFailure failure) {
            healths.failed(bank, failure.kind(), since(begun));
            throw failure;
        }
    }

    private static Duration since(AtomicLong begun) {
        return Duration.ofNanos(begun.get() == 0 ? 0 : System.nanoTime() - begun.get());
    }

    private Map<String, Result> written(
            Login login, About about, List<Account> accounts, Map<String, Reading> found, Instant readAt) {
        var results = new LinkedHashMap<String, Result>();
        for (var account : accounts) {
            var reading = found.get(account.reference());
            var errand = login.errands().get(account.id());
            results.put(
                    account.id(),
                    reading == null ? new Result.Gone(account) : written(about, account, reading, readAt, errand));
        }
        return results;
    }

    private Result written(About about, Account account, Reading reading, Instant readAt, Errand errand) {
        try {
            return readings.record(about, account, reading, readAt, errand)
                    .<Result>map(Result.Fresh::new)
                    .orElseGet(Result.Dropped::new);
        } catch (Refused refused) {
            return refused.problem().type() == Problem.Type.CONFLICT
                    ? new Result.Contested(refused)
                    : new Result.Denied(refused, Optional.of(account.consent()));
        }
    }

    private static Visit all(Collection<Account> accounts, BankFailure.Kind kind, Optional<Quotas.Quota> quota) {
        var results = new LinkedHashMap<String, Result>();
        accounts.forEach(account -> results.put(account.id(), new Result.Failed(account, kind)));
        return new Visit(results, quota);
    }
}
