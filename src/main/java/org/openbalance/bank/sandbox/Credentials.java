package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Secret;
import org.openbalance.platform.Tenant;

/// Checks what a customer types into a sandbox bank's login, and locks out who is wrong too often.
@Singleton
final class Credentials {

    static final int MOST_WRONG = 5;
    static final Duration WITHIN = Duration.ofMinutes(15);

    private final SandboxCustomers customers;
    private final WrongTries tries;

    Credentials(SandboxStore store, SandboxCustomers customers, InstantSource clock) {
        this.customers = customers;
        this.tries = new WrongTries(store, clock, "WRONG", MOST_WRONG, WITHIN);
    }

    sealed interface Verdict {
        record Right(SandboxUser user) implements Verdict {}

        record Wrong() implements Verdict {}

        record Locked() implements Verdict {}
    }

    /// @param fields as [org.openbalance.bank.Bank.Login] names them; one that is missing counts as empty
    Verdict check(Tenant tenant, Bank bank, Map<String, Secret> fields) {
        var username = value(fields, SandboxBanks.USERNAME);
        var thing = SandboxCustomers.id(tenant.owner(), bank, username);
        if (username.equals(WellKnownUser.USER_LOCKED.username()) || tries.locked(tenant, thing)) {
            return new Verdict.Locked();
        }
        var user = customers.find(tenant, bank, username).filter(found -> fits(found, bank, fields));
        if (user.isEmpty()) {
            return tries.wrong(tenant, thing) ? new Verdict.Locked() : new Verdict.Wrong();
        }
        tries.forget(tenant, thing);
        return new Verdict.Right(user.get());
    }

    private static boolean fits(SandboxUser user, Bank bank, Map<String, Secret> fields) {
        var firm = user.customer().companyId();
        return (!bank.corporate()
                        || firm.equals(value(fields, SandboxBanks.COMPANY_ID).strip()))
                && user.takes(value(fields, SandboxBanks.PASSWORD));
    }

    private static String value(Map<String, Secret> fields, String name) {
        var field = fields.get(name);
        return field == null ? "" : field.value();
    }
}
