package org.openbalance.link;

import java.util.Optional;
import org.openbalance.api.Problem;

/// One attempt to authenticate at a bank: `started → challenged → authenticated / failed`, then the choice of accounts.
///
/// @param bank id of the bank
/// @param challenge what the customer was asked, while challenged
/// @param answers how many answers were wrong
public record SignIn(String id, String bank, State state, Optional<Challenge> challenge, int answers) {

    public enum State {
        STARTED,
        CHALLENGED,
        AUTHENTICATED,
        FAILED,
        /// Accounts were chosen and linked.
        CHOSEN
    }

    public enum Challenge {
        OTP,
        QUESTION,
        REDIRECT,
        WAIT
    }

    static SignIn started(String id, String bank) {
        return new SignIn(id, bank, State.STARTED, Optional.empty(), 0);
    }

    /// @throws org.openbalance.api.ApiException 409 unless the bank is still to be convinced
    SignIn challenged(Challenge asked) {
        require(state == State.STARTED || state == State.CHALLENGED, "asked anything");
        return new SignIn(id, bank, State.CHALLENGED, Optional.of(asked), answers);
    }

    /// @throws org.openbalance.api.ApiException 409 unless the bank is still to be convinced
    SignIn authenticated() {
        require(state == State.STARTED || state == State.CHALLENGED, "authenticated");
        return new SignIn(id, bank, State.AUTHENTICATED, Optional.empty(), answers);
    }

    /// A wrong answer, after which another may be given; the last one that is allowed fails the login.
    ///
    /// @throws org.openbalance.api.ApiException 409 unless it is challenged
    SignIn answeredWrongly() {
        require(state == State.CHALLENGED, "answered");
        return answers + 1 >= LinkLimits.ANSWERS_A_LOGIN
                ? new SignIn(id, bank, State.FAILED, Optional.empty(), answers + 1)
                : new SignIn(id, bank, State.CHALLENGED, challenge, answers + 1);
    }

    /// Whether the bank judges what the customer types.
    boolean isAsked() {
        return challenge
                .filter(asked -> asked == Challenge.OTP || asked == Challenge.QUESTION)
                .isPresent();
    }

    /// @throws org.openbalance.api.ApiException 409 once it is authenticated or over
    SignIn failed() {
        require(state == State.STARTED || state == State.CHALLENGED, "failed");
        return new SignIn(id, bank, State.FAILED, Optional.empty(), answers);
    }

    /// @throws org.openbalance.api.ApiException 409 unless it is authenticated
    SignIn chosen() {
        require(state == State.AUTHENTICATED, "linked");
        return new SignIn(id, bank, State.CHOSEN, Optional.empty(), answers);
    }

    /// @throws org.openbalance.api.ApiException 409 unless the customer was asked something
    void requireChallenged() {
        require(state == State.CHALLENGED, "answered");
    }

    /// @throws org.openbalance.api.ApiException 409 unless accounts may be chosen
    void requireAuthenticated() {
        require(state == State.AUTHENTICATED, "linked");
    }

    private void require(boolean holds, String change) {
        if (!holds) {
            throw Problem.conflict("This login is " + wording() + "; it cannot be " + change)
                    .exception();
        }
    }

    private String wording() {
        return switch (state) {
            case STARTED -> "only begun";
            case CHALLENGED -> "waiting for an answer";
            case AUTHENTICATED -> "authenticated";
            case FAILED -> "failed";
            case CHOSEN -> "linked";
        };
    }
}
