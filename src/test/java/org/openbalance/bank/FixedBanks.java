package org.openbalance.bank;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Table;

/// Banks without a table, and without keys: only those that connectors name themselves can be found.
public final class FixedBanks {

    private FixedBanks() {}

    public static Banks of(List<Connector> connectors, InstantSource clock) {
        return of(connectors, clock, Banks.MAX_CALLS);
    }

    static Banks of(List<? extends Connector> connectors, KeyRing keys, InstantSource clock) {
        return new Banks(List.copyOf(connectors), new BankDirectory(new Table(null, "none"), clock), keys, clock);
    }

    static Banks of(List<Connector> connectors, InstantSource clock, int callsAtOnce) {
        return new Banks(
                connectors,
                new BankDirectory(new Table(null, "none"), clock),
                (_, _) -> Optional.empty(),
                clock,
                callsAtOnce);
    }
}
