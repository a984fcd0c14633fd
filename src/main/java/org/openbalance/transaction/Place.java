package org.openbalance.transaction;

import java.time.LocalDate;
import java.util.HexFormat;

/// Where a line came in first: its day then, and its number among all lines of its account. Lines lie in the table in
/// this order, and every id tells it: 14 digits of the account's id, 4 of the day, 6 of the number.
///
/// @param day since the beginning of 1970, up to the year 2149
/// @param number from 0
record Place(int day, int number) implements Comparable<Place> {

    static final int MOST_LINES = 1 << 24;
    static final Place LAST = new Place(0xffff, (1 << 24) - 1);

    private static final int LAST_DAY = 0xffff;
    private static final int CODE_AT = 10;
    private static final int DAY_AT = 14;
    private static final int NUMBER_AT = 18;
    private static final int NUMBER_BITS = 24;

    Place {
        if (day < 0 || day > LAST_DAY || number < 0 || number >= MOST_LINES) {
            throw new IllegalArgumentException("No line has the place " + day + '/' + number);
        }
    }

    /// Before all lines of a day; days that no line can have count as the nearest that one can.
    static Place before(LocalDate day) {
        return new Place(Math.clamp(day.toEpochDay(), 0, LAST_DAY), 0);
    }

    /// Behind all lines of a day.
    static Place behind(LocalDate day) {
        return new Place(Math.clamp(day.toEpochDay(), 0, LAST_DAY), MOST_LINES - 1);
    }

    static Place ofNumber(long number) {
        return new Place((int) (number >> NUMBER_BITS), (int) (number & (MOST_LINES - 1)));
    }

    static Place of(String id) {
        return new Place(
                HexFormat.fromHexDigits(id, DAY_AT, NUMBER_AT), HexFormat.fromHexDigits(id, NUMBER_AT, id.length()));
    }

    /// The digits of an account that the ids of its lines carry. They are random: among a million accounts of one
    /// tenant two have the same with a chance of 1 in 140,000, and then the later one's lines are refused.
    static String code(String account) {
        return account.substring(CODE_AT);
    }

    static String codeOf(String id) {
        return id.substring(0, DAY_AT);
    }

    String id(String code) {
        return code + text();
    }

    /// Ten digits that sort as places do.
    String text() {
        return HexFormat.of().toHexDigits(asNumber(), 10);
    }

    long asNumber() {
        return ((long) day << NUMBER_BITS) | number;
    }

    LocalDate date() {
        return LocalDate.ofEpochDay(day);
    }

    @Override
    public int compareTo(Place other) {
        return Long.compare(asNumber(), other.asNumber());
    }
}
