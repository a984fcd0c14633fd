package org.openbalance.bank.sandbox;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.Money;

/// The life of an account as its bank words it: nothing of it is stored.
///
/// @param since the first minute that the bank has lines of
record Life(SandboxAccount account, BalanceScript script, NarrationStyle style, long since) implements Origin {

    static final String NAME = "life";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public HeldAmounts at(long minute) {
        var cycle = script.cycleAt(minute);
        return new HeldAmounts(cycle.availableAt(minute), cycle.ledgerAt(minute));
    }

    /// Goes from cycle to cycle, as each begins with a total of its own.
    @Override
    public List<BankTransaction> booked(DaySpan days, long after, long until) {
        var from = Math.max(Math.max(since, BankTime.start(days.first())), after + 1);
        var to = Math.min(BankTime.start(days.last().plusDays(1)) - 1, until);
        var lines = new ArrayList<BankTransaction>();
        for (var month = script.monthAt(from); from <= to && month <= script.monthAt(to); month++) {
            var cycle = script.cycle(month);
            var balance = cycle.opening();
            for (var movement : cycle.movements()) {
                balance += movement.amount();
                if (movement.booked() >= from && movement.booked() <= to) {
                    lines.add(booked(movement, balance));
                }
            }
        }
        return lines;
    }

    private BankTransaction booked(Movement movement, long balance) {
        var day = BankTime.day(movement.made());
        return new BankTransaction(
                reference(movement, day),
                BankTransaction.Status.BOOKED,
                Optional.of(BankTime.day(movement.booked())),
                Optional.of(day),
                money(movement.amount()),
                style.text(movement.deed(), false, words(movement, day)),
                Optional.of(money(balance)));
    }

    @Override
    public List<BankTransaction> pending(long minute) {
        return script.cycleAt(minute).movements().stream()
                .filter(movement -> movement.isPendingAt(minute))
                .map(this::pending)
                .toList();
    }

    private BankTransaction pending(Movement movement) {
        var day = BankTime.day(movement.made());
        return new BankTransaction(
                reference(movement, day),
                BankTransaction.Status.PENDING,
                Optional.empty(),
                Optional.of(day),
                money(movement.amount()),
                style.text(movement.deed(), true, words(movement, day)),
                Optional.empty());
    }

    private Optional<String> reference(Movement movement, LocalDate day) {
        return words(movement, day).reference(style.reference(), movement.deed());
    }

    private LifeWords words(Movement movement, LocalDate day) {
        return new LifeWords(script.seed(), account.name(), movement.thread(), day);
    }

    private Money money(long minor) {
        return new Money(minor, account.currency());
    }
}
