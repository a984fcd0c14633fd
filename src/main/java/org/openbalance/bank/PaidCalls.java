package org.openbalance.bank;

/// The port to where calls are counted that a network of banks may charge its owner for.
public interface PaidCalls {

    /// Counts one call, once the network has taken it. Never fails: nothing is kept from an owner for want of a count.
    ///
    /// @param network as [Connector#keyNetwork] names it
    /// @param kind a word of the connector's for what is charged, such as `balance`
    void count(String network, String kind);
}
