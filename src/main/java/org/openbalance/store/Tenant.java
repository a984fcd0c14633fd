package org.openbalance.store;

/// An owner in one environment: the border that no key of the table crosses.
public record Tenant(String owner, Environment environment) {

    /// The beginning of every partition key of this tenant.
    public String prefix() {
        return environment.letter() + '#' + owner;
    }
}
