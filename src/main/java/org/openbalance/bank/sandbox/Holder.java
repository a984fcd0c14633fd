package org.openbalance.bank.sandbox;

import java.util.Locale;
import java.util.Optional;

/// Who holds the accounts: a person or a firm.
public enum Holder {
    IND,
    CORP;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Holder> of(String wire) {
        for (var holder : values()) {
            if (holder.wire().equals(wire)) {
                return Optional.of(holder);
            }
        }
        return Optional.empty();
    }
}
