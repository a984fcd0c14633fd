package org.openbalance.bank;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.platform.Tenant;

/// Everything a connector may know of the call it serves.
///
/// @param attendance empty for a call that nobody is present at, such as one by schedule
/// @param deadline when the answer is no longer waited for
public record Access(Tenant tenant, Bank bank, Optional<Attendance> attendance, Instant deadline) {}
