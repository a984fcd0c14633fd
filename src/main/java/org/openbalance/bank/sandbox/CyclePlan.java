package org.openbalance.bank.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openbalance.bank.sandbox.BalanceScript.Part;

/// Thinks up one cycle of an account: what comes in, what has to be paid, what is spent from day to day, and the sweep
/// that brings the account to what the cycle ends with.
final class CyclePlan {

    private static final int LONGEST_CYCLE_DAYS = 32;
    private static final int SWEEP_BEFORE_END = 60;

    /// Of eight things that happen, one brings money in.
    private static final int INCOMING_ONE_IN = 8;

    /// The most that is spent from day to day, in per cent of what is earned.
    private static final int THRIFTY_PERCENT = 60;

    private static final int OVERDRAWN_PERCENT = 300;

    private static final int MONTHS_BETWEEN_THRIFT = 10;
    private static final int LOAN_CYCLE_MONTHS = 12;
    private static final int LOAN_MONTHS = 8;
    private static final int SCHOOL_TERM_MONTHS = 4;
    private static final int DECEMBER = 11;

    private static final int CLEARING_FROM_MINUTE = 5 * 60;
    private static final int CLEARING_WITHIN = 2 * 60;
    private static final int REVERSED_AFTER = 60;
    private static final int REVERSED_WITHIN = 20 * 60;

    /// Kobo.
    private static final long LEVY = 5_000;

    private static final long LEVY_FROM = 1_000_000;
    private static final long SMS = 400;
    private static final long CARD_FEE = 5_000;
    private static final int VAT_PER_MILLE = 75;

    private static final int CHARGES_DAY = 4;

    private static final List<Deed> NAIRA_SPENDING = List.of(
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.WEB,
            Deed.WEB,
            Deed.TRANSFER_OUT,
            Deed.TRANSFER_OUT,
            Deed.TRANSFER_OUT,
            Deed.TRANSFER_OUT,
            Deed.AIRTIME,
            Deed.AIRTIME,
            Deed.AIRTIME,
            Deed.DATA,
            Deed.DATA,
            Deed.ATM,
            Deed.AGENT_CASH,
            Deed.BET,
            Deed.BET,
            Deed.REVERSAL,
            Deed.CORRECTION);
    private static final List<Deed> FIRM_SPENDING = List.of(
            Deed.SUPPLIER,
            Deed.SUPPLIER,
            Deed.SUPPLIER,
            Deed.SUPPLIER,
            Deed.SUPPLIER,
            Deed.SUPPLIER,
            Deed.TRANSFER_OUT,
            Deed.TRANSFER_OUT,
            Deed.CARD,
            Deed.CARD,
            Deed.WEB,
            Deed.REVERSAL,
            Deed.CORRECTION);
    private static final List<Deed> SPENDING_ABROAD = List.of(
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.CARD,
            Deed.WEB,
            Deed.WEB,
            Deed.WEB,
            Deed.TRANSFER_OUT,
            Deed.TRANSFER_OUT,
            Deed.ATM,
            Deed.ATM,
            Deed.AIRTIME,
            Deed.BET,
            Deed.REVERSAL,
            Deed.CORRECTION);
    private static final List<Deed> COMING_IN =
            List.of(Deed.TRANSFER_IN, Deed.TRANSFER_IN, Deed.TRANSFER_IN, Deed.BET_WON, Deed.REFUND, Deed.CASH_IN);
    private static final List<Deed> TAKEN_IN =
            List.of(Deed.TAKINGS, Deed.TAKINGS, Deed.TAKINGS, Deed.TRANSFER_IN, Deed.REFUND, Deed.CASH_IN);

    private final BalanceScript script;
    private final long month;
    private final long start;
    private final long end;
    private final long sweep;
    private final long earned;
    private final long unit;
    private final List<Movement> movements = new ArrayList<>();
    private final Set<Long> taken = new HashSet<>();

    CyclePlan(BalanceScript script, long month) {
        this.script = script;
        this.month = month;
        this.start = script.payday(month);
        this.end = script.payday(month + 1);
        this.sweep = end - SWEEP_BEFORE_END;
        this.earned = earned();
        this.unit = Math.max(1, powerOfTen(earned / 2000));
    }

    private long earned() {
        var usual = script.typicalMinor() / 100 * (55 + draw(Part.EARNED, 0, 30));
        var year = Math.floorDiv(month, 12L);
        var now = usual / 100 * (97 + draw(Part.RISE, year, 7));
        return now - now % Math.max(1, powerOfTen(now / 100));
    }

    private static long powerOfTen(long most) {
        var power = 1L;
        while (power * 10 <= most) {
            power *= 10;
        }
        return power;
    }

    LifeCycle cycle() {
        earn();
        oblige();
        charge();
        live();
        var opening = script.leftOver(month - 1);
        sweep(script.leftOver(month) - opening);
        movements.sort(Comparator.comparingLong(Movement::booked));
        return new LifeCycle(start, end, opening, movements);
    }

    private void earn() {
        if (trades()) {
            credit(start, earned / 2, Deed.TAKINGS, thread(0));
            for (var week = 1; week <= 3; week++) {
                credit(onDay(7 * week), rounded(earned / 6), Deed.TAKINGS, thread(week));
            }
            return;
        }
        credit(start, earned, script.isPocket() ? Deed.REMITTANCE : Deed.SALARY, thread(0));
        if (Math.floorMod(month, 12) == DECEMBER && !script.isPocket() && oneIn(2, Part.BONUS)) {
            credit(start, earned / 2, Deed.THIRTEENTH_MONTH, thread(0));
        }
    }

    private boolean trades() {
        return script.isFirm() || !script.isPocket() && oneIn(3, Part.TRADES);
    }

    /// What is paid each month, less than half of what is earned.
    private void oblige() {
        pay(8, script.isPocket() ? 0 : script.isFirm() ? 6 : 14, Deed.RENT);
        pay(15, script.isFirm() ? 14 : 0, Deed.PAYROLL);
        pay(20, script.isFirm() ? 4 : 0, Deed.TAX);
        pay(22, script.isFirm() ? 20 : 0, Deed.SUPPLIER);
        pay(11, script.isPocket() ? 0 : 1, Deed.ELECTRICITY);
        pay(13, 1, Deed.TELEVISION);
        if (!script.isFirm() && !script.isPocket()) {
            borrow();
            save();
            transfer(onDay(22), part(12), Deed.FAMILY, thread(Deed.FAMILY.ordinal()));
            var term = Math.floorMod(month, SCHOOL_TERM_MONTHS) == 0;
            pay(17, term && oneIn(3, Part.SCHOOLS) ? 6 : 0, Deed.SCHOOL_FEES);
        }
    }

    private void borrow() {
        if (!oneIn(2, Part.BORROWS)) {
            return;
        }
        var since = Math.floorMod(month + draw(Part.PHASE, 0, LOAN_CYCLE_MONTHS), LOAN_CYCLE_MONTHS);
        if (since == 0) {
            credit(onDay(3), earned / 100 * 40, Deed.LOAN_RECEIVED, thread(Deed.LOAN_RECEIVED.ordinal()));
        }
        pay(5, since > 0 && since <= LOAN_MONTHS ? 6 : 0, Deed.LOAN_REPAID);
    }

    private void save() {
        if (!oneIn(2, Part.SAVES)) {
            return;
        }
        pay(2, 5, Deed.THRIFT_PAID);
        if (Math.floorMod(month + draw(Part.PHASE, 1, MONTHS_BETWEEN_THRIFT), MONTHS_BETWEEN_THRIFT) == 0) {
            var pot = MONTHS_BETWEEN_THRIFT * part(5);
            credit(onDay(6), pot, Deed.THRIFT_RECEIVED, thread(Deed.THRIFT_RECEIVED.ordinal()));
        }
    }

    private void pay(int day, int percent, Deed deed) {
        if (percent > 0) {
            add(onDay(day), -part(percent), deed, thread(deed.ordinal()));
        }
    }

    private long part(int percent) {
        return rounded(Math.max(1, earned / 100 * percent));
    }

    /// What the bank takes and gives for itself.
    private void charge() {
        var minute = onDay(CHARGES_DAY);
        var thread = thread(Deed.SMS_CHARGE.ordinal());
        if (script.isNaira()) {
            withVat(minute, SMS * (10 + draw(Part.BILL, month, 30)), Deed.SMS_CHARGE, thread);
            if (Math.floorMod(month, 3) == 0) {
                withVat(minute, CARD_FEE, Deed.CARD_FEE, thread);
            }
        }
        if (!script.type().equals("savings")) {
            withVat(minute, Math.max(1, earned / 2000), Deed.ACCOUNT_FEE, thread);
        }
        var interest = Math.abs(script.leftOver(month - 1)) / 400;
        if (script.leftOver(month - 1) < 0) {
            add(minute, -Math.max(1, interest), Deed.OVERDRAFT_INTEREST, thread);
        } else if (script.type().equals("savings") && interest > 10) {
            add(minute, interest, Deed.INTEREST, thread);
            add(minute, -interest / 10, Deed.WITHHOLDING_TAX, thread);
        }
    }

    private void live() {
        var slotMinutes = (long) script.volume().slotMinutes();
        var percent = script.isOverdrawn() ? OVERDRAWN_PERCENT : THRIFTY_PERCENT;
        var slots = LONGEST_CYCLE_DAYS * BankTime.DAY_MINUTES / slotMinutes + 2;
        var largest = Math.max(1, earned / 100 * percent / slots);
        for (var slot = Math.floorDiv(start, slotMinutes); slot <= Math.floorDiv(sweep, slotMinutes); slot++) {
            var minute = minuteOf(slot);
            if (minute > start && minute < sweep && !taken.contains(slot)) {
                live(slot, minute, 1 + largest / 5 + draw(Part.AMOUNT, slot, largest - largest / 5));
            }
        }
    }

    private void live(long slot, long minute, long amount) {
        if (draw(Part.DIRECTION, slot, INCOMING_ONE_IN) == 0) {
            credit(
                    minute,
                    rounded(amount),
                    betted(drawn(trades() ? TAKEN_IN : COMING_IN, slot), Deed.TRANSFER_IN),
                    slot);
        } else {
            spend(slot, minute, amount);
        }
    }

    private void spend(long slot, long minute, long amount) {
        var spending = script.isFirm() ? FIRM_SPENDING : script.isNaira() ? NAIRA_SPENDING : SPENDING_ABROAD;
        var deed = betted(drawn(spending, slot), Deed.CARD);
        switch (deed) {
            case CARD, WEB -> add(minute, clearing(slot, minute), -amount, deed, slot);
            case TRANSFER_OUT, SUPPLIER -> transfer(minute, rounded(amount), deed, slot);
            case REVERSAL -> {
                transfer(minute, rounded(amount), Deed.TRANSFER_OUT, slot);
                add(later(slot, minute), rounded(amount), Deed.REVERSAL, slot);
            }
            case CORRECTION -> {
                add(minute, -amount, Deed.WRONG_CHARGE, slot);
                add(later(slot, minute), amount, Deed.CORRECTION, slot);
            }
            default -> add(minute, -rounded(amount), deed, slot);
        }
    }

    /// Who does not bet does something else.
    private Deed betted(Deed deed, Deed otherwise) {
        var bet = deed == Deed.BET || deed == Deed.BET_WON;
        return bet && !oneIn(3, Part.BETS) ? otherwise : deed;
    }

    private Deed drawn(List<Deed> deeds, long slot) {
        return deeds.get((int) draw(Part.DEED, slot, deeds.size()));
    }

    /// When a payment by card is booked: some on the next day.
    private long clearing(long slot, long minute) {
        var heldPercent =
                switch (script.volume()) {
                    case LOW -> 70;
                    case MEDIUM -> 50;
                    case HIGH -> 12;
                };
        return draw(Part.HELD, slot, 100) < heldPercent
                ? BankTime.start(BankTime.day(minute).plusDays(1))
                        + CLEARING_FROM_MINUTE
                        + draw(Part.CLEARING, slot, CLEARING_WITHIN)
                : minute;
    }

    private long later(long slot, long minute) {
        return minute + REVERSED_AFTER + draw(Part.DELAY, slot, REVERSED_WITHIN);
    }

    private void transfer(long minute, long amount, Deed deed, long thread) {
        add(minute, -amount, deed, thread);
        if (script.isNaira()) {
            withVat(minute, amount <= 500_000 ? 1_000 : amount <= 5_000_000 ? 2_500 : 5_000, Deed.TRANSFER_FEE, thread);
        }
    }

    private void withVat(long minute, long fee, Deed deed, long thread) {
        add(minute, -fee, deed, thread);
        if (script.isNaira()) {
            // Of each fee its own, though they may fall into one minute.
            add(minute, -Math.max(1, Math.ceilDiv(fee * VAT_PER_MILLE, 1000)), Deed.VAT, 64 * thread + deed.ordinal());
        }
    }

    private void credit(long minute, long amount, Deed deed, long thread) {
        add(minute, amount, deed, thread);
        if (script.isNaira() && amount >= LEVY_FROM && deed != Deed.CASH_IN && deed != Deed.REFUND) {
            add(minute, -LEVY, Deed.LEVY, 64 * thread + deed.ordinal());
        }
    }

    private void sweep(long missing) {
        var moved = missing - movements.stream().mapToLong(Movement::amount).sum();
        if (moved != 0) {
            add(sweep, moved, moved < 0 ? Deed.TO_SAVINGS : Deed.FROM_SAVINGS, thread(Deed.TO_SAVINGS.ordinal()));
        }
    }

    private void add(long minute, long amount, Deed deed, long thread) {
        add(minute, minute, amount, deed, thread);
    }

    /// Nothing but the sweep itself comes after what the sweep makes up for.
    private void add(long made, long booked, long amount, Deed deed, long thread) {
        movements.add(new Movement(Math.min(made, sweep), Math.min(booked, sweep), amount, deed, thread));
    }

    /// The minute of the slot that a day of the cycle falls into, which has nothing else happen in it then.
    private long onDay(int day) {
        var slot = Math.floorDiv(start + (long) day * BankTime.DAY_MINUTES, (long)
                script.volume().slotMinutes());
        taken.add(slot);
        return Math.max(start, minuteOf(slot));
    }

    private long minuteOf(long slot) {
        var slotMinutes = script.volume().slotMinutes();
        return slot * slotMinutes + draw(Part.SLOT, slot, slotMinutes);
    }

    private long rounded(long amount) {
        return amount < unit ? amount : amount - amount % unit;
    }

    /// Apart from those of slots, which are greater than nothing since 1970.
    private long thread(int what) {
        return -(64 * month + what);
    }

    private boolean oneIn(int number, Part part) {
        return draw(part, 0, number) == 0;
    }

    private long draw(Part part, long place, long bound) {
        return script.draw(part, place, bound);
    }
}
