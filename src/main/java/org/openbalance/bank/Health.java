package org.openbalance.bank;

import java.util.Locale;

/// How a bank answers at the moment, as far as its connector knows.
public enum Health {
    UP,
    SLOW,
    DOWN;

    /// The name on the wire, in lower case.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
