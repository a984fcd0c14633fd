package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.utils.DateUtils;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankFailure.Kind;

/// Classes what a bank answered in place of what it was asked for.
///
/// | answer | failure |
/// |---|---|
/// | 429, and 400, 403 or 503 with words of a spent quota ([QuotaWords]) | `QUOTA`, until `Retry-After` if it says so |
/// | 401, and 400 or 403 with a code that says so ([#EXPIRED]) | `LOGIN_EXPIRED` |
/// | 401 with `invalid_client` or `unauthorized_client` | `ERROR`: our own credentials are refused |
/// | 408, 504 | `SLOW` |
/// | 502, 503 | `DOWN` |
/// | anything else | `ERROR` |
///
/// A bank may answer an expired login with a 500 as well: a connector that knows the end of it looks there first.
public final class HttpFailures {

    /// Codes that say that the customer has to sign in again: of OAuth (RFC 6749, 5.2; RFC 6750, 3.1), the Berlin
    /// Group's, those of Open Banking in the UK, and those of Enable Banking.
    private static final Set<String> EXPIRED = Set.of(
            "invalid_grant",
            "invalid_token",
            "CONSENT_EXPIRED",
            "CONSENT_INVALID",
            "CONSENT_UNKNOWN",
            "TOKEN_EXPIRED",
            "TOKEN_INVALID",
            "EXPIRED_SESSION",
            "REVOKED_SESSION",
            "CLOSED_SESSION",
            "SESSION_DOES_NOT_EXIST",
            "UK.OBIE.Reauthenticate",
            "UK.OBIE.Resource.InvalidConsentStatus");

    private static final Set<String> OURS = Set.of("invalid_client", "unauthorized_client");

    /// Where banks put a code.
    private static final Set<String> CODE_FIELDS = Set.of("error", "code", "errorCode", "ErrorCode", "Code");

    private static final int DEEPEST = 4;
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private HttpFailures() {}

    /// @param answer one that is not what was asked for
    public static BankFailure of(BankAnswer answer) {
        return switch (answer.status()) {
            case 429 -> quota(answer);
            case 401 ->
                has(answer, OURS) ? failure(answer, Kind.ERROR, " refuses our own credentials") : expired(answer);
            case 400, 403 -> refused(answer);
            case 408, 504 -> failure(answer, Kind.SLOW, " did not answer in time");
            case 502 -> down(answer);
            case 503 -> QuotaWords.in(answer.body()) ? quota(answer) : down(answer);
            default -> failed(answer);
        };
    }

    private static BankFailure refused(BankAnswer answer) {
        if (QuotaWords.in(answer.body())) {
            return quota(answer);
        }
        return has(answer, EXPIRED) ? expired(answer) : failed(answer);
    }

    private static boolean has(BankAnswer answer, Set<String> known) {
        return codes(answer).stream().anyMatch(known::contains);
    }

    /// The codes in a body that is JSON.
    private static Set<String> codes(BankAnswer answer) {
        var codes = new HashSet<String>();
        answer.object().ifPresent(body -> collect(body, DEEPEST, codes));
        return codes;
    }

    private static void collect(JsonNode node, int deeper, Set<String> codes) {
        if (deeper == 0) {
            return;
        }
        node.properties().forEach(field -> {
            if (CODE_FIELDS.contains(field.getKey()) && field.getValue().isTextual()) {
                codes.add(field.getValue().textValue());
            }
            collect(field.getValue(), deeper - 1, codes);
        });
        if (node.isArray()) {
            node.forEach(each -> collect(each, deeper - 1, codes));
        }
    }

    private static BankFailure quota(BankAnswer answer) {
        return BankFailure.quota(
                answer.bank().name() + " allows no more reads for now",
                answer.header("Retry-After").flatMap(text -> until(text.strip(), answer.at())));
    }

    /// Seconds or a date (RFC 9110, 10.2.3). What lies behind, or further ahead than a bank's day can, says nothing.
    private static Optional<Instant> until(String retryAfter, Instant at) {
        var said = retryAfter.matches("[0-9]{1,9}")
                ? Optional.of(at.plusSeconds(Long.parseLong(retryAfter)))
                : Optional.ofNullable(DateUtils.parseStandardDate(retryAfter));
        return said.filter(at::isBefore).filter(until -> until.isBefore(at.plus(LONGEST_WAIT)));
    }

    private static BankFailure expired(BankAnswer answer) {
        return failure(answer, Kind.LOGIN_EXPIRED, " asks the customer to sign in again");
    }

    private static BankFailure down(BankAnswer answer) {
        return failure(answer, Kind.DOWN, " cannot be reached");
    }

    private static BankFailure failed(BankAnswer answer) {
        return failure(answer, Kind.ERROR, " answered with status " + answer.status());
    }

    private static BankFailure failure(BankAnswer answer, Kind kind, String what) {
        return new BankFailure(kind, answer.bank().name() + what);
    }
}
