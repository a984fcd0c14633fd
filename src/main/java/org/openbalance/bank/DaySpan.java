package org.openbalance.bank;

import java.time.LocalDate;

/// Days in a row, in the time zone of the bank that is asked.
///
/// @param last the day itself included
public record DaySpan(LocalDate first, LocalDate last) {

    public DaySpan {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("A span of days ends no sooner than it begins");
        }
    }
}
