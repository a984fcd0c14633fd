package org.openbalance.bank.kit;

/// What a network of banks may have, and connectors then have to do right. "Trap" counts the fifteen that connectors to
/// real banks are known to have fallen into.
public enum Feature {
    /// Knows each owner by keys of their own.
    KEYS,
    /// Sends the customer to a page of the bank's.
    REDIRECT,
    /// Has something typed at this company's page that is nobody else's business.
    TYPED_SECRETS,
    /// Gives grants that are exchanged, each of them once (trap 12). It begins: the grant is due for it.
    ROTATION,
    /// Ends a login before the day that was announced (trap 1). It begins: the login has ended.
    ENDS_EARLY,
    /// Says beforehand when a login ends, and may answer anything afterwards (trap 13). It begins: that day is past,
    /// and the bank answers 500.
    KNOWN_END,
    /// Can be told that an access has ended.
    ENDS_ACCESS,
    /// Gives accounts new ids at a fresh sign-in, and keeps the old ones at a renewal (trap 8).
    RENEWAL,
    /// Answers account by account, so that one may fail (trap 6). It begins: one does.
    PARTIAL,
    /// Allows a number of reads a day, and says so when they are spent (trap 9). It begins: they are.
    QUOTA,
    /// Counts reads by account (trap 10). It begins: all but the last account may be read once more.
    QUOTA_BY_ACCOUNT,
    /// Knows an account no more. It begins: one is gone.
    GONE,
    /// Fetches some things only when asked, and has them later. It begins: one account's balance is fetched so.
    LATER,
    /// Posts once it has what it fetches. It begins: one account's balance is fetched so.
    POSTS,
    /// Keeps two currencies under one number (trap 7). It begins: one number has two.
    TWO_CURRENCIES,
    /// May hold what is no currency of ISO 4217. It begins: one more account does.
    UNKNOWN_CURRENCY,
    /// Is told where a customer who is present is (trap 11).
    ATTENDANCE,
    /// Shows what reaches it, so that calls can be counted (trap 10).
    COUNTED,
    /// Is asked over HTTP, and may answer anything (trap 13).
    HTTP,
    /// Gives balances of several kinds, or one alone (trap 2). Samples.
    KINDS,
    /// Counts an overdraft as available (trap 3). Samples.
    CREDIT_INCLUDED,
    /// Has cards (trap 4). Samples.
    CARDS,
    /// Gives amounts with an indicator of their direction (trap 5). Samples.
    INDICATOR,
    /// Gives amounts as numbers of JSON (trap 15). Samples.
    NUMBERS,
    /// Says how old its amounts are, as of a cache (trap 15). Samples with a time.
    STAMPS,
    /// Leaves amounts out (trap 6). Samples without an amount.
    MISSING,
    /// Lists transactions.
    TRANSACTIONS,
    /// Lists them by linked pages (trap 14).
    PAGES,
    /// Dates them without a zone, by day alone or ahead (trap 15). Samples of lines.
    DATES,
    /// Says who holds an account.
    IDENTITY
}
