package org.openbalance.bank.kit;

import java.util.Optional;

/// One call that reached a bank.
///
/// @param attendance all that it was told of where the customer is, by whatever header; empty if nothing
public record Visit(Kind kind, Optional<String> attendance) {

    public enum Kind {
        SIGN_IN,
        EXCHANGE,
        ACCOUNTS,
        BALANCE,
        TRANSACTIONS,
        IDENTITY,
        END
    }
}
