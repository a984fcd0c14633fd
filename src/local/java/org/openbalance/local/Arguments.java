package org.openbalance.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of a command line: plain words in order, options with a value, and options without one.
///
/// Whoever reads it asks for what they know; [#requireAllAsked()] then refuses the rest, misspellings included.
final class Arguments {

    /// What a shell whose locale is not UTF-8 makes of letters beyond ASCII.
    private static final char LOST = '\uFFFD';

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private int wordsAsked;

    /// @param flags the options that take no value
    /// @throws LocalFailure for an option that lacks its value or comes twice
    Arguments(List<String> line, Set<String> flags) {
        for (var rest = line.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            if (!word.startsWith("--")) {
                words.add(word);
                continue;
            }
            var equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            String value;
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (flags.contains(name)) {
                value = "";
            } else if (rest.hasNext()) {
                value = rest.next();
            } else {
                throw new LocalFailure(name + " lacks its value.");
            }
            if (options.put(name, value) != null) {
                throw new LocalFailure(name + " is given twice.");
            }
        }
    }

    /// @param what it is called in the sentence that misses it
    String word(String what) {
        if (wordsAsked == words.size()) {
            throw new LocalFailure("Say " + what + ".");
        }
        return words.get(wordsAsked++);
    }

    boolean flag(String name) {
        asked.add(name);
        return options.containsKey(name);
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> new LocalFailure("Say " + name + "."));
    }

    Optional<String> optional(String name) {
        asked.add(name);
        var value = Optional.ofNullable(options.get(name));
        value.ifPresent(text -> requireReadable(name, text));
        return value;
    }

    Optional<Integer> optionalWhole(String name) {
        return optional(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException notNumber) {
                throw new LocalFailure(name + " takes a whole number, not " + text + ".", notNumber);
            }
        });
    }

    private static void requireReadable(String name, String text) {
        if (text.isBlank()) {
            throw new LocalFailure(name + " is empty.");
        }
        if (text.indexOf(LOST) >= 0) {
            throw new LocalFailure(
                    name + " has letters that this shell's locale cannot carry: set LC_ALL=C.UTF-8 and try again.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new LocalFailure(name + " has control characters.");
        }
    }

    /// @throws LocalFailure for a word or an option that nobody asked for
    void requireAllAsked() {
        if (wordsAsked < words.size()) {
            throw new LocalFailure("Nothing is known to do with " + words.get(wordsAsked) + " here.");
        }
        options.keySet().stream()
                .filter(name -> !asked.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new LocalFailure("Nothing is known to do with " + name + " here.");
                });
    }
}
