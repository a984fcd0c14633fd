package org.openbalance.bank;

import java.time.Instant;
import org.openbalance.platform.Tenant;

/// Everything a connector may know of the call it serves.
///
/// @param deadline when the answer is no longer waited for
public record Access(Tenant tenant, Bank bank, Instant deadline) {}
