package org.openbalance.balance;

/// The limits of reading balances, in one place.
public final class BalanceLimits {

    /// How soon a client that waits for a refresh should look again.
    static final int POLL_SECONDS = 2;
    /// Accounts of a list that are read at their banks when `max_age` asks for it.
    public static final int FRESH_ACCOUNTS = 20;
    /// Periods in an answer.
    public static final int PERIODS = 100;
    /// Periods that are looked through for each day of a page: eight reads, as an account that changes is read every
    /// three hours by default. A day with more makes its page shorter, and the cursor goes on.
    static final int PERIODS_A_DAY = 8;
    /// Periods that `can-pay` looks at: three months of an account that changes ten times a day.
    static final int CAN_PAY_PERIODS = 960;
    /// How many days ahead `can-pay` looks.
    static final int CAN_PAY_DAYS = 60;
    /// Different questions that are answered privately about one account in one day.
    static final int PRIVATE_QUESTIONS = 3;
    /// The greatest `max_age`: thirty days, in seconds.
    public static final int MAX_AGE = 2_592_000;
    /// Entries that a search without an index looks through.
    static final int SEARCHED = 10_000;

    /// Records that one `callback/trigger` may name.
    static final int TRIGGERED_RECORDS = 10;

    static final int URL_LENGTH = 2_000;

    private BalanceLimits() {}
}
