package org.openbalance.bank;

import java.time.InstantSource;
import java.util.List;
import org.openbalance.platform.dynamodb.Table;

/// Banks without a table: only those that connectors name themselves can be found.
public final class FixedBanks {

    private FixedBanks() {}

    public static Banks of(List<Connector> connectors, InstantSource clock) {
        return of(connectors, clock, Banks.MAX_CALLS);
    }

    static Banks of(List<Connector> connectors, InstantSource clock, int callsAtOnce) {
        return new Banks(connectors, new BankDirectory(new Table(null, "none"), clock), clock, callsAtOnce);
    }
}
