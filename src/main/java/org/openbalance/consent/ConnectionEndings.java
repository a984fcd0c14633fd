package org.openbalance.consent;

import java.time.Instant;
import java.util.List;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Write;

/// The port to whoever keeps what banks gave for later reads: it is given up when the consent to them ends.
public interface ConnectionEndings {

    /// What stands in the transaction that ends the consent of a connection; empty if that has ended already.
    List<Write> ending(Tenant tenant, String connection, Instant at);
}
