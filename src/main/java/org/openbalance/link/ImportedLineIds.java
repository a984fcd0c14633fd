package org.openbalance.link;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.sandbox.ImportedLines;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Consents;
import org.openbalance.money.Money;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.transaction.Transaction;
import org.openbalance.transaction.Transactions;

/// Takes in the lines of a file as a sandbox bank serves them from now on, over all the months that are read: a read by
/// schedule asks for the latest days alone, and would leave what was read of the account's life before. Lines before
/// the months that the customer agreed to are not taken in.
///
/// What comes in is what the next reads find again, so they change nothing.
@Singleton
final class ImportedLineIds implements ImportedLines {

    private final Accounts accounts;
    private final Consents consents;
    private final Transactions transactions;
    private final InstantSource clock;

    ImportedLineIds(Accounts accounts, Consents consents, Transactions transactions, InstantSource clock) {
        this.accounts = accounts;
        this.consents = consents;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// The file stands by now, so an account whose consent has ended, or that was removed, is no error.
    @Override
    public List<Optional<String>> idsOf(Tenant tenant, String id, List<BankTransaction> lines) {
        var months =
                accounts.latest(tenant, id).map(Account::of).map(this::agreed).orElse(0);
        if (months == 0) {
            return List.of();
        }
        var today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        // The day of the bank may be the next one already.
        var days = new DaySpan(today.minusMonths(months), today.plusDays(1));
        var recent =
                lines.stream().filter(line -> !day(line).isBefore(days.first())).toList();
        return transactions
                .take(tenant, id, new BankTransactions(recent, true), days)
                .map(_ -> ids(tenant, id, lines))
                .orElse(List.of());
    }

    private int agreed(Account account) {
        return consents.find(account.tenant(), account.consent())
                .filter(consent -> consent.inForce(clock.instant()))
                .map(Consent::monthsOfTransactions)
                .orElse(0);
    }

    /// What a line is known by, beside others of an account; equal ones are told apart by their order.
    private record Known(boolean pending, LocalDate date, Money amount, String narration, Optional<Money> balance) {

        static Known of(BankTransaction line) {
            return new Known(
                    line.status() == BankTransaction.Status.PENDING,
                    day(line),
                    line.amount(),
                    line.narration(),
                    line.balance());
        }

        static Known of(Transaction line) {
            return new Known(line.pending(), line.date(), line.amount(), line.narration(), line.balance());
        }
    }

    private List<Optional<String>> ids(Tenant tenant, String account, List<BankTransaction> lines) {
        Map<Known, Deque<String>> ids = new HashMap<>();
        for (var stored : all(tenant, account).reversed()) {
            ids.computeIfAbsent(Known.of(stored), _ -> new ArrayDeque<>()).add(stored.id());
        }
        return lines.stream()
                .map(line -> Optional.ofNullable(ids.get(Known.of(line))).map(Deque::poll))
                .toList();
    }

    /// Newest first.
    private List<Transaction> all(Tenant tenant, String account) {
        var all = new ArrayList<Transaction>();
        var cursor = Optional.<String>empty();
        do {
            var request = new PageRequest(1, PageRequest.MAX_LIMIT, cursor);
            var page = transactions.page(tenant, account, Optional.empty(), request);
            all.addAll(page.transactions());
            cursor = page.cursor();
        } while (cursor.isPresent());
        return all;
    }

    /// Lines of a file have one.
    private static LocalDate day(BankTransaction line) {
        return line.booked().orElseThrow();
    }
}
