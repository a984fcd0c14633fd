package org.openbalance.api;

import org.openbalance.platform.Tenant;

/// One call of an operation by an owner.
public record Call(Request request, Caller caller, Body body) {

    public Tenant tenant() {
        return caller.tenant();
    }
}
