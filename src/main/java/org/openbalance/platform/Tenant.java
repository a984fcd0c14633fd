package org.openbalance.platform;

/// An owner in one environment: the border that no key of the table crosses.
public record Tenant(String owner, Environment environment) {

    /// The beginning of every partition key of this tenant.
    public String prefix() {
        return environment.letter() + '#' + owner;
    }

    /// The tenant whose data stand in a partition.
    ///
    /// @throws IllegalArgumentException for a partition that is no tenant's
    public static Tenant ofPartition(String partition) {
        var parts = partition.split("#", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("No tenant's partition: " + partition);
        }
        return new Tenant(parts[1], Environment.ofLetter(parts[0]));
    }
}
