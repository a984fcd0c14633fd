package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.openbalance.api.Json;

/// Lines put together by what they have in common.
final class Counterparties {

    /// Numbers of a payment differ from one to the next.
    private static final Pattern WITH_DIGITS = Pattern.compile("\\S*[0-9]\\S*");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Counterparties() {}

    /// What some lines come to, in one currency.
    private record Sum(String currency, int lines, long credit, long debit, LocalDate first, LocalDate last) {

        static Sum of(Transaction line) {
            var minor = line.amount().minor();
            return new Sum(
                    line.amount().currency().getCurrencyCode(),
                    1,
                    Math.max(minor, 0),
                    Math.max(-minor, 0),
                    line.date(),
                    line.date());
        }

        Sum and(Sum other) {
            return new Sum(
                    currency,
                    lines + other.lines,
                    Math.addExact(credit, other.credit),
                    Math.addExact(debit, other.debit),
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }

        ObjectNode putTo(ObjectNode node) {
            return node.put("count", lines)
                    .put("credit", CurrencySums.major(credit, currency))
                    .put("debit", CurrencySums.major(debit, currency))
                    .put("currency", currency)
                    .put("first_date", first.toString())
                    .put("last_date", last.toString());
        }
    }

    private record Key(String name, String currency) {}

    /// Those who are behind lines, as far as the narration without its numbers tells; the most frequent first.
    static ArrayNode of(List<LineOfAccount> lines, Predicate<Transaction> wanted) {
        var sums = sums(lines.stream().map(LineOfAccount::line).filter(wanted).toList(), Counterparties::name);
        var frequent = sums.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Key, Sum> entry) -> entry.getValue().lines())
                        .reversed()
                        .thenComparing(entry -> entry.getKey().name()))
                .limit(TransactionLimits.COUNTERPARTIES)
                .toList();
        return Json.array(frequent, entry -> entry.getValue()
                .putTo(Json.object().put("name", entry.getKey().name())));
    }

    /// The latest month first.
    static ArrayNode months(List<LineOfAccount> lines) {
        var sums = sums(lines.stream().map(LineOfAccount::line).toList(), line -> YearMonth.from(line.date())
                .toString());
        var latest =
                new TreeMap<Key, Sum>(Comparator.comparing(Key::name).reversed().thenComparing(Key::currency));
        latest.putAll(sums);
        return Json.array(latest.entrySet(), entry -> entry.getValue()
                .putTo(Json.object().put("month", entry.getKey().name())));
    }

    /// Whether lines name somebody: all words of the name stand in the narration.
    static ObjectNode named(List<LineOfAccount> lines, String name) {
        var words = List.of(Narration.normalised(name).split(" "));
        var found = lines.stream()
                .map(LineOfAccount::line)
                .filter(line -> List.of(line.normalised().split(" ")).containsAll(words))
                .toList();
        var node = Json.object().put("name", name).put("found", !found.isEmpty());
        node.set("sums", Json.array(sums(found, _ -> "").values(), sum -> sum.putTo(Json.object())));
        return node;
    }

    private static Map<Key, Sum> sums(List<Transaction> lines, Function<Transaction, String> name) {
        var sums = new LinkedHashMap<Key, Sum>();
        for (var line : lines) {
            var sum = Sum.of(line);
            sums.merge(new Key(name.apply(line), sum.currency()), sum, Sum::and);
        }
        return sums;
    }

    private static String name(Transaction line) {
        var plain = line.normalised();
        var words = BLANKS.matcher(WITH_DIGITS.matcher(plain).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        return words.isEmpty() ? plain : words;
    }
}
