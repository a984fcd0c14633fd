package org.openbalance.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.function.Predicate;

/// The languages that the pages speak: one file of texts each, under `src/main/web/app/texts`, and a script with it.
final class Languages {

    private static final String FIRST = "en";

    private static final int HEADER_LENGTH = 500;
    private static final int MOST_ASKED = 20;

    private Languages() {}

    private static String file(String language) {
        return "app/body-" + language + ".js";
    }

    /// The one that a browser likes best of those spoken.
    ///
    /// @param exists whether there is a file of this name
    static String of(String acceptLanguage, Predicate<String> exists) {
        return ranges(acceptLanguage).stream()
                .sorted(Comparator.comparingDouble(LanguageRange::getWeight).reversed())
                .map(range -> range.getRange().split("-", 2)[0].toLowerCase(Locale.ROOT))
                .filter(language -> language.matches("[a-z]{2,3}"))
                .distinct()
                .limit(MOST_ASKED)
                .filter(language -> exists.test(file(language)))
                .findFirst()
                .orElse(FIRST);
    }

    private static List<LanguageRange> ranges(String acceptLanguage) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > HEADER_LENGTH) {
            return List.of();
        }
        try {
            return LanguageRange.parse(acceptLanguage);
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }
}
