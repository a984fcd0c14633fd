package org.openbalance.bank.mono;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.bank.Bank;

/// The codes that Mono names Nigerian banks by: the three digits of the central bank in some places, the six of NIBSS'
/// instant payments (NIP) in others.
final class MonoBankCodes {

    private static final Pattern THREE_DIGITS = Pattern.compile("[0-9]{3}");

    /// The banks that old clients name by ids of their own.
    private static final Map<String, String> BY_NIP = Map.ofEntries(
            Map.entry("000001", "232"),
            Map.entry("000002", "082"),
            Map.entry("000004", "033"),
            Map.entry("000010", "050"),
            Map.entry("000012", "221"),
            Map.entry("000013", "058"),
            Map.entry("000014", "044"),
            Map.entry("000015", "057"),
            Map.entry("000016", "011"),
            Map.entry("000017", "035"),
            Map.entry("000018", "032"));

    private MonoBankCodes() {}

    /// The three digits; empty for a code that is not known.
    static Optional<String> threeDigits(String code) {
        return THREE_DIGITS.matcher(code).matches() ? Optional.of(code) : Optional.ofNullable(BY_NIP.get(code));
    }

    /// Whether a code may be this bank's: it is not if both are known and differ.
    static boolean mayBe(Bank bank, String code) {
        return bank.code().isEmpty()
                || threeDigits(code).filter(known -> !known.equals(bank.code())).isEmpty();
    }
}
