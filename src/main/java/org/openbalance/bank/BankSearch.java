package org.openbalance.bank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openbalance.platform.PlainText;

/// What is sought among the banks of an environment.
///
/// @param text the beginnings of any words of the name, as far as they are typed; empty for all banks
/// @param country of ISO 3166; empty for all
/// @param offered what may be found at all
public record BankSearch(String text, Optional<String> country, Predicate<Bank> offered) {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /// All banks.
    public static BankSearch all() {
        return new BankSearch("", Optional.empty(), _ -> true);
    }

    /// The same, of fewer banks.
    public BankSearch onlyOf(Predicate<Bank> mayBeFound) {
        return new BankSearch(text, country, offered.and(mayBeFound));
    }

    /// @param banks the best first: those whose name begins as was typed, then the others; of each, those that
    /// connectors name themselves, then those of networks, by name
    /// @param countries of all banks that may be found at all, whatever the text and country
    public record Found(List<Bank> banks, List<String> countries) {}

    /// A bank made ready to be found.
    record Entry(Bank bank, String plain, List<String> words) {

        static Entry of(Bank bank) {
            var plain = PlainText.of(bank.name());
            return new Entry(bank, plain, split(plain));
        }

        private boolean has(List<String> beginnings) {
            return beginnings.stream()
                    .allMatch(beginning -> words.stream().anyMatch(word -> word.startsWith(beginning)));
        }
    }

    private static List<String> split(String plain) {
        return Arrays.stream(BETWEEN_WORDS.split(plain))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// @param entries in the order in which equals are found
    Found among(Stream<Entry> entries) {
        var typed = PlainText.of(text);
        var beginnings = split(typed);
        var countries = new TreeSet<String>();
        var first = new ArrayList<Bank>();
        var others = new ArrayList<Bank>();
        entries.filter(entry -> offered.test(entry.bank())).forEach(entry -> {
            var bank = entry.bank();
            countries.add(bank.country());
            if (country.map(bank.country()::equals).orElse(true) && entry.has(beginnings)) {
                (entry.plain().startsWith(typed) ? first : others).add(bank);
            }
        });
        first.addAll(others);
        return new Found(List.copyOf(first), List.copyOf(countries));
    }
}
