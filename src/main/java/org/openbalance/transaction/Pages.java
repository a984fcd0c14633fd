package org.openbalance.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.bank.DaySpan;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.InvalidCursor;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// Lines of an account by the day, newest first, by page number or cursor. A line's day is never more than
/// [Matching#LATER] days behind its place, nor [Matching#EARLIER] before, so that few segments beside those of the page
/// are read.
///
/// @param days the days that are asked for; empty for all
/// @param from the first day that may be shown, where lines of earlier days may be there
record Pages(
        StoredLines stored,
        Vault vault,
        Tenant tenant,
        String account,
        Optional<DaySpan> days,
        Optional<LocalDate> from,
        Instant now) {

    private static final String PURPOSE = "cursor";
    private static final String SEPARATOR = "\n";

    private static final Comparator<Transaction> NEWEST_FIRST = Comparator.comparing(Transaction::date)
            .thenComparing(line -> line.place().number())
            .reversed();

    /// Where a page ended.
    record Position(LocalDate date, int number, long total, long seen) {

        boolean isBefore(Transaction line) {
            return line.date().isBefore(date)
                    || line.date().equals(date) && line.place().number() < number;
        }

        String text() {
            return String.join(
                    SEPARATOR, date.toString(), Integer.toString(number), Long.toString(total), Long.toString(seen));
        }

        static Position of(String text) {
            var parts = text.split(SEPARATOR, -1);
            return new Position(
                    LocalDate.parse(parts[0]),
                    Integer.parseInt(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }
    }

    /// @throws InvalidCursor if the cursor is not one of this list
    TransactionPage page(PageRequest request) {
        var start = request.cursor().map(this::opened);
        var head = stored.head(tenant, account).orElse(Head.NONE);
        long seen = start.map(Position::seen).orElse((request.page() - 1L) * request.limit());
        var skip = start.isPresent() ? 0 : (int) seen;
        // One more than is wanted tells whether the list goes on: what was counted before may have grown since.
        var found = newest(head, start, skip + request.limit() + 1);
        var lines = found.stream().skip(skip).limit(request.limit()).toList();
        var total = start.map(Position::total).orElseGet(() -> total(head));
        var after = seen + lines.size();
        var cursor = found.size() > skip + request.limit()
                ? Optional.of(sealed(new Position(
                        lines.getLast().date(), lines.getLast().place().number(), total, after)))
                : Optional.<String>empty();
        return new TransactionPage(lines, total, (int) (seen / request.limit()) + 1, request.limit(), cursor);
    }

    List<Transaction> newest(Head head, Optional<Position> start, int most) {
        var last = start.map(Position::date).or(() -> days.map(DaySpan::last));
        var first = first(head);
        var below =
                last.map(day -> Place.behind(day.plusDays(Matching.EARLIER))).orElse(Place.LAST);
        var read = new ArrayList<Segment>();
        stored.down(tenant, account, head, below, segment -> {
            read.add(segment);
            var reached = segment.first().date().plusDays(Matching.LATER);
            var wanted = wanted(head, read, start);
            return first.filter(reached::isBefore).isPresent()
                    || wanted.size() >= most && wanted.get(most - 1).date().isAfter(reached);
        });
        var wanted = wanted(head, read, start);
        return wanted.subList(0, Math.min(most, wanted.size()));
    }

    private List<Transaction> wanted(Head head, List<Segment> segments, Optional<Position> start) {
        return StoredLines.merged(head, segments, now).stream()
                .map(Entry::line)
                .filter(line -> line.live() && isAskedFor(line, days))
                .filter(line -> from.filter(line.date()::isBefore).isEmpty())
                .filter(line -> start.isEmpty() || start.get().isBefore(line))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static boolean isAskedFor(Transaction line, Optional<DaySpan> days) {
        return days.filter(span ->
                        line.date().isBefore(span.first()) || line.date().isAfter(span.last()))
                .isEmpty();
    }

    long total(Head head) {
        return first(head).map(first -> since(head, first)).orElseGet(() ->
                (long) head.totals().lines());
    }

    /// Before which nothing is to be found; empty if that is where the lines begin anyway.
    private Optional<LocalDate> first(Head head) {
        return Stream.concat(days.map(DaySpan::first).stream(), from.filter(head.totals()::beginBefore).stream())
                .max(Comparator.naturalOrder());
    }

    private long since(Head head, LocalDate first) {
        var last = days.map(DaySpan::last).or(head.totals()::lastDay);
        return last.filter(day -> !day.isBefore(first))
                .map(day -> within(head, new DaySpan(first, day)))
                .orElse(0L);
    }

    /// Whole months as they are counted, the days that stick out at either end by reading them.
    private long within(Head head, DaySpan span) {
        var first = YearMonth.from(
                span.first().plusDays(YearMonth.from(span.first()).lengthOfMonth() - 1));
        var end = YearMonth.from(span.last().plusDays(1));
        if (!first.isBefore(end)) {
            return counted(head, span);
        }
        var total = head.totals().months().entrySet().stream()
                .filter(month ->
                        !month.getKey().isBefore(first) && month.getKey().isBefore(end))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (span.first().isBefore(first.atDay(1))) {
            total += counted(head, new DaySpan(span.first(), first.atDay(1).minusDays(1)));
        }
        if (!span.last().isBefore(end.atDay(1))) {
            total += counted(head, new DaySpan(end.atDay(1), span.last()));
        }
        return total;
    }

    private long counted(Head head, DaySpan span) {
        var segments = stored.between(
                tenant,
                account,
                head,
                Place.before(span.first().minusDays(Matching.LATER)),
                Place.behind(span.last().plusDays(Matching.EARLIER)));
        return StoredLines.merged(head, segments, now).stream()
                .filter(entry -> entry.line().live() && isAskedFor(entry.line(), Optional.of(span)))
                .count();
    }

    private String sealed(Position position) {
        return vault.sealText(tenant, PURPOSE, name(), position.text());
    }

    private Position opened(String cursor) {
        try {
            return Position.of(vault.openText(tenant, PURPOSE, name(), cursor));
        } catch (SealBroken forged) {
            throw new InvalidCursor();
        }
    }

    private String name() {
        return "transactions|" + account + '|'
                + days.map(span -> span.first() + "/" + span.last()).orElse("");
    }
}
