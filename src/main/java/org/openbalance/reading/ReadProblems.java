package org.openbalance.reading;

import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.bank.BankFailure;

/// What a call answers whose read at a bank failed, whatever product it was of.
public final class ReadProblems {

    private ReadProblems() {}

    /// @param standing what the caller has nevertheless, such as "the stored balance stands"
    public static ApiException of(BankFailure.Kind kind, String standing) {
        return switch (kind) {
            case SLOW, BUSY ->
                Problem.of(504, Problem.Type.BANK_SLOW, "The bank did not answer in time; " + standing)
                        .retryAfter(30)
                        .exception();
            case DOWN, ERROR, RESTING ->
                Problem.of(503, Problem.Type.BANK_DOWN, "The bank cannot be reached; " + standing)
                        .retryAfter(60)
                        .exception();
            case DATA ->
                Problem.of(
                                503,
                                Problem.Type.INTERNAL,
                                "What is kept of this login cannot be opened; " + standing
                                        + ", and the operator is told")
                        .exception();
            case QUOTA ->
                Problem.of(
                                429,
                                Problem.Type.RATE_LIMIT,
                                "The bank allows no more reads of this login for now; " + standing)
                        .exception();
            case LOGIN_EXPIRED ->
                Problem.of(
                                409,
                                Problem.Type.REAUTH_REQUIRED,
                                "The bank asks the customer to sign in again; open the widget with reauth_account")
                        .exception();
        };
    }
}
