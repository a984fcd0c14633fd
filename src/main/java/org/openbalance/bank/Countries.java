package org.openbalance.bank;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openbalance.platform.PlainText;

/// Countries by the two letters of ISO 3166-1.
public final class Countries {

    private static final Set<String> CODES = Set.of(Locale.getISOCountries());
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Countries() {}

    /// What else countries are called. A native image has them from its build, with no names of other languages; a JVM
    /// reads them once somebody asks for one.
    private static final class Names {

        private static final Map<String, String> CODE_OF = codes();

        private static Map<String, String> codes() {
            var codes = new HashMap<String, String>();
            for (var code : CODES) {
                var country = Locale.of("", code);
                codes.put(words(country.getDisplayCountry(Locale.ENGLISH)), code);
                codes.put(words(country.getISO3Country()), code);
            }
            return Map.copyOf(codes);
        }
    }

    static boolean has(String code) {
        return CODES.contains(code);
    }

    /// @param text its two or three letters, or its English name, without regard to case and accents
    /// @return empty for what is no country
    public static Optional<String> of(String text) {
        var code = text.strip().toUpperCase(Locale.ROOT);
        return CODES.contains(code) ? Optional.of(code) : Optional.ofNullable(Names.CODE_OF.get(words(text)));
    }

    private static String words(String text) {
        return BETWEEN_WORDS.matcher(PlainText.of(text)).replaceAll(" ").strip();
    }
}
