package org.openbalance.money;

import java.util.Optional;

/// The currencies that accounts may be held in, with their number of minor digits (ISO 4217).
public enum CurrencyCode {
    NGN(2),
    USD(2),
    GBP(2),
    EUR(2),
    KES(2),
    GHS(2),
    ZAR(2),
    XOF(0);

    private final int digits;

    CurrencyCode(int digits) {
        this.digits = digits;
    }

    public int digits() {
        return digits;
    }

    public static Optional<CurrencyCode> of(String code) {
        for (var currency : values()) {
            if (currency.name().equals(code)) {
                return Optional.of(currency);
            }
        }
        return Optional.empty();
    }
}
