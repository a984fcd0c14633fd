package org.openbalance.bank;

import java.time.Instant;
import java.util.Map;
import org.openbalance.platform.Environment;

/// Knows the keys that owners have with a network, and finds out whether they are right: asked when an operator sets
/// them (`scripts/owner network set`), or tries them (`scripts/try-network`). These tools are no part of the
/// application and have no beans, so they find a class of this type in `META-INF/services`; the class is public, has a
/// public constructor without parameters, and may be the connector or one beside it.
public interface ChecksKeys {

    /// As [Connector#keyNetwork] has it.
    String network();

    /// The keys that an owner needs, by name: what each is, as an operator reads it, such as
    /// `the secret key of the app`.
    Map<String, String> neededKeys();

    /// Keys that the network works without.
    default Map<String, String> optionalKeys() {
        return Map.of();
    }

    /// The network's connector without the application around it, as `scripts/try-network` asks it: it hears no
    /// hook, and what it keeps ends with it.
    Connector connector(PaidCalls paid);

    /// Asks the network as cheaply as it can be asked. All needed keys are there, and none of other names.
    ///
    /// @param environment that they are to serve: test keys the sandbox, live ones production
    /// @throws IllegalArgumentException if one of them is wrong, or of the other environment; its message is
    /// a sentence that says which, and holds nothing of the key
    /// @throws BankFailure `LOGIN_EXPIRED` if the network refuses them, another if it did not answer
    void check(NetworkKeys keys, Environment environment, Instant deadline);
}
