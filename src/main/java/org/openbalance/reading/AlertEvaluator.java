package org.openbalance.reading;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventSubject;

/// Compares a balance that was read with the alerts on its account.
public interface AlertEvaluator {

    /// What a reading means to the alerts that watch its account.
    ///
    /// @param watched whether any alert watches it; without one, no reading needs this question until alerts change
    /// @param low the alerts that it is low for now, to be written on the account
    /// @param events what the owner is to be told, to be raised in the same transaction
    record Evaluation(boolean watched, Set<String> low, List<Event> events) {}

    /// One Query.
    ///
    /// @param subject names the tenant, the customer and the account
    /// @param low the alerts that were low at the last comparison
    /// @param sequence of the account after this reading
    Evaluation evaluate(EventSubject subject, BalanceAmounts now, Set<String> low, long sequence, Instant at);
}
