package org.openbalance.platform.vault;

/// The port to whatever guards data keys: KMS in AWS, a key file on a laptop.
public interface KeyWrapper {

    /// A new data key, plain and wrapped.
    DataKey generate();

    byte[] unwrap(byte[] wrapped);

    /// @param plain 32 bytes, for memory alone
    /// @param wrapped what may rest in the table
    record DataKey(byte[] plain, byte[] wrapped) {}
}
