package org.openbalance.transaction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openbalance.platform.PlainText;

/// What banks write of a line, compared.
final class Narration {

    private static final String MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    private static final String DATE = "(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2})"
            + "|\\d{1,2}[-/ ]?" + MONTH + "[-/ ]?(?:\\d{4}|\\d{2}))";
    private static final Pattern FIRST_DATE = Pattern.compile("^" + DATE + "(?![0-9a-z])[ :;,|/-]*");
    private static final Pattern LAST_DATE = Pattern.compile("(?<![0-9a-z])" + DATE + "$");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int TELLING = 4;

    private Narration() {}

    /// Without case, accents, signs, and a date in front or at the end, which banks add and drop.
    static String normalised(String narration) {
        var plain = PlainText.of(narration);
        var undated =
                LAST_DATE.matcher(FIRST_DATE.matcher(plain).replaceFirst("")).replaceFirst("");
        var words = words(undated);
        return words.isEmpty() ? words(plain) : words;
    }

    private static String words(String text) {
        return SIGNS.matcher(text).replaceAll(" ").strip();
    }

    /// Whether two normalised texts may be of one line: one is within the other, or half of their words are common.
    static boolean similar(String one, String other) {
        if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
            return true;
        }
        return within(one, other) || within(other, one) || halfIsCommon(one, other);
    }

    private static boolean within(String part, String whole) {
        return part.length() >= TELLING && whole.contains(part);
    }

    private static boolean halfIsCommon(String one, String other) {
        var words = distinct(one);
        var others = distinct(other);
        var all = new HashSet<>(words);
        all.addAll(others);
        var common = words.size() + others.size() - all.size();
        return common * 2 >= all.size();
    }

    private static Set<String> distinct(String text) {
        return new HashSet<>(List.of(text.split(" ")));
    }
}
