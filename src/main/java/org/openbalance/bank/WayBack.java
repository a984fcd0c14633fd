package org.openbalance.bank;

/// Where a bank with pages of its own sends the customer back to.
///
/// @param url the one address for all sign-ins of an environment, as banks want it registered: an absolute URL
/// @param state finds the sign-in when the bank hands it back as the parameter `state`; cannot be guessed, and is used
/// once
public record WayBack(String url, String state) {

    @Override
    public String toString() {
        return url;
    }
}
