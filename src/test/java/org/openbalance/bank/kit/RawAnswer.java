package org.openbalance.bank.kit;

import java.util.HashMap;
import java.util.Map;

/// An answer of HTTP in every detail.
public record RawAnswer(int status, Map<String, String> headers, String body, Pace pace) {

    public enum Pace {
        AT_ONCE,
        /// Nothing comes for a minute.
        HANGING,
        /// The head comes at once, and the body over a minute.
        DRIPPING,
        /// The connection breaks before an answer.
        BROKEN
    }

    public static RawAnswer json(int status, String body) {
        return new RawAnswer(status, Map.of("Content-Type", "application/json"), body, Pace.AT_ONCE);
    }

    public static RawAnswer html(int status, String body) {
        return new RawAnswer(status, Map.of("Content-Type", "text/html; charset=utf-8"), body, Pace.AT_ONCE);
    }

    public static RawAnswer empty(int status) {
        return new RawAnswer(status, Map.of(), "", Pace.AT_ONCE);
    }

    public RawAnswer with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new RawAnswer(status, Map.copyOf(more), body, pace);
    }

    public RawAnswer at(Pace other) {
        return new RawAnswer(status, headers, body, other);
    }
}
