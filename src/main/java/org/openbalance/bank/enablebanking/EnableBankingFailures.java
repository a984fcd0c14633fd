package org.openbalance.bank.enablebanking;

import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankFailure.Kind;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.Fields;
import org.openbalance.bank.http.HttpFailures;

/// Classes what Enable Banking answered in place of what it was asked for, by the code in `error`; where
/// there is none that is known, as [HttpFailures] does.
///
/// What is our own fault or the owner's, such as an address that was not registered, is `DATA`: no bank is
/// ill then, so none is spared, and the log says what is to be put right.
final class EnableBankingFailures {

    private static final Logger LOG = Logger.getLogger(EnableBankingFailures.class);

    static final String ACCOUNT_UNKNOWN = "ACCOUNT_DOES_NOT_EXIST";

    private static final Set<String> EXPIRED = Set.of(
            "EXPIRED_SESSION",
            "REVOKED_SESSION",
            "CLOSED_SESSION",
            "SESSION_DOES_NOT_EXIST",
            "WRONG_SESSION_STATUS",
            "ASPSP_PSU_ACTION_REQUIRED");

    private static final Set<String> OF_ONE_ACCOUNT = Set.of("ASPSP_ACCOUNT_NOT_ACCESSIBLE", ACCOUNT_UNKNOWN);

    private static final Set<String> OURS = Set.of(
            "PSU_HEADER_NOT_PROVIDED",
            "PSU_HEADER_INVALID",
            "REDIRECT_URI_NOT_ALLOWED",
            "UNAUTHORIZED_IP",
            "UNAUTHORIZED_ACCESS",
            "ACCESS_DENIED",
            "AUTHORIZATION_NOT_PROVIDED");

    private static final int UNAUTHORIZED = 401;

    private EnableBankingFailures() {}

    /// Of a call that a session is asked by.
    static BankFailure of(BankAnswer answer) {
        var code = code(answer).orElse("");
        if (EXPIRED.contains(code)) {
            return failure(answer, Kind.LOGIN_EXPIRED, " asks the customer to sign in again");
        }
        if (OF_ONE_ACCOUNT.contains(code)) {
            return failure(answer, Kind.ERROR, " does not let this account be read");
        }
        if (OURS.contains(code)) {
            return ours(answer, code);
        }
        return switch (code) {
            // What it says of when more are allowed cannot be relied on.
            case "ASPSP_RATE_LIMIT_EXCEEDED" ->
                BankFailure.quota(answer.bank().name() + " allows no more reads for now", Optional.empty());
            case "ASPSP_TIMEOUT" -> failure(answer, Kind.SLOW, " did not answer in time");
            default -> HttpFailures.of(answer);
        };
    }

    /// Of a call that is made in our own name: a status of 401 says nothing of a customer's login there.
    static BankFailure ofOurselves(BankAnswer answer) {
        return isRefused(answer) ? ours(answer, "status 401") : of(answer);
    }

    /// Whether our own token may be what is refused.
    static boolean isRefused(BankAnswer answer) {
        return answer.status() == UNAUTHORIZED
                && code(answer).filter(EXPIRED::contains).isEmpty();
    }

    static Optional<String> code(BankAnswer answer) {
        return answer.object().flatMap(body -> Fields.text(body, "error"));
    }

    static BankFailure ours(BankAnswer answer, String code) {
        LOG.errorf(
                "Enable Banking does not take what it was asked for %s: %s (docs/networks/enable-banking.md)",
                answer.bank().slug(), code);
        return new BankFailure(
                Kind.DATA,
                "Enable Banking does not take what it was asked for "
                        + answer.bank().name() + ": " + code);
    }

    private static BankFailure failure(BankAnswer answer, Kind kind, String what) {
        return new BankFailure(kind, answer.bank().name() + what);
    }
}
