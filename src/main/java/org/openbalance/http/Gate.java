package org.openbalance.http;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every function's route table needs: who calls, once only, one log line, and the address of the API.
@Singleton
public final class Gate {

    private final Callers callers;
    private final Idempotency idempotency;
    private final CallLog log;
    private final Optional<String> base;

    public Gate(
            Callers callers,
            Idempotency idempotency,
            CallLog log,
            @ConfigProperty(name = "openbalance.base-url") Optional<String> base) {
        this.callers = callers;
        this.idempotency = idempotency;
        this.log = log;
        this.base = base;
    }

    public Routes routes(String function, List<Operation> operations) {
        return new Routes(function, operations, this);
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
