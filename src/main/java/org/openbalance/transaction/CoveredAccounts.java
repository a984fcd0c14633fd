package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.api.ApiException;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.consent.AccountConsent;
import org.openbalance.consent.Consents;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;

/// The accounts whose lines an owner may see: under a consent that is in force and covers transactions.
@Singleton
public final class CoveredAccounts {

    private final Accounts accounts;
    private final Consents consents;
    private final InstantSource clock;

    CoveredAccounts(Accounts accounts, Consents consents, InstantSource clock) {
        this.accounts = accounts;
        this.consents = consents;
        this.clock = clock;
    }

    /// By consistent reads: an answer to a call that came after the end of a consent shows nothing.
    ///
    /// @throws ApiException 404 if the tenant has no such account, 403 if its lines may not be seen
    public Account get(Tenant tenant, String id) {
        return find(tenant, id).orElseThrow(() -> Problem.unknown("account").exception());
    }

    /// As [#get(Tenant, String)], for operations that tell nothing of an account that is not there.
    ///
    /// @throws ApiException 403 if its lines may not be seen
    Optional<Account> find(Tenant tenant, String id) {
        return accounts.latest(tenant, id).map(this::required);
    }

    private Account required(Item item) {
        AccountConsent.require(item, clock.instant());
        var account = Account.of(item);
        if (among(account.tenant(), List.of(account)).isEmpty()) {
            throw uncovered();
        }
        return account;
    }

    /// Whether the lines of an account may be seen that may be read.
    public boolean covers(Account account) {
        return !among(account.tenant(), List.of(account)).isEmpty();
    }

    /// Those of some accounts whose lines may be seen.
    List<Account> among(Tenant tenant, Collection<Account> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        var ids = found.stream().map(Account::consent).toList();
        var covering = consents.covering(tenant, ids, Product.TRANSACTIONS);
        return found.stream()
                .filter(account -> covering.contains(account.consent()))
                .toList();
    }

    /// Those of some accounts, as they stand at this moment.
    ///
    /// @throws ApiException 403 if there are some and none may be seen
    public List<Account> latest(Tenant tenant, Collection<String> ids) {
        var items = accounts.latest(tenant, ids);
        var readable = items.stream()
                .filter(item -> AccountConsent.readable(item, clock.instant()))
                .map(Account::of)
                .toList();
        var covered = among(tenant, readable);
        if (covered.isEmpty() && !items.isEmpty()) {
            AccountConsent.require(items.getFirst(), clock.instant());
            throw uncovered();
        }
        return covered;
    }

    private static ApiException uncovered() {
        return Problem.of(
                        403,
                        Problem.Type.SCOPE,
                        "The customer did not agree to transactions; open the widget with transactions among its"
                                + " products")
                .exception();
    }
}
