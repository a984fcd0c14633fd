package org.openbalance.money;

import java.util.regex.Pattern;

/// A Nigerian Uniform Bank Account Number: nine digits of serial and a check digit.
///
/// Source: Central Bank of Nigeria, "Standards on Nigeria Uniform Bank Account Number (NUBAN) Scheme": the three digits
/// of the bank's code and the nine of the serial, weighted 3, 7, 3 in turn, are summed; the check digit is what is
/// missing to the next multiple of ten.
public final class Nuban {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{10}");
    private static final int[] WEIGHTS = {3, 7, 3, 3, 7, 3, 3, 7, 3, 3, 7, 3};
    private static final int SERIAL_DIGITS = 9;

    private Nuban() {}

    /// @param bankCode three digits
    /// @param serial from 0 to 999,999,999
    public static String of(String bankCode, int serial) {
        var digits = String.valueOf(serial);
        var padded = "0".repeat(SERIAL_DIGITS - digits.length()) + digits;
        return padded + checkDigit(bankCode, padded);
    }

    public static boolean wellFormed(String number) {
        return DIGITS.matcher(number).matches();
    }

    public static boolean valid(String bankCode, String number) {
        return wellFormed(number) && number.charAt(SERIAL_DIGITS) == checkDigit(bankCode, number);
    }

    private static char checkDigit(String bankCode, String number) {
        var sum = 0;
        for (var i = 0; i < WEIGHTS.length; i++) {
            var digit = i < 3 ? bankCode.charAt(i) : number.charAt(i - 3);
            sum += (digit - '0') * WEIGHTS[i];
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }
}
