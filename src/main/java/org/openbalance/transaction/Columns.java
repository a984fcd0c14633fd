package org.openbalance.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.money.Money;

/// Lines as bytes, column by column, so that what is alike stands together and is compressed well. What follows from
/// the line before (the same day, the next number, the running balance after this amount) is a zero.
final class Columns {

    private static final int PENDING = 1;
    private static final int REFERENCE = 2;
    private static final int BALANCE = 4;
    private static final int REMOVED = 8;
    private static final int VALUED = 16;

    private enum Column {
        DAY,
        NUMBER,
        FLAGS,
        DATE,
        VALUED,
        CURRENCY,
        AMOUNT,
        BALANCE,
        FIRST_SEEN,
        CHANGED_AT,
        ADDED,
        CHANGED,
        NARRATION,
        REFERENCE
    }

    private Columns() {}

    /// What the columns of one line are told against.
    private record Before(Place place, String currency, long balance, long firstSeen, long added) {

        static final Before FIRST = new Before(new Place(0, 0), "", 0, 0, 0);

        static Before of(Entry entry, long balance) {
            return new Before(
                    entry.place(),
                    entry.line().amount().currency().getCurrencyCode(),
                    balance,
                    entry.line().firstSeen().getEpochSecond(),
                    entry.added());
        }
    }

    /// @param entries in the order of their places
    static byte[] write(List<Entry> entries) {
        var columns = new Numbers.Writer[Column.values().length];
        for (var column : Column.values()) {
            columns[column.ordinal()] = new Numbers.Writer();
        }
        var before = Before.FIRST;
        for (var entry : entries) {
            before = write(columns, before, entry);
        }
        var whole = new Numbers.Writer();
        whole.number(entries.size());
        for (var column : columns) {
            whole.block(column.bytes());
        }
        return whole.bytes();
    }

    private static Before write(Numbers.Writer[] columns, Before before, Entry entry) {
        var line = entry.line();
        var place = entry.place();
        var minor = line.amount().minor();
        var currency = line.amount().currency().getCurrencyCode();
        var day = line.date().toEpochDay();
        columns[Column.DAY.ordinal()].number(place.day() - before.place().day());
        columns[Column.NUMBER.ordinal()].number(place.number() - before.place().number());
        columns[Column.FLAGS.ordinal()].number(flags(line));
        columns[Column.DATE.ordinal()].number(day - place.day());
        line.valued().ifPresent(valued -> columns[Column.VALUED.ordinal()].number(valued.toEpochDay() - day));
        columns[Column.CURRENCY.ordinal()].text(currency.equals(before.currency()) ? "" : currency);
        columns[Column.AMOUNT.ordinal()].number(minor);
        var follows = before.balance() + minor;
        line.balance().ifPresent(balance -> columns[Column.BALANCE.ordinal()].number(balance.minor() - follows));
        columns[Column.FIRST_SEEN.ordinal()].number(line.firstSeen().getEpochSecond() - before.firstSeen());
        columns[Column.CHANGED_AT.ordinal()].number(
                line.changedAt().getEpochSecond() - line.firstSeen().getEpochSecond());
        columns[Column.ADDED.ordinal()].number(entry.added() - before.added());
        columns[Column.CHANGED.ordinal()].number(entry.changed() - entry.added());
        columns[Column.NARRATION.ordinal()].text(line.narration());
        line.reference().ifPresent(columns[Column.REFERENCE.ordinal()]::text);
        return Before.of(entry, line.balance().map(Money::minor).orElse(follows));
    }

    private static int flags(Transaction line) {
        return (line.pending() ? PENDING : 0)
                | (line.reference().isPresent() ? REFERENCE : 0)
                | (line.balance().isPresent() ? BALANCE : 0)
                | (line.live() ? 0 : REMOVED)
                | (line.valued().isPresent() ? VALUED : 0);
    }

    static List<Entry> read(String account, byte[] bytes) {
        var whole = new Numbers.Reader(bytes);
        var size = (int) whole.number();
        var columns = new Numbers.Reader[Column.values().length];
        for (var column : Column.values()) {
            columns[column.ordinal()] = new Numbers.Reader(whole.block());
        }
        var entries = new ArrayList<Entry>(size);
        var before = Before.FIRST;
        for (var place = 0; place < size; place++) {
            before = read(account, columns, before, entries);
        }
        return entries;
    }

    private static Before read(String account, Numbers.Reader[] columns, Before before, List<Entry> entries) {
        var place = new Place((int) (before.place().day() + columns[Column.DAY.ordinal()].number()), (int)
                (before.place().number() + columns[Column.NUMBER.ordinal()].number()));
        var flags = columns[Column.FLAGS.ordinal()].number();
        var day = place.day() + columns[Column.DATE.ordinal()].number();
        var valued = has(flags, VALUED)
                ? Optional.of(LocalDate.ofEpochDay(day + columns[Column.VALUED.ordinal()].number()))
                : Optional.<LocalDate>empty();
        var code = columns[Column.CURRENCY.ordinal()].text();
        var currency = Currency.getInstance(code.isEmpty() ? before.currency() : code);
        var minor = columns[Column.AMOUNT.ordinal()].number();
        var follows = before.balance() + minor;
        var balance = has(flags, BALANCE) ? follows + columns[Column.BALANCE.ordinal()].number() : follows;
        var firstSeen = before.firstSeen() + columns[Column.FIRST_SEEN.ordinal()].number();
        var changedAt = Instant.ofEpochSecond(firstSeen + columns[Column.CHANGED_AT.ordinal()].number());
        var added = before.added() + columns[Column.ADDED.ordinal()].number();
        var line = new Transaction(
                place.id(Place.code(account)),
                account,
                has(flags, PENDING),
                LocalDate.ofEpochDay(day),
                valued,
                new Money(minor, currency),
                columns[Column.NARRATION.ordinal()].text(),
                has(flags, REFERENCE) ? Optional.of(columns[Column.REFERENCE.ordinal()].text()) : Optional.empty(),
                has(flags, BALANCE) ? Optional.of(new Money(balance, currency)) : Optional.empty(),
                Instant.ofEpochSecond(firstSeen),
                changedAt,
                has(flags, REMOVED) ? Optional.of(changedAt) : Optional.empty());
        var entry = new Entry(line, added, added + columns[Column.CHANGED.ordinal()].number());
        entries.add(entry);
        return Before.of(entry, balance);
    }

    private static boolean has(long flags, int flag) {
        return (flags & flag) != 0;
    }
}
