package org.openbalance.bank;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.openbalance.platform.Tenant;

/// Everything a connector may know of the call it serves.
///
/// @param attendance empty for a call that nobody is present at, such as one by schedule
/// @param deadline when the answer is no longer waited for
/// @param keyring gives what [#keys] does
public record Access(
        Tenant tenant,
        Bank bank,
        Optional<Attendance> attendance,
        Instant deadline,
        Supplier<Optional<NetworkKeys>> keyring) {

    /// At a network that needs no keys.
    public Access(Tenant tenant, Bank bank, Optional<Attendance> attendance, Instant deadline) {
        this(tenant, bank, attendance, deadline, Optional::empty);
    }

    /// The owner's keys with the network, of this environment: test keys in the sandbox, live ones in production. They
    /// are looked up when they are first asked for, and live for this call.
    ///
    /// @return empty if the operator has set none, or the connector names no network
    /// @throws BankFailure `DATA` if they do not open
    public Optional<NetworkKeys> keys() {
        return keyring.get();
    }

    /// One of these keys, by the name that the connector gives it.
    ///
    /// @throws BankFailure `DATA` if the owner has none of this name, or it does not open
    public Secret key(String name) {
        return keys().orElseThrow(() -> new BankFailure(
                        BankFailure.Kind.DATA, "The owner has no keys with the network of " + bank.name()))
                .require(name);
    }
}
