package org.openbalance.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

/// The languages that the pages speak: one file of texts each, under `src/main/web/app/texts`.
final class Languages {

    private static final String FIRST = "en";
    private static final List<String> SPOKEN = List.of(FIRST, "fr");
    private static final int HEADER_LENGTH = 500;

    private Languages() {}

    /// The one that a browser likes best of those spoken.
    static String of(String acceptLanguage) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > HEADER_LENGTH) {
            return FIRST;
        }
        try {
            return LanguageRange.parse(acceptLanguage).stream()
                    .sorted(Comparator.comparingDouble(LanguageRange::getWeight).reversed())
                    .map(range -> range.getRange().split("-", 2)[0].toLowerCase(Locale.ROOT))
                    .filter(SPOKEN::contains)
                    .findFirst()
                    .orElse(FIRST);
        } catch (IllegalArgumentException malformed) {
            return FIRST;
        }
    }
}
