package org.openbalance.api;

import java.util.List;
import java.util.OptionalInt;

/// An error as a value: its status, type and message.
///
/// @param message a sentence that helps; never carries a secret or another owner's data
/// @param fields which fields of the body are at fault, and why
/// @param retryAfterSeconds when to try again, if that helps
public record Problem(int status, Type type, String message, List<FieldError> fields, OptionalInt retryAfterSeconds) {

    public record FieldError(String field, String message) {}

    /// The error types of the wire contract, old and new.
    public enum Type {
        VALIDATION,
        UNAUTHORIZED,
        ENV,
        ORIGIN,
        SUSPENDED,
        FLAGGED_USER,
        NOT_FOUND,
        NO_RECORD_ID,
        METHOD,
        CONFLICT,
        IDEMPOTENCY,
        EXPIRED,
        REVOKED,
        SCOPE,
        RATE_LIMIT,
        MAX_RETRY,
        TOO_LARGE,
        BANK_DOWN,
        BANK_SLOW,
        REAUTH_REQUIRED,
        PLAN,
        INTERNAL
    }

    public static Problem of(int status, Type type, String message) {
        return new Problem(status, type, message, List.of(), OptionalInt.empty());
    }

    public static Problem field(String field, String message) {
        return fields(List.of(new FieldError(field, message)));
    }

    public static Problem fields(List<FieldError> fields) {
        var first = fields.getFirst();
        var more = fields.size() == 1 ? "" : " (and " + (fields.size() - 1) + " more)";
        return new Problem(
                400,
                Type.VALIDATION,
                "The field " + first.field() + " " + first.message() + more,
                List.copyOf(fields),
                OptionalInt.empty());
    }

    public static Problem malformed(String message) {
        return of(400, Type.VALIDATION, message);
    }

    /// The same for what does not exist and for what belongs to another.
    public static Problem unknown(String what) {
        return of(404, Type.NOT_FOUND, "There is no such " + what);
    }

    public static Problem conflict(String message) {
        return of(409, Type.CONFLICT, message);
    }

    public Problem retryAfter(int seconds) {
        return new Problem(status, type, message, fields, OptionalInt.of(seconds));
    }

    public ApiException exception() {
        return new ApiException(this);
    }
}
