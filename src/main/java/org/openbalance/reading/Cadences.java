package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.owner.OwnerPlans;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;

/// The cadence of an account, from its owner's plan and its bank's quota, and its place in the index of what is due.
@Singleton
public final class Cadences {

    private final OwnerPlans plans;
    private final Banks banks;
    private final Due due;

    public Cadences(OwnerPlans plans, Banks banks, Due due) {
        this.plans = plans;
        this.banks = banks;
        this.due = due;
    }

    /// Empty where accounts are not read by themselves.
    public Optional<Cadence> of(Tenant tenant, String bank) {
        var dailyReads =
                banks.find(tenant.environment(), bank).map(Bank::dailyReads).orElse(OptionalInt.empty());
        return plans.cadence(tenant).map(plan -> new Cadence(plan, dailyReads));
    }

    /// @param login the record that reads the account
    public Due.Place place(String login, Instant at) {
        return due.place(login, at);
    }
}
