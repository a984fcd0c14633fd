package org.openbalance.transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.Money;

/// What a bank's answer changes of what is known of an account.
///
/// No line is known by the bank's id alone: some banks give none, one to many lines, or count lines from the top. So
/// lines of one amount are compared, the surest sign first: all alike, id included; day, text and running balance; day
/// and text; and only of what is left over after that the weaker ones, such as a pending line that was booked under
/// another text. Each stored line and each seen one is taken once, so that two equal lines stay two.
///
/// @param added in the order of their days, within a day as the bank has them
public record Matching(List<Added> added, List<Modified> modified, List<Transaction> removed) {

    /// How many days after its first day a line may be booked and still be the same one.
    static final int LATER = 7;

    /// How many days before it.
    static final int EARLIER = 2;

    /// A line that was not known.
    ///
    /// @param date its own, or that of the read for a pending line without one
    record Added(SeenLine line, LocalDate date) {

        Transaction at(Place place, String account, Instant at) {
            return new Transaction(
                    place.id(Place.code(account)),
                    account,
                    line.pending(),
                    date,
                    line.valued(),
                    line.amount(),
                    line.narration(),
                    line.reference(),
                    line.balance(),
                    at,
                    at,
                    Optional.empty());
        }
    }

    /// @param before may be a line that had vanished, and is there again
    public record Modified(Transaction before, Transaction after) {}

    public Matching {
        added = List.copyOf(added);
        modified = List.copyOf(modified);
        removed = List.copyOf(removed);
    }

    public boolean changesNothing() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /// So many of each at most, the earliest.
    Matching first(int most) {
        return new Matching(
                added.stream().limit(most).toList(),
                modified.stream().limit(most).toList(),
                removed.stream().limit(most).toList());
    }

    /// @param stored all lines of the account whose days lie within the window and [#LATER] days around it, and all
    /// that are pending
    /// @param window the days that the bank was asked for; lines of other days are never taken as vanished
    public static Matching of(List<Transaction> stored, BankTransactions answer, DaySpan window, Instant at) {
        return new Run(stored, answer, window, at).result();
    }

    /// The first and the last day that lines of this answer may be stored under.
    static DaySpan toCompare(BankTransactions answer, DaySpan window) {
        var days = answer.lines().stream()
                .flatMap(line -> line.booked().or(line::valued).stream())
                .sorted()
                .toList();
        var first = days.isEmpty() || window.first().isBefore(days.getFirst()) ? window.first() : days.getFirst();
        var last = days.isEmpty() || window.last().isAfter(days.getLast()) ? window.last() : days.getLast();
        return new DaySpan(first.minusDays(LATER), last.plusDays(LATER));
    }

    private static final class Run {

        private final DaySpan window;
        private final boolean complete;
        private final Instant at;
        private final List<SeenLine> seen;
        private final List<Transaction> stored;
        private final Set<String> ambiguous;
        private final Map<String, String> texts = new HashMap<>();
        private final Map<SeenLine, Transaction> partners = new IdentityHashMap<>();
        private final Set<String> taken = new HashSet<>();
        /// Whether the bank's ids tell nothing: lines that are surely the same have others than before.
        private boolean idsMoved;

        private Run(List<Transaction> stored, BankTransactions answer, DaySpan window, Instant at) {
            this.window = window;
            this.complete = answer.complete();
            this.at = at;
            this.seen = cleaned(answer);
            this.stored = stored.stream()
                    .sorted(Comparator.comparing(Transaction::place))
                    .toList();
            this.ambiguous = repeated(this.stored.stream()
                    .filter(Transaction::live)
                    .flatMap(line -> line.reference().stream())
                    .toList());
            stored.forEach(line -> texts.put(line.id(), line.normalised()));
        }

        private Matching result() {
            var inOrder = seen.stream().sorted(SeenLine.ORDER).toList();
            var storedByAmount = byAmount(stored, Transaction::amount);
            var seenByAmount = byAmount(inOrder, SeenLine::amount);
            seenByAmount.forEach(
                    (amount, lines) -> pair(live(storedByAmount.getOrDefault(amount, List.of())), lines, sureSigns()));
            idsMoved = partners.entrySet().stream().anyMatch(pair -> hasMoved(pair.getValue(), pair.getKey()));
            seenByAmount.forEach((amount, lines) -> compare(storedByAmount.getOrDefault(amount, List.of()), lines));
            bookedAtAnotherAmount(inOrder);
            return new Matching(added(), modified(), removed());
        }

        private static <T> Map<Money, List<T>> byAmount(List<T> lines, Function<T, Money> amount) {
            var groups = new LinkedHashMap<Money, List<T>>();
            lines.forEach(line -> groups.computeIfAbsent(amount.apply(line), _ -> new ArrayList<>())
                    .add(line));
            return groups;
        }

        /// Without copies of what is booked already, and without ids that more than one line has.
        private static List<SeenLine> cleaned(BankTransactions answer) {
            var lines =
                    new ArrayList<>(answer.lines().stream().map(SeenLine::of).toList());
            var often = references(lines, 2);
            for (var booked : lines.stream().filter(line -> !line.pending()).toList()) {
                lines.stream()
                        .filter(line -> line.copies(booked, often))
                        .min(SeenLine.ORDER)
                        .ifPresent(copy -> lines.removeIf(line -> line == copy));
            }
            var reused = references(lines, 1);
            return lines.stream()
                    .map(line -> line.reference().filter(reused::contains).isPresent() ? line.withoutReference() : line)
                    .toList();
        }

        /// Those that more lines have than that.
        private static Set<String> references(List<SeenLine> lines, int most) {
            return lines.stream()
                    .flatMap(line -> line.reference().stream())
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .filter(reference -> reference.getValue() > most)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        private static Set<String> repeated(List<String> references) {
            var once = new HashSet<String>();
            var repeated = new HashSet<String>();
            references.stream().filter(reference -> !once.add(reference)).forEach(repeated::add);
            return repeated;
        }

        private static List<Transaction> live(List<Transaction> known) {
            return known.stream().filter(Transaction::live).toList();
        }

        /// A pending line may have another id once it is booked; one that is booked keeps its own.
        private static boolean hasMoved(Transaction line, SeenLine one) {
            return !line.pending()
                    && !one.pending()
                    && line.reference().isPresent()
                    && one.reference().isPresent()
                    && !line.reference().equals(one.reference());
        }

        private void compare(List<Transaction> known, List<SeenLine> lines) {
            var live = live(known);
            pair(live, lines, otherSigns());
            if (complete) {
                pairTheOnlyOnes(live, lines, this::isOnItsDay);
                pairTheOnlyOnes(live, lines, (line, one) -> isBooked(line, one) && near(line, one));
            }
            var gone = known.stream().filter(line -> !line.live()).toList();
            pair(gone, lines, this::isTheSame);
            pair(gone, lines, this::isAlike);
        }

        /// By which a line is surely the same, from the surest on.
        private List<BiPredicate<Transaction, SeenLine>> sureSigns() {
            return List.of(
                    (line, one) -> hasReference(line, one) && isAlike(line, one),
                    this::isTheSame,
                    (line, one) -> isAlike(line, one) && mayHaveBalance(line, one));
        }

        /// From the surest on. What concludes from a line's absence needs that it would be there.
        private List<BiPredicate<Transaction, SeenLine>> otherSigns() {
            return List.of(
                    (line, one) -> isAlike(line, one) && (complete || isBooked(line, one)),
                    (line, one) -> hasReference(line, one)
                            && near(line, one)
                            && awaited(line)
                            && (complete || isSimilar(line, one)),
                    (line, one) -> sameDay(line, one) && awaited(line) && hasBalance(line, one),
                    (line, one) -> isBooked(line, one) && near(line, one) && isSimilar(line, one),
                    (line, one) -> complete && isOnItsDay(line, one) && isSimilar(line, one),
                    (line, one) -> complete
                            && awaited(line)
                            && near(line, one)
                            && isText(line, one)
                            && line.pending() == one.pending());
        }

        private boolean isTheSame(Transaction line, SeenLine one) {
            return isAlike(line, one) && line.pending() == one.pending() && hasBalance(line, one);
        }

        private boolean isAlike(Transaction line, SeenLine one) {
            return sameDay(line, one) && isText(line, one);
        }

        private boolean isOnItsDay(Transaction line, SeenLine one) {
            return sameDay(line, one) && awaited(line) && line.pending() == one.pending();
        }

        private static boolean isBooked(Transaction line, SeenLine one) {
            return line.pending() && !one.pending();
        }

        private boolean isText(Transaction line, SeenLine one) {
            return texts.get(line.id()).equals(one.normalised());
        }

        private boolean isSimilar(Transaction line, SeenLine one) {
            return Narration.similar(texts.get(line.id()), one.normalised());
        }

        private boolean hasReference(Transaction line, SeenLine one) {
            return !idsMoved
                    && one.reference().isPresent()
                    && one.reference().equals(line.reference())
                    && !ambiguous.contains(one.reference().get());
        }

        private static boolean hasBalance(Transaction line, SeenLine one) {
            return one.balance().isPresent() && one.balance().equals(line.balance());
        }

        private static boolean mayHaveBalance(Transaction line, SeenLine one) {
            return line.pending() == one.pending()
                    && (one.balance().isEmpty() || line.balance().isEmpty());
        }

        /// A pending line without a day has that of its first read.
        private static boolean sameDay(Transaction line, SeenLine one) {
            return one.date().map(line.date()::equals).orElse(line.pending());
        }

        /// Never further from its first day than lines are looked for.
        private static boolean near(Transaction line, SeenLine one) {
            return one.date()
                    .map(date -> {
                        var moved = ChronoUnit.DAYS.between(line.place().date(), date);
                        return moved <= LATER && moved >= -EARLIER && distance(line, one) <= LATER;
                    })
                    .orElse(line.pending());
        }

        private static long distance(Transaction line, SeenLine one) {
            return one.date()
                    .map(date -> Math.abs(ChronoUnit.DAYS.between(line.date(), date)))
                    .orElse(0L);
        }

        /// Whether the answer would hold it. Pending lines are given whatever their day; but one of later days than
        /// were asked for may be booked by now.
        private boolean awaited(Transaction line) {
            return !line.date().isAfter(window.last())
                    && (line.pending() || !line.date().isBefore(window.first()));
        }

        private boolean isFree(Transaction line) {
            return !taken.contains(line.id());
        }

        private boolean isFree(SeenLine line) {
            return !partners.containsKey(line);
        }

        private void pair(
                List<Transaction> known, List<SeenLine> lines, List<BiPredicate<Transaction, SeenLine>> signs) {
            signs.forEach(sign -> pair(known, lines, sign));
        }

        private void pair(List<Transaction> known, List<SeenLine> lines, BiPredicate<Transaction, SeenLine> sign) {
            for (var one : lines) {
                if (isFree(one)) {
                    known.stream()
                            .filter(line -> isFree(line) && sign.test(line, one))
                            .min(Comparator.comparing(line -> distance(line, one)))
                            .ifPresent(line -> take(line, one));
                }
            }
        }

        /// Where the bank has given all, and one line is missing and one is new that may be it, they are one.
        private void pairTheOnlyOnes(
                List<Transaction> known, List<SeenLine> lines, BiPredicate<Transaction, SeenLine> sign) {
            for (var one : lines.stream().filter(this::isFree).toList()) {
                var candidates = known.stream()
                        .filter(line -> isFree(line) && sign.test(line, one))
                        .toList();
                if (candidates.size() == 1
                        && lines.stream()
                                        .filter(other -> isFree(other) && sign.test(candidates.getFirst(), other))
                                        .count()
                                == 1) {
                    take(candidates.getFirst(), one);
                }
            }
        }

        private void take(Transaction line, SeenLine one) {
            partners.put(one, line);
            taken.add(line.id());
        }

        /// A hold that is booked at what was spent at last: id and text tell it, and it stays in or out.
        private void bookedAtAnotherAmount(List<SeenLine> lines) {
            for (var one : lines) {
                if (isFree(one)) {
                    stored.stream()
                            .filter(line -> line.live() && isFree(line) && isBooked(line, one) && near(line, one))
                            .filter(line -> hasReference(line, one) && isText(line, one) && isSameWay(line, one))
                            .findFirst()
                            .ifPresent(line -> take(line, one));
                }
            }
        }

        private static boolean isSameWay(Transaction line, SeenLine one) {
            return line.amount().currency() == one.amount().currency()
                    && line.amount().minor() < 0 == one.amount().minor() < 0;
        }

        /// Banks give the newest line first or last; here it is the last.
        private List<Added> added() {
            var fresh = new ArrayList<Added>();
            for (var one : seen) {
                if (isFree(one)) {
                    fresh.add(new Added(one, one.date().orElseGet(() -> LocalDate.ofInstant(at, ZoneOffset.UTC))));
                }
            }
            var given = seen.stream().flatMap(one -> one.date().stream()).toList();
            var newestFirst = !given.isEmpty() && given.getFirst().isAfter(given.getLast());
            return (newestFirst ? fresh.reversed() : fresh)
                    .stream().sorted(Comparator.comparing(Added::date)).toList();
        }

        private List<Modified> modified() {
            var changes = new ArrayList<Modified>();
            for (var one : seen) {
                var before = partners.get(one);
                if (before != null && (!before.live() || differs(before, one))) {
                    changes.add(new Modified(before, after(before, one)));
                }
            }
            changes.sort(Comparator.comparing(change -> change.before().place()));
            return changes;
        }

        /// What a bank says no more, or in another form, has not changed.
        private boolean differs(Transaction before, SeenLine one) {
            return before.pending() != one.pending()
                    || !before.amount().equals(one.amount())
                    || !isText(before, one)
                    || differs(Optional.of(before.date()), one.date())
                    || differs(before.valued(), one.valued())
                    || differs(before.balance(), one.balance());
        }

        private static <T> boolean differs(Optional<T> before, Optional<T> now) {
            return now.isPresent() && !now.equals(before);
        }

        private Transaction after(Transaction before, SeenLine one) {
            return new Transaction(
                    before.id(),
                    before.account(),
                    one.pending(),
                    one.date().orElse(before.date()),
                    one.valued().or(before::valued),
                    one.amount(),
                    one.narration(),
                    one.reference().or(before::reference),
                    one.balance().or(before::balance),
                    before.firstSeen(),
                    at,
                    Optional.empty());
        }

        private List<Transaction> removed() {
            return complete
                    ? stored.stream()
                            .filter(line -> line.live() && isFree(line) && awaited(line))
                            .toList()
                    : List.of();
        }
    }
}
