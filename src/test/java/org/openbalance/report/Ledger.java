package org.openbalance.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.Money;
import org.openbalance.platform.Tenant;
import org.openbalance.transaction.Transactions;

/// What a bank has of an account, taken in as a read would.
final class Ledger {

    static final LocalDate DAY = LocalDate.of(2026, 6, 10);

    private static final DaySpan WINDOW = new DaySpan(DAY.minusDays(800), DAY.plusDays(5));
    private static final Currency NAIRA = Currency.getInstance("NGN");

    private final Transactions transactions;
    private final Tenant tenant;
    private final String account;
    private final List<BankTransaction> lines = new ArrayList<>();

    Ledger(Transactions transactions, Tenant tenant, String account) {
        this.transactions = transactions;
        this.tenant = tenant;
        this.account = account;
    }

    Ledger booked(int day, long minor, String narration) {
        return with(BankTransaction.Status.BOOKED, day, minor, narration);
    }

    Ledger pending(int day, long minor, String narration) {
        return with(BankTransaction.Status.PENDING, day, minor, narration);
    }

    private Ledger with(BankTransaction.Status status, int day, long minor, String narration) {
        lines.add(new BankTransaction(
                Optional.empty(),
                status,
                Optional.of(DAY.plusDays(day)),
                Optional.empty(),
                new Money(minor, NAIRA),
                narration,
                Optional.empty()));
        return this;
    }

    /// A line a day, back from the first one's.
    Ledger daily(int days, long minor, String narration) {
        for (var day = 0; day < days; day++) {
            booked(-day, minor - day, narration + " " + day);
        }
        return this;
    }

    Ledger forgets() {
        lines.clear();
        return this;
    }

    Ledger read() {
        transactions
                .take(tenant, account, new BankTransactions(lines, true), WINDOW)
                .orElseThrow();
        return this;
    }
}
