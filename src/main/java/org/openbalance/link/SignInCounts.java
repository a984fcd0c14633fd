package org.openbalance.link;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openbalance.api.ApiException;
import org.openbalance.api.RateLimits;
import org.openbalance.api.RateLimits.Counted;
import org.openbalance.api.Request;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Secret;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.vault.Vault;

/// Counts sign-ins that do not succeed, by network and by bank login, before the bank is asked. One that succeeds, or
/// does not reach its bank, is given back.
///
/// A bank login is one, whichever owner's widget tries it. Neither it nor an address is kept: their keyed digests are.
@Singleton
final class SignInCounts {

    /// A network or a bank login belongs to no owner.
    private static final String NO_OWNER = "-";

    private static final int SHARE_DIGITS = 16;

    private final RateLimits limits;
    private final Vault vault;
    private final Banks banks;

    SignInCounts(RateLimits limits, Vault vault, Banks banks) {
        this.limits = limits;
        this.vault = vault;
        this.banks = banks;
    }

    /// @throws ApiException 429 past a limit
    List<Counted> count(Request request, Tenant tenant, Bank bank, Map<String, Secret> fields) {
        var anyone = new Tenant(NO_OWNER, tenant.environment());
        var network = vault.fingerprint(anyone, "network", request.sourceNetwork());
        var ofNetwork = limits.count(
                anyone.prefix() + "#SIGN-IN#" + network,
                LinkLimits.SIGN_INS_FROM_NETWORK,
                "Too many sign-ins from this network did not succeed; wait before the next");
        if (fields.isEmpty()) {
            return List.of(ofNetwork);
        }
        var login = vault.fingerprint(anyone, "bank-login", banks.line(tenant, bank) + '\n' + name(bank, fields));
        try {
            var ofLogin = limits.count(
                    anyone.prefix() + "#BANK-LOGIN#" + login,
                    LinkLimits.SIGN_INS_OF_LOGIN,
                    network.substring(0, SHARE_DIGITS),
                    LinkLimits.SIGN_INS_OF_LOGIN_FROM_NETWORK,
                    "Too many sign-ins with this user name at " + bank.name()
                            + " did not succeed; wait before the next");
            return List.of(ofNetwork, ofLogin);
        } catch (ApiException tooMany) {
            limits.giveBack(ofNetwork);
            throw tooMany;
        }
    }

    void giveBack(List<Counted> counted) {
        counted.forEach(limits::giveBack);
    }

    /// Whose login it is: what is typed in the open, without what differs between two spellings of it.
    private static String name(Bank bank, Map<String, Secret> fields) {
        var open = bank.login().fields().stream()
                .filter(field -> field.type().equals("text"))
                .toList();
        var named = open.isEmpty() ? bank.login().fields().stream().limit(1) : open.stream();
        return named.map(field -> fields.get(field.name()).value().strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }
}
