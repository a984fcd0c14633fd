package org.openbalance.bank.sandbox;

import java.time.Instant;
import java.time.LocalDate;

/// Minutes since 1970, and the days that all sandbox banks count them by: those of Lagos, an hour ahead of UTC all the
/// year.
final class BankTime {

    static final int DAY_MINUTES = 24 * 60;

    private static final int OFFSET_MINUTES = 60;

    private BankTime() {}

    static long minute(Instant when) {
        return Math.floorDiv(when.getEpochSecond(), 60L);
    }

    static LocalDate day(long minute) {
        return LocalDate.ofEpochDay(Math.floorDiv(minute + OFFSET_MINUTES, (long) DAY_MINUTES));
    }

    /// The first minute of a day.
    static long start(LocalDate day) {
        return day.toEpochDay() * DAY_MINUTES - OFFSET_MINUTES;
    }
}
