package org.openbalance.bank;

import java.util.Map;

/// The keys that an owner has with a network of banks, by the names that its connector gives them. Never show
/// themselves in a text.
public record NetworkKeys(Map<String, Secret> named) {

    /// For a network that needs none.
    public static final NetworkKeys NONE = new NetworkKeys(Map.of());

    /// @throws BankFailure `DATA` if the owner has none of this name
    public Secret require(String name) {
        var key = named.get(name);
        if (key == null) {
            throw new BankFailure(BankFailure.Kind.DATA, "The owner has no key named " + name + " with this network");
        }
        return key;
    }
}
