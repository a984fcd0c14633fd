package org.openbalance.bank;

/// What a bank gives back for later reads. Sealed wherever it rests; never shows itself in a text.
public record Grant(String token) {

    @Override
    public String toString() {
        return "(grant)";
    }
}
