package org.openbalance.bank.sandbox;

import java.util.Locale;
import java.util.Optional;

/// How often and how far the balances of a sandbox customer move.
///
/// | volume | a movement every | typical balance after payday |
/// |---|---|---|
/// | low | 5 days | 150,000 naira |
/// | medium | day | 600,000 naira |
/// | high | 4 hours | 5,000,000 naira |
///
/// A firm's accounts hold forty times that, an account in dollars beside those in naira a thousandth; a customer with
/// another currency has what weighs as much in a life, such as a two hundredth in euros.
public enum ActivityLevel {
    LOW(5 * 24 * 60, 15_000_000),
    MEDIUM(24 * 60, 60_000_000),
    HIGH(4 * 60, 500_000_000);

    private final int slotMinutes;
    private final long typicalMinor;

    ActivityLevel(int slotMinutes, long typicalMinor) {
        this.slotMinutes = slotMinutes;
        this.typicalMinor = typicalMinor;
    }

    /// The stretch of time that has one movement in it, minutes.
    int slotMinutes() {
        return slotMinutes;
    }

    /// A person's naira account just after payday, in kobo.
    long typicalMinor() {
        return typicalMinor;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ActivityLevel> of(String wire) {
        for (var volume : values()) {
            if (volume.wire().equals(wire)) {
                return Optional.of(volume);
            }
        }
        return Optional.empty();
    }
}
