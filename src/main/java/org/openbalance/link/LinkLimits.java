package org.openbalance.link;

import java.time.Duration;
import org.openbalance.api.RateLimits;

/// The limits of linking, in one place.
public final class LinkLimits {

    /// Sign-ins with one bank login, from wherever, that the bank did not let in, or that nobody brought to an end.
    static final RateLimits.Limit SIGN_INS_OF_LOGIN = new RateLimits.Limit(Duration.ofHours(1), 16);
    /// What of them one network may take: whoever guesses does not shut out the one whose login it is.
    static final int SIGN_INS_OF_LOGIN_FROM_NETWORK = 8;
    /// As [#SIGN_INS_OF_LOGIN], with whatever bank login, from one network.
    static final RateLimits.Limit SIGN_INS_FROM_NETWORK = new RateLimits.Limit(Duration.ofMinutes(15), 60);

    /// Accounts that one login links; what a consent's end must undo in one transaction.
    static final int ACCOUNTS_A_LOGIN = 20;
    /// Accounts that a customer is shown to choose from.
    static final int ACCOUNTS_SHOWN = 100;
    /// How long a step of a sign-in waits for the bank; the gateway ends a call at 30 s.
    static final Duration BANK_DEADLINE = Duration.ofSeconds(20);
    /// Longer than any function runs: after it an answer whose function died keeps nobody waiting.
    static final Duration ANSWER_CLAIM = Duration.ofSeconds(35);
    /// Wrong answers to a bank's question in one login.
    static final int ANSWERS_A_LOGIN = 5;
    /// How often a link is begun anew when another changed one of its accounts meanwhile.
    static final int LINK_TRIES = 4;
    /// After so long the widget asks again whether the customer is back from the bank's own page.
    static final int POLL_MS = 2_000;

    static final int ANSWER_LENGTH = 200;

    private LinkLimits() {}

    /// Letters that a bank may hand over on the way back, names included: an `id_token` has some thousand.
    static final int HANDED_BACK = 20_000;
}
