package org.openbalance.transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.api.Product;
import org.openbalance.bank.DaySpan;

/// How far the lines of an account have been read: the latest month first, then backwards in pieces, and the latest
/// days again and again. It stands in the account's mark of the product, so that it costs no write of its own.
///
/// @param read days in a row that the bank has given all lines of; empty before there are any
/// @param latest when the latest days were read last
/// @param told the revision of the lines up to which the owner was told; below 0 before they were told of any
/// @param misses pieces in a row that the bank did not give, or not whole
public record ReadDays(Optional<DaySpan> read, Instant latest, long told, int misses) {

    static final ReadDays NONE = new ReadDays(Optional.empty(), Instant.EPOCH, -1, 0);

    /// What is read first: a month, or this if the month is shorter.
    private static final int FIRST_DAYS = 30;

    /// Lines come late, and change: so many days before the latest complete read are read again.
    static final int AGAIN_DAYS = 14;

    /// Each piece writes the segment anew that holds the earliest lines: few great ones cost least.
    private static final int PIECE_MONTHS = 12;

    /// After a longer gap it begins anew.
    private static final int GAP_MONTHS = 3;

    /// What a bank does not give whole is asked for in smaller pieces.
    private static final int SMALLER_PIECE_MONTHS = 3;

    private static final int SMALLEST_PIECE_MONTHS = 1;

    private static final int SMALL_FIRST_DAYS = 7;

    /// A bank that gives not even a small piece is asked for it at the usual time again.
    static final int PATIENCE = 3;

    /// While the past is being read, the latest days are read in between.
    private static final Duration LATEST_EACH = Duration.ofMinutes(10);

    private static final String SEPARATOR = "/";
    private static final String NOTHING = "-";

    /// What is asked for in one visit.
    enum Kind {
        FIRST,
        LATEST,
        EARLIER
    }

    /// @param earliest before which the customer did not agree to any line
    record Piece(Kind kind, DaySpan days, LocalDate earliest) {}

    public static ReadDays of(Account account) {
        return of(account.schedule().product(Product.TRANSACTIONS).progress());
    }

    static ReadDays of(Optional<String> note) {
        return note.map(ReadDays::of).orElse(NONE);
    }

    private static ReadDays of(String note) {
        var parts = note.split(SEPARATOR, -1);
        return new ReadDays(
                parts[0].equals(NOTHING)
                        ? Optional.empty()
                        : Optional.of(new DaySpan(LocalDate.parse(parts[0]), LocalDate.parse(parts[1]))),
                Instant.ofEpochMilli(Long.parseLong(parts[2])),
                Long.parseLong(parts[3]),
                Integer.parseInt(parts[4]));
    }

    String note() {
        return String.join(
                SEPARATOR,
                read.map(days -> days.first().toString()).orElse(NOTHING),
                read.map(days -> days.last().toString()).orElse(NOTHING),
                Long.toString(latest.toEpochMilli()),
                Long.toString(told),
                Integer.toString(misses));
    }

    /// Whether all is read that the customer agreed to.
    boolean isWhole(LocalDate earliest) {
        return read.filter(days -> !days.first().isAfter(earliest)).isPresent();
    }

    /// Before which the customer did not agree to any line.
    ///
    /// @param months that they agreed to
    public static LocalDate earliest(int months, Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).minusMonths(months);
    }

    /// What is asked for next.
    ///
    /// @param months that the customer agreed to
    /// @param lastRead when any piece was read last
    Piece next(int months, Instant now, Optional<Instant> lastRead) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var earliest = earliest(months, now);
        if (read.filter(days -> !days.last().isBefore(today.minusMonths(GAP_MONTHS)))
                .isEmpty()) {
            return new Piece(Kind.FIRST, new DaySpan(later(earliest, first(today)), today), earliest);
        }
        var days = read.get();
        if (isWhole(earliest) || isLatestDue(now, lastRead)) {
            var from = later(earliest, days.last().minusDays(AGAIN_DAYS));
            return new Piece(Kind.LATEST, new DaySpan(from, later(from, today)), earliest);
        }
        var from = days.first().minusMonths(months());
        return new Piece(
                Kind.EARLIER, new DaySpan(later(earliest, from), days.first().minusDays(1)), earliest);
    }

    private int months() {
        return switch (misses) {
            case 0 -> PIECE_MONTHS;
            case 1 -> SMALLER_PIECE_MONTHS;
            default -> SMALLEST_PIECE_MONTHS;
        };
    }

    /// Never twice in a row, however rarely the bank lets itself be asked: else the past would have no turn.
    private boolean isLatestDue(Instant now, Optional<Instant> lastRead) {
        var wasLast = lastRead.filter(at -> at.getEpochSecond() == latest.getEpochSecond())
                .isPresent();
        return !wasLast && !now.isBefore(latest.plus(LATEST_EACH));
    }

    private LocalDate first(LocalDate today) {
        var month = today.minusMonths(1);
        var days = today.minusDays(FIRST_DAYS);
        return misses > 0 ? today.minusDays(SMALL_FIRST_DAYS) : month.isBefore(days) ? month : days;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /// After a piece was read.
    ///
    /// @param complete whether the bank gave all lines of it
    ReadDays after(Piece piece, boolean complete, Instant at) {
        return switch (piece.kind()) {
            case FIRST ->
                complete
                        ? new ReadDays(Optional.of(piece.days()), at, told, 0)
                        : new ReadDays(Optional.empty(), at, told, misses + 1);
            case LATEST -> new ReadDays(complete ? through(piece.days().last()) : read, at, told, misses);
            case EARLIER ->
                complete
                        ? new ReadDays(from(piece.days().first()), latest, told, 0)
                        : new ReadDays(read, latest, told, misses + 1);
        };
    }

    /// Once the owner is told.
    ///
    /// @param revision of the lines
    ReadDays told(long revision) {
        return new ReadDays(read, latest, revision, misses);
    }

    private Optional<DaySpan> through(LocalDate day) {
        return read.map(days -> new DaySpan(days.first(), later(days.last(), day)));
    }

    private Optional<DaySpan> from(LocalDate day) {
        return read.map(days -> new DaySpan(day, days.last()));
    }

    boolean isTold() {
        return told >= 0;
    }

    /// Whether the first days are there, as far as the bank gives them.
    boolean hasBegun(LocalDate earliest) {
        return isWhole(earliest)
                || misses >= PATIENCE
                || read.filter(days -> !days.first().isAfter(days.last().minusDays(FIRST_DAYS)))
                        .isPresent();
    }

    /// The days that the owner is told of first.
    ///
    /// @param piece that was read last
    DaySpan firstDays(Piece piece) {
        var last = read.map(DaySpan::last).orElseGet(() -> piece.days().last());
        return new DaySpan(later(piece.earliest(), last.minusDays(FIRST_DAYS)), last);
    }

    /// Whether the next piece is to be read at once.
    ///
    /// @param piece that was read last
    boolean goesOn(Piece piece) {
        return !isWhole(piece.earliest()) && (misses < PATIENCE || piece.kind() == Kind.LATEST);
    }
}
