package org.openbalance.platform;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Text as it is compared in a search: without case, tone marks and other accents, and with single blanks, so that
/// `ade bello` finds `Adé  Bello` however the accent is coded (Unicode, compatibility decomposition). Letters that
/// Unicode does not take apart are written as keyboards without them do: `lodz` finds `Łódź`.
public final class PlainText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private static final Map<String, String> WHOLE_LETTERS =
            Map.of("ł", "l", "ø", "o", "đ", "d", "ð", "d", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "ı", "i");
    private static final Pattern WHOLE_LETTER = Pattern.compile("[łøđðßæœþı]");

    private PlainText() {}

    public static String of(String text) {
        var apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
        var plain = MARKS.matcher(apart).replaceAll("");
        var small = BLANKS.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
        return WHOLE_LETTER.matcher(small).replaceAll(letter -> WHOLE_LETTERS.get(letter.group()));
    }
}
