package org.openbalance.account;

/// The limits of what is linked, in one place.
final class AccountLimits {

    /// How often the end of a connection is begun anew when another changed one of its accounts meanwhile.
    static final int REAUTH_TRIES = 4;
    /// How often a page of accounts is read anew because consents of its accounts had run out.
    static final int SETTLING_ROUNDS = 10;

    private AccountLimits() {}
}
