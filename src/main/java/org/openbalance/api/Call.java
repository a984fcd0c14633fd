package org.openbalance.api;

import java.util.function.Function;
import org.openbalance.platform.Tenant;

/// One call of an operation by an owner.
public record Call(Request request, Caller caller, Body body) {

    /// What this call changes, with its answer.
    public <T> Effect<T> effect(Function<T, Reply> answer) {
        return request.effect(answer);
    }

    public Tenant tenant() {
        return caller.tenant();
    }
}
