package org.openbalance.money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/// An amount of money: whole minor units (kobo, cents) of one currency. Negative means overdrawn.
///
/// Amounts are bounded to what a bank can hold, [#MAX_MINOR] either way, so that no sum of a page overflows.
public record Money(long minor, Currency currency) {

    /// 999,999,999,999.99 in a currency of two digits. The least long has no absolute value, so both ends are compared.
    public static final long MAX_MINOR = 99_999_999_999_999L;

    /// Longer numerals are refused unread: the longest amount has 15 digits, a sign and a point.
    private static final int MAX_NUMERAL = 40;

    public Money {
        if (minor > MAX_MINOR || minor < -MAX_MINOR) {
            throw new IllegalArgumentException("An amount may not pass " + MAX_MINOR + " minor units");
        }
    }

    /// The amount in major units, without trailing zeros: 1039328 kobo is 10393.28.
    public BigDecimal major() {
        var plain =
                BigDecimal.valueOf(minor, currency.getDefaultFractionDigits()).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /// Reads major units; empty if the number has more digits than the currency or lies out of bounds.
    public static Optional<Money> ofMajor(BigDecimal major, Currency currency) {
        if (Math.abs((long) major.scale()) > MAX_NUMERAL || major.precision() > MAX_NUMERAL) {
            return Optional.empty();
        }
        var shifted = major.movePointRight(currency.getDefaultFractionDigits()).stripTrailingZeros();
        if (shifted.scale() > 0 || shifted.abs().compareTo(BigDecimal.valueOf(MAX_MINOR)) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Money(shifted.longValueExact(), currency));
    }

    /// As much on the other side: what banks print as an amount that is owed is less than nothing.
    public Money negated() {
        return new Money(-minor, currency);
    }
}
