package org.openbalance.balance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.openbalance.api.Json;
import org.openbalance.money.Money;

/// Asks `can-pay` of made-up accounts, and looks what became of each: how often a yes would have bounced, how often
/// a no
/// would have been paid, how often the answer was unsure. The same seeds give the same figures.
///
/// An amount is drawn between a fiftieth and twice of what the account holds or, if that is more, a week's income,
/// each order
/// of size alike: most of them are near the edge. The payment falls on a moment of its day drawn by chance.
final class CanPayTrial {

    private static final int QUESTIONS = 40;

    /// What became of the questions of one kind.
    static final class Tally {
        long yes;
        long no;
        long unsure;
        long bounced;
        long bouncedAtWorst;
        long paidAfterAll;

        void add(Tally other) {
            yes += other.yes;
            no += other.no;
            unsure += other.unsure;
            bounced += other.bounced;
            bouncedAtWorst += other.bouncedAtWorst;
            paidAfterAll += other.paidAfterAll;
        }

        long asked() {
            return yes + no + unsure;
        }

        /// Of every hundred thousand answers of yes.
        long bouncedOfYes() {
            return yes == 0 ? 0 : bounced * 100_000 / yes;
        }
    }

    private final long firstSeed;
    private final int lives;
    private final Map<String, Tally> byProfile = new TreeMap<>();
    private final Map<String, Tally> byDistance = new TreeMap<>();
    private final Tally all = new Tally();
    private final Tally young = new Tally();

    private CanPayTrial(long firstSeed, int lives) {
        this.firstSeed = firstSeed;
        this.lives = lives;
    }

    static CanPayTrial run(long firstSeed, int lives) {
        var trial = new CanPayTrial(firstSeed, lives);
        for (var profile : Lives.Profile.values()) {
            for (var life = 0; life < lives; life++) {
                trial.ask(profile, firstSeed + life);
            }
        }
        return trial;
    }

    Tally all() {
        return all;
    }

    Tally young() {
        return young;
    }

    Map<String, Tally> byProfile() {
        return byProfile;
    }

    private void ask(Lives.Profile profile, long seed) {
        var life = Lives.of(profile, seed);
        var random = new SplittableRandom(seed ^ 0x63616e2d706179L);
        for (var question = 0; question < QUESTIONS; question++) {
            var day = Lives.BEGIN.plusDays(random.nextInt(105, Lives.DAYS - 32));
            var now = Lives.start(day).plusSeconds(random.nextLong(24 * 3600));
            var isYoung = question % 8 == 7;
            var since = now.minus(Duration.ofDays(isYoung ? random.nextInt(0, 75) : 100))
                    .minusSeconds(60);
            var distance = distance(random);
            var tally = outcome(life, random, now, since, day.plusDays(distance));
            if (isYoung) {
                young.add(tally);
                continue;
            }
            all.add(tally);
            byProfile
                    .computeIfAbsent(profile.name().toLowerCase(Locale.ROOT), _ -> new Tally())
                    .add(tally);
            byDistance
                    .computeIfAbsent(
                            distance == 0 ? "0 days" : distance <= 7 ? "1 to 7 days" : "8 to 30 days", _ -> new Tally())
                    .add(tally);
        }
    }

    private static int distance(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1, 8);
            default -> random.nextInt(8, 31);
        };
    }

    private static Tally outcome(Lives life, SplittableRandom random, Instant now, Instant since, LocalDate on) {
        var periods = life.seen(since, now);
        var known = new CanPay.Known(
                periods.stream().limit(BalanceLimits.CAN_PAY_PERIODS).toList(), Lives.ZONE, now);
        var base = Math.max(
                periods.getFirst().amounts().availableMoney().orElseThrow().minor(), life.income() / 4);
        var amount = Math.max(1, (long) (base * Math.exp(random.nextDouble(Math.log(0.02), Math.log(2)))));
        var answer = CanPay.answer(new CanPay.Question(new Money(amount, Currency.getInstance("NGN")), on), known);
        var from = Lives.start(on).isAfter(now) ? Lives.start(on) : now;
        var end = Lives.start(on.plusDays(1)).minusSeconds(1);
        var at = from.plusSeconds(
                random.nextLong(Math.max(1, Duration.between(from, end).toSeconds())));
        var paid = life.at(at) >= amount;
        var tally = new Tally();
        switch (answer.answer()) {
            case YES -> {
                tally.yes++;
                tally.bounced += paid ? 0 : 1;
                tally.bouncedAtWorst += life.lowest(from, end) < amount ? 1 : 0;
            }
            case NO -> {
                tally.no++;
                tally.paidAfterAll += paid ? 1 : 0;
            }
            case UNSURE -> tally.unsure++;
        }
        return tally;
    }

    String table() {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%-14s %8s %7s %7s %7s %9s %9s %9s",
                "",
                "asked",
                "yes",
                "no",
                "unsure",
                "bounced",
                "at worst",
                "no, paid"));
        rows().forEach((name, tally) -> lines.add(String.format(
                Locale.ROOT,
                "%-14s %8d %6.1f%% %6.1f%% %6.1f%% %8.2f%% %8.2f%% %8.2f%%",
                name,
                tally.asked(),
                share(tally.yes, tally.asked()),
                share(tally.no, tally.asked()),
                share(tally.unsure, tally.asked()),
                share(tally.bounced, tally.yes),
                share(tally.bouncedAtWorst, tally.yes),
                share(tally.paidAfterAll, tally.no))));
        return String.join("\n", lines);
    }

    private Map<String, Tally> rows() {
        var rows = new java.util.LinkedHashMap<String, Tally>(byProfile);
        byDistance.forEach(rows::put);
        rows.put("all", all);
        rows.put("young account", young);
        return rows;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    void write(Path file) throws IOException {
        var node = Json.object().put("first_seed", firstSeed).put("accounts_of_each_profile", lives);
        var rows = node.putObject("rows");
        rows().forEach((name, tally) -> rows.putObject(name)
                .put("asked", tally.asked())
                .put("yes", tally.yes)
                .put("no", tally.no)
                .put("unsure", tally.unsure)
                .put("yes_bounced", tally.bounced)
                .put("yes_bounced_at_worst_moment", tally.bouncedAtWorst)
                .put("no_would_have_been_paid", tally.paidAfterAll));
        Files.createDirectories(file.getParent());
        Files.writeString(file, node.toPrettyString() + "\n");
    }

    /// Arguments: the first seed and the number of accounts of each profile.
    public static void main(String... line) throws IOException {
        var trial =
                run(line.length > 0 ? Long.parseLong(line[0]) : 1, line.length > 1 ? Integer.parseInt(line[1]) : 300);
        System.out.println(trial.table());
        trial.write(Path.of("target/bench/can-pay.json"));
    }
}
