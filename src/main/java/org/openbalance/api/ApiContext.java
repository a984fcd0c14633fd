package org.openbalance.api;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every function's route table needs: callers, idempotency, the log of calls, and the address of the API.
@Singleton
public final class ApiContext {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^/?#]+");

    private final Callers callers;
    private final Idempotency idempotency;
    private final CallLog log;
    private final Optional<String> base;

    public ApiContext(
            Callers callers,
            Idempotency idempotency,
            CallLog log,
            @ConfigProperty(name = "openbalance.base-url") Optional<String> base) {
        this.callers = callers;
        this.idempotency = idempotency;
        this.log = log;
        base.ifPresent(ApiContext::requireNoPath);
        this.base = base;
    }

    /// A gateway hands the whole path on, so one of a base address would be taken for a part of an operation's.
    private static void requireNoPath(String base) {
        if (!ADDRESS.matcher(base).matches()) {
            throw new IllegalStateException("openbalance.base-url is " + base
                    + ": it must be a scheme and a host, such as https://balance.example.com, without a path");
        }
    }

    Callers callers() {
        return callers;
    }

    Idempotency idempotency() {
        return idempotency;
    }

    CallLog log() {
        return log;
    }

    Optional<String> base() {
        return base;
    }
}
