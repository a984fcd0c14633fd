package org.openbalance.link;

import java.time.Duration;

/// The limits of linking, in one place.
final class LinkLimits {

    /// Accounts that one login links; what a consent's end must undo in one transaction.
    static final int ACCOUNTS_A_LOGIN = 20;
    /// Accounts that a customer is shown to choose from.
    static final int ACCOUNTS_SHOWN = 100;
    /// How long a step of a sign-in waits for the bank; the gateway ends a call at 30 s.
    static final Duration BANK_DEADLINE = Duration.ofSeconds(20);
    /// Wrong answers to a bank's question in one login.
    static final int ANSWERS_A_LOGIN = 5;
    /// How often a link is begun anew when another changed one of its accounts meanwhile.
    static final int LINK_TRIES = 4;
    /// How often the end of a login is begun anew when another changed one of its accounts meanwhile.
    static final int REAUTH_TRIES = 4;
    /// How often a page of accounts is read anew because consents of its accounts had run out.
    static final int SETTLING_ROUNDS = 10;
    /// After so long the widget asks again whether the customer is back from the bank's own page.
    static final int POLL_MS = 2_000;

    static final int ANSWER_LENGTH = 200;

    private LinkLimits() {}
}
