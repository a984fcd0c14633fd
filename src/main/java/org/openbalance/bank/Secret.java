package org.openbalance.bank;

/// A password, PIN, OTP or answer on its way to a bank: lives for one call and never shows itself in a text.
public record Secret(String value) {

    @Override
    public String toString() {
        return "(secret)";
    }
}
