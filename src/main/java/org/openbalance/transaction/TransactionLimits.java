package org.openbalance.transaction;

import java.time.Duration;

/// The limits of what is told of lines, in one place.
public final class TransactionLimits {

    /// How soon a client that waits for a refresh should look again.
    public static final int POLL_SECONDS = 5;
    /// Accounts of an owner whose lines are put in one order; the others follow behind them.
    static final int ACCOUNTS_TOGETHER = 50;
    /// So many times as many accounts are looked through for one page. One that finds too few lines in them is short,
    /// and its cursor goes on.
    static final int ROUNDS_OF_A_PAGE = 8;
    /// Lines over an owner's accounts that are counted exactly, and that are looked through where no index serves.
    public static final int COUNTED = 10_000;
    /// Rounds of accounts in which they are counted.
    static final int ROUNDS_COUNTED = 40;
    /// Changes in an answer.
    static final int CHANGES = 100;
    /// Counterparties in an answer.
    static final int COUNTERPARTIES = 100;
    /// Names of guarantors that are looked for at once.
    static final int GUARANTORS = 20;
    /// Accounts whose removal is asked of at once: as many as a sign-in links.
    static final int REMOVALS = 20;
    /// How long the table's point-in-time recovery reaches back.
    static final int BACKUPS_KEPT_DAYS = 35;
    static final int NOTE_LENGTH = 1_000;
    static final int CATEGORY_LENGTH = 100;
    /// A cursor of changes names the accounts of a customer.
    static final int CHANGES_CURSOR_LENGTH = 32 * 1024;
    /// How long the link to a file is good.
    public static final Duration LINK_TIME = Duration.ofMinutes(10);

    private TransactionLimits() {}
}
