package org.openbalance.money;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.iban4j.IbanUtil;

/// The number of a bank account, in one of the schemes whose numbers tell accounts apart. An account may have none.
///
/// What only hints at a number is none: a masked one (`****1234`), that of a card, one whose check digits are wrong.
///
/// @param text without blanks and hyphens, letters as capitals
public record AccountNumber(Scheme scheme, String text) {

    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s-]");
    private static final int SHOWN_DIGITS = 4;
    private static final String MASK = "*";
    private static final char BEHIND_SCHEME = ':';

    /// How a number is written, and what makes one valid.
    public enum Scheme {
        /// Ten digits. The check digit belongs to bank and number together: [Nuban#valid].
        NUBAN(Nuban::wellFormed),
        /// International Bank Account Number (ISO 13616): check digits and the length of its country.
        IBAN(IbanUtil::isValid),
        /// Six digits of sort code and eight of account number, as Open Banking in the UK joins them.
        UK_SORT_CODE(Pattern.compile("[0-9]{14}").asMatchPredicate());

        private final Predicate<String> valid;

        Scheme(Predicate<String> valid) {
            this.valid = valid;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Scheme of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /// @throws IllegalArgumentException without the number, which is nobody's to log
    public AccountNumber {
        if (!scheme.valid.test(text)) {
            throw new IllegalArgumentException("That is no valid number of the scheme " + scheme);
        }
    }

    /// A number as a bank prints it, in groups and letters of any case.
    ///
    /// @param printed null where the bank names none
    /// @return empty for what is no valid number of the scheme: the account has none then
    public static Optional<AccountNumber> read(Scheme scheme, String printed) {
        return Optional.ofNullable(printed)
                .map(text -> BETWEEN_DIGITS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT))
                .filter(scheme.valid)
                .map(text -> new AccountNumber(scheme, text));
    }

    /// The IBAN of what a country calls an account, with its check digits.
    ///
    /// @param country two letters
    public static AccountNumber iban(String country, String account) {
        var checked = IbanUtil.calculateCheckDigit(country + "00" + account);
        return new AccountNumber(Scheme.IBAN, country + checked + account);
    }

    /// What a customer is shown: all but the last four characters hidden.
    public String masked() {
        var hidden = text.length() - SHOWN_DIGITS;
        return MASK.repeat(hidden) + text.substring(hidden);
    }

    /// Scheme and number in one text, as they are stored.
    public String stored() {
        return scheme.wire() + BEHIND_SCHEME + text;
    }

    public static AccountNumber ofStored(String stored) {
        var end = stored.indexOf(BEHIND_SCHEME);
        return new AccountNumber(Scheme.of(stored.substring(0, end)), stored.substring(end + 1));
    }

    /// Shows what may be logged.
    @Override
    public String toString() {
        return scheme.wire() + ' ' + masked();
    }
}
