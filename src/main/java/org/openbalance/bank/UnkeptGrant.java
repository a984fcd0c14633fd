package org.openbalance.bank;

import java.util.function.UnaryOperator;

/// A grant that nobody else can have yet.
final class UnkeptGrant implements HeldGrant {

    private Grant grant;

    UnkeptGrant(Grant given) {
        this.grant = given;
    }

    @Override
    public synchronized Grant grant() {
        return grant;
    }

    @Override
    public synchronized Grant exchange(UnaryOperator<Grant> atBank) {
        grant = atBank.apply(grant);
        return grant;
    }
}
