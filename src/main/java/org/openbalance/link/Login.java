package org.openbalance.link;

import java.util.Optional;
import org.openbalance.http.Problem;

/// One attempt to authenticate at a bank: `started → challenged → authenticated / failed`, then the choice of accounts.
///
/// @param bank id of the bank
/// @param challenge what the customer was asked, while challenged
/// @param answers how many answers were wrong
public record Login(String id, String bank, State state, Optional<Challenge> challenge, int answers) {

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

    static Login started(String id, String bank) {
        return new Login(id, bank, State.STARTED, Optional.empty(), 0);
    }

    /// @throws org.openbalance.http.Refused 409 unless the bank is still to be convinced
    Login challenged(Challenge asked) {
        require(state == State.STARTED || state == State.CHALLENGED, "asked anything");
        return new Login(id, bank, State.CHALLENGED, Optional.of(asked), answers);
    }

    /// @throws org.openbalance.http.Refused 409 unless the bank is still to be convinced
    Login authenticated() {
        require(state == State.STARTED || state == State.CHALLENGED, "authenticated");
        return new Login(id, bank, State.AUTHENTICATED, Optional.empty(), answers);
    }

    /// A wrong answer, after which another may be given; the last one that is allowed fails the login.
    ///
    /// @throws org.openbalance.http.Refused 409 unless it is challenged
    Login answeredWrongly() {
        require(state == State.CHALLENGED, "answered");
        return answers + 1 >= LinkLimits.ANSWERS_A_LOGIN
                ? new Login(id, bank, State.FAILED, Optional.empty(), answers + 1)
                : new Login(id, bank, State.CHALLENGED, challenge, answers + 1);
    }

    /// @throws org.openbalance.http.Refused 409 once it is authenticated or over
    Login failed() {
        require(state == State.STARTED || state == State.CHALLENGED, "failed");
        return new Login(id, bank, State.FAILED, Optional.empty(), answers);
    }

    /// @throws org.openbalance.http.Refused 409 unless it is authenticated
    Login chosen() {
        require(state == State.AUTHENTICATED, "linked");
        return new Login(id, bank, State.CHOSEN, Optional.empty(), answers);
    }

    /// @throws org.openbalance.http.Refused 409 unless the customer was asked something
    void requireChallenged() {
        require(state == State.CHALLENGED, "answered");
    }

    /// @throws org.openbalance.http.Refused 409 unless accounts may be chosen
    void requireAuthenticated() {
        require(state == State.AUTHENTICATED, "linked");
    }

    private void require(boolean holds, String change) {
        if (!holds) {
            throw Problem.conflict("This login is " + told() + "; it cannot be " + change)
                    .refused();
        }
    }

    private String told() {
        return switch (state) {
            case STARTED -> "only begun";
            case CHALLENGED -> "waiting for an answer";
            case AUTHENTICATED -> "authenticated";
            case FAILED -> "failed";
            case CHOSEN -> "linked";
        };
    }
}
