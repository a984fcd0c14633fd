package org.openbalance.bank.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.sandbox.SetBalances.Setting;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// All that a sandbox bank has on one account: the lines of its origin, and what was set by hand. The balance is what
/// the lines come to.
record AccountBook(SandboxAccount account, Origin origin, SetBalances set) {

    private static final String CORRECTION = "BALANCE CORRECTION";
    private static final String HOLD = "HOLD";

    BalanceAmounts amounts(long minute) {
        return at(minute).in(account.currency());
    }

    private HeldAmounts at(long minute) {
        return set.held().orElseGet(() -> origin.at(minute));
    }

    /// As it is once a balance was set, which books what is missing.
    SetBalances setting(long minute, HeldAmounts amounts) {
        return set.with(new Setting(
                minute, Optional.of(amounts), amounts.ledger() - at(minute).ledger()));
    }

    /// As it is once it goes on by itself.
    SetBalances releasing(long minute) {
        return set.held()
                .map(held -> set.with(
                        new Setting(minute, Optional.empty(), origin.at(minute).ledger() - held.ledger())))
                .orElse(set);
    }

    /// The lines of some days so far.
    List<BankTransaction> booked(DaySpan days, long now) {
        var lines = new ArrayList<BankTransaction>();
        var goesOn = true;
        var after = Long.MIN_VALUE;
        var ledger = 0L;
        for (var setting : set.settings()) {
            if (goesOn) {
                lines.addAll(origin.booked(days, after, setting.minute()));
            }
            ledger = setting.held().map(HeldAmounts::ledger).orElse(ledger + setting.correction());
            correction(setting, ledger, days).ifPresent(lines::add);
            goesOn = setting.held().isEmpty();
            after = setting.minute();
        }
        if (goesOn) {
            lines.addAll(origin.booked(days, after, now));
        }
        return lines;
    }

    List<BankTransaction> pending(long now) {
        return set.held().map(this::hold).orElseGet(() -> origin.pending(now));
    }

    private Optional<BankTransaction> correction(Setting setting, long ledger, DaySpan days) {
        var day = BankTime.day(setting.minute());
        var asked = !day.isBefore(days.first()) && !day.isAfter(days.last());
        return setting.correction() == 0 || !asked
                ? Optional.empty()
                : Optional.of(new BankTransaction(
                        Optional.empty(),
                        BankTransaction.Status.BOOKED,
                        Optional.of(day),
                        Optional.of(day),
                        money(setting.correction()),
                        CORRECTION,
                        Optional.of(money(ledger))));
    }

    /// What makes the available amount that was set another than the ledger.
    private List<BankTransaction> hold(HeldAmounts held) {
        return held.pending() == 0
                ? List.of()
                : List.of(new BankTransaction(
                        Optional.empty(),
                        BankTransaction.Status.PENDING,
                        Optional.empty(),
                        Optional.of(BankTime.day(set.settings().getLast().minute())),
                        money(held.pending()),
                        HOLD,
                        Optional.empty()));
    }

    private Money money(long minor) {
        return new Money(minor, account.currency());
    }
}
