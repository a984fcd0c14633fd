package org.openbalance.bank;

import java.util.Optional;

/// One of the accounts that a visit is to read.
///
/// @param reference [BankAccount#reference]
/// @param job what the visit before had from [AccountRead.Later]: its outcome is asked for, and no new job begun
public record AccountRequest(String reference, Optional<String> job) {

    public static AccountRequest of(String reference) {
        return new AccountRequest(reference, Optional.empty());
    }
}
