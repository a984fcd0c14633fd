package org.openbalance.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Item;

/// The reads behind a period: what the first of them was made for, and where they lie far apart.
///
/// A period keeps its first and last read only. Long stretches without one are kept beside, so that a day on which
/// nothing was read can be told from one on which the balance was found unchanged, in any time zone.
///
/// @param source empty for periods that were written before sources were kept
/// @param gaps oldest first, at most [#MOST_GAPS]
public record PeriodReads(Optional<Source> source, List<Gap> gaps) {

    public static final String SOURCE = "source";
    public static final String GAPS = "gaps";

    /// Shorter than any day that a clock change leaves: a whole day without a read never goes unnoticed.
    static final Duration GAP = Duration.ofHours(20);

    public static final int MOST_GAPS = 30;

    private static final int RADIX = 36;
    private static final String BETWEEN = "-";
    private static final String NEXT = ",";

    /// What a balance was read for.
    public enum Source {
        /// The customer linked the account.
        LINK,
        /// The owner waited for it: `balance/check`, or a read with `max_age`.
        CHECK,
        /// The owner asked for it and did not wait.
        REFRESH,
        /// It was due.
        SCHEDULE,
        /// It was not: it is worked back from later balances and the lines between.
        DERIVED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Source of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /// Two reads that follow each other with at least [#GAP] between them.
    public record Gap(Instant after, Instant before) {}

    public PeriodReads {
        gaps = List.copyOf(gaps);
    }

    public static PeriodReads of(Source source) {
        return new PeriodReads(Optional.of(source), List.of());
    }

    /// With one more read, which found the same balance.
    ///
    /// Past [#MOST_GAPS] the two oldest gaps become one, as if nothing had been read between them: a read may be
    /// forgotten, but none is made up.
    public PeriodReads then(Instant last, Instant next) {
        if (Duration.between(last, next).compareTo(GAP) < 0) {
            return this;
        }
        var more = new ArrayList<>(gaps);
        more.add(new Gap(last, next));
        if (more.size() > MOST_GAPS) {
            var oldest = more.removeFirst();
            more.set(0, new Gap(oldest.after(), more.getFirst().before()));
        }
        return new PeriodReads(source, more);
    }

    public static PeriodReads of(Item item) {
        return new PeriodReads(
                item.optionalText(SOURCE).map(Source::of),
                item.optionalText(GAPS).map(PeriodReads::gaps).orElse(List.of()));
    }

    /// Whether nothing was read, and what was held is worked back from what was booked.
    public boolean isDerived() {
        return source.filter(Source.DERIVED::equals).isPresent();
    }

    public Optional<String> sourceText() {
        return source.map(Source::wire);
    }

    /// The gaps in one short text; empty if there are none. Each end is written as the milliseconds since the one
    /// before it, to the base of 36: gaps mostly follow each other at once.
    public Optional<String> gapsText() {
        if (gaps.isEmpty()) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        var last = 0L;
        for (var gap : gaps) {
            var after = gap.after().toEpochMilli();
            var before = gap.before().toEpochMilli();
            texts.add(Long.toString(after - last, RADIX) + BETWEEN + Long.toString(before - after, RADIX));
            last = before;
        }
        return Optional.of(String.join(NEXT, texts));
    }

    private static List<Gap> gaps(String text) {
        var gaps = new ArrayList<Gap>();
        var last = 0L;
        for (var gap : text.split(NEXT)) {
            var ends = gap.split(BETWEEN);
            var after = last + Long.parseLong(ends[0], RADIX);
            last = after + Long.parseLong(ends[1], RADIX);
            gaps.add(new Gap(Instant.ofEpochMilli(after), Instant.ofEpochMilli(last)));
        }
        return gaps;
    }
}
