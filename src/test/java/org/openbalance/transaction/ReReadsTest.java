package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openbalance.transaction.Lines.DAY;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;

/// Lives of accounts at banks of every habit, read again and again: no line is lost, none is there twice, and each has
/// its id for ever.
class ReReadsTest {

    private enum Ids {
        NONE,
        BLANK,
        STABLE,
        ONE_FOR_ALL,
        COUNTED,
        NEW_EACH_TIME
    }

    private static final List<String> TEXTS = List.of("COFFEE SHOP", "STAMP DUTY", "NIP TRANSFER ADA", "");

    /// A line as it truly is.
    private static final class Truth {

        private final String name;
        private final long amount;
        private final LocalDate first;
        private final String text;
        private LocalDate day;
        private boolean pending;

        private Truth(Random random, int number, LocalDate first) {
            this.name = "ref-" + number;
            this.amount = -100L * (1 + random.nextInt(3));
            this.first = first;
            this.day = first;
            this.pending = random.nextInt(4) == 0;
            this.text = pending ? "HOLD " + number : TEXTS.get(random.nextInt(TEXTS.size()));
        }

        private void settle(Random random, LocalDate today) {
            if (pending && today.isAfter(first)) {
                pending = random.nextBoolean() && today.isBefore(first.plusDays(4));
                day = pending ? day : today;
            }
        }
    }

    @Property(tries = 400)
    void every_line_is_there_once_and_keeps_its_id(@ForAll long seed) {
        var random = new Random(seed);
        var ids = Ids.values()[random.nextInt(Ids.values().length)];
        var balances = random.nextBoolean();
        var truths = new ArrayList<Truth>();
        var book = new Lines.Book();
        var names = new HashMap<String, String>();
        for (var day = 0; day < 25; day++) {
            var today = DAY.plusDays(day);
            truths.forEach(truth -> truth.settle(random, today));
            for (var more = random.nextInt(5); more > 0; more--) {
                truths.add(new Truth(random, truths.size(), today));
            }
            var window = new DaySpan(today.minusDays(8 + random.nextInt(6)), today);
            for (var again = random.nextInt(2); again >= 0; again--) {
                book.takes(answer(random, truths, window, ids, balances), window);
            }
            assertThat(facts(book)).as("seed %d, day %d, %s", seed, day, ids).isEqualTo(facts(truths));
            assertThat(book.ever()).as("seed %d, day %d, %s", seed, day, ids).isEqualTo(truths.size());
            assertThat(new HashSet<>(book.ids())).hasSize(truths.size());
            keeps(names, book, truths, ids);
        }
    }

    /// Where every line has an id of its own, it is the very same line that keeps ours.
    private static void keeps(Map<String, String> names, Lines.Book book, List<Truth> truths, Ids ids) {
        if (ids == Ids.STABLE) {
            book.live().forEach(line -> {
                var name = names.putIfAbsent(line.id(), line.reference().orElseThrow());
                assertThat(name == null || name.equals(line.reference().orElseThrow()))
                        .isTrue();
            });
            assertThat(names).hasSize(truths.size());
        }
    }

    private static BankTransactions answer(
            Random random, List<Truth> truths, DaySpan window, Ids ids, boolean balances) {
        var lines = new ArrayList<BankTransaction>();
        var balance = 1_000_000L;
        for (var place = 0; place < truths.size(); place++) {
            var truth = truths.get(place);
            balance += truth.amount;
            if (truth.pending || !truth.day.isBefore(window.first())) {
                lines.add(new BankTransaction(
                        reference(random, ids, truth, truths.size() - place),
                        truth.pending ? BankTransaction.Status.PENDING : BankTransaction.Status.BOOKED,
                        Optional.of(truth.day),
                        Optional.empty(),
                        Lines.money(truth.amount),
                        dressed(random, truth),
                        balances && !truth.pending ? Optional.of(Lines.money(balance)) : Optional.empty()));
            }
        }
        if (random.nextBoolean()) {
            Collections.shuffle(lines, random);
        }
        return new BankTransactions(lines, true);
    }

    private static Optional<String> reference(Random random, Ids ids, Truth truth, int fromTop) {
        return switch (ids) {
            case NONE -> Optional.empty();
            case BLANK -> Optional.of(" ");
            case STABLE -> Optional.of(truth.name);
            case ONE_FOR_ALL -> Optional.of("9998");
            case COUNTED -> Optional.of(Integer.toString(fromTop));
            case NEW_EACH_TIME -> Optional.of(Long.toHexString(random.nextLong()));
        };
    }

    private static String dressed(Random random, Truth truth) {
        return switch (random.nextInt(4)) {
            case 0 -> truth.text.isEmpty() ? "" : "12/03/2026 " + truth.text;
            case 1 -> truth.text.toLowerCase(java.util.Locale.ROOT);
            case 2 -> truth.text.replace(" ", "  ");
            default -> truth.text;
        };
    }

    private static Map<String, Integer> facts(Lines.Book book) {
        var facts = new HashMap<String, Integer>();
        book.live()
                .forEach(line -> facts.merge(
                        line.date() + "|" + line.amount().minor() + "|" + line.normalised() + "|" + line.pending(),
                        1,
                        Integer::sum));
        return facts;
    }

    private static Map<String, Integer> facts(List<Truth> truths) {
        var facts = new HashMap<String, Integer>();
        truths.forEach(truth -> facts.merge(
                truth.day + "|" + truth.amount + "|" + Narration.normalised(truth.text) + "|" + truth.pending,
                1,
                Integer::sum));
        return facts;
    }
}
