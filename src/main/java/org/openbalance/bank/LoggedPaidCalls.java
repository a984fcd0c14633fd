package org.openbalance.bank;

import jakarta.inject.Singleton;
import java.util.Map;
import org.openbalance.api.CallLog;

/// Counts them as the figure `PaidCalls` of a network, with their kind beside it.
@Singleton
final class LoggedPaidCalls implements PaidCalls {

    private final CallLog log;

    LoggedPaidCalls(CallLog log) {
        this.log = log;
    }

    @Override
    public void count(String network, String kind) {
        log.count("Network", network, "PaidCalls", Map.of("kind", kind));
    }
}
