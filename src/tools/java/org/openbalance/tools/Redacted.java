package org.openbalance.tools;

import org.openbalance.money.Money;

/// What may be shown of a person's account, or sent to somebody who is asked for help: its shape, and nothing of it.
final class Redacted {

    private static final int LAST_DIGITS = 4;

    private Redacted() {}

    /// Each word's first letter, and how long it is: `A** O**`.
    static String name(String text) {
        var shown = new StringBuilder();
        var inWord = false;
        for (var point : text.codePoints().toArray()) {
            var isLetter = Character.isLetterOrDigit(point);
            shown.appendCodePoint(isLetter && inWord ? '*' : point);
            inWord = isLetter;
        }
        return shown.toString();
    }

    /// Its last four characters; none of one that has no more.
    static String number(String text) {
        var hidden = text.length() <= LAST_DIGITS ? text.length() : text.length() - LAST_DIGITS;
        return "*".repeat(hidden) + text.substring(hidden);
    }

    /// Its sign and how many digits it has: `NGN -9999.99`.
    static String amount(Money money) {
        var digits = money.major().toPlainString().replaceAll("[0-9]", "9");
        return money.currency().getCurrencyCode() + ' ' + digits;
    }

    /// How long it is.
    static String text(String text) {
        return text.length() + " characters";
    }
}
