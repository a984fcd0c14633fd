package org.openbalance.platform;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Text as it is compared in a search: without case, tone marks and other accents, and with single blanks, so that
/// `ade bello` finds `Adé  Bello` however the accent is coded (Unicode, compatibility decomposition).
public final class PlainText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private PlainText() {}

    public static String of(String text) {
        var apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
        var plain = MARKS.matcher(apart).replaceAll("");
        return BLANKS.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}
