package org.openbalance.account;

import jakarta.inject.Singleton;
import org.openbalance.api.Call;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.TimeRanges;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;

/// The lists of accounts that every view of them has: all, by customer, by time, by bank.
///
/// Each reads its keys from the call's body and checks the body: whatever else a caller reads, it reads before.
@Singleton
final class AccountSelection {

    private final Accounts accounts;
    private final Customers customers;
    private final Banks banks;

    AccountSelection(Accounts accounts, Customers customers, Banks banks) {
        this.accounts = accounts;
        this.customers = customers;
        this.banks = banks;
    }

    ListPage all(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(call.tenant(), Listing.ofOwner(call.tenant(), AccountConsent.KIND), paging);
    }

    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    ListPage ofCustomer(Call call) {
        var customer = call.body().id("customer", "customer_id");
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(call.tenant(), listing(call, customer), paging);
    }

    /// @throws org.openbalance.api.ApiException 404 if the tenant has no such customer
    ListPage ofCustomerWithin(Call call) {
        var customer = call.body().id("customer", "customer_id");
        var range = TimeRanges.required(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(call.tenant(), listing(call, customer).within(range.orElseThrow()), paging);
    }

    private Listing listing(Call call, String customer) {
        customers.get(call.tenant(), customer);
        return Listing.ofCustomer(call.tenant(), AccountConsent.KIND, customer);
    }

    /// By the time an account was first linked.
    ListPage within(Call call) {
        var range = TimeRanges.required(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(
                call.tenant(),
                Listing.ofOwner(call.tenant(), AccountConsent.KIND).within(range.orElseThrow()),
                paging);
    }

    /// @throws org.openbalance.api.ApiException 404 if the environment has no such bank
    ListPage ofBank(Call call) {
        var name = call.body().text("bank");
        var paging = Paging.of(call.body());
        call.body().check();
        var bank = banks.find(call.tenant().environment(), name)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        return accounts.page(call.tenant(), Listing.ofBank(call.tenant(), AccountConsent.KIND, bank.id()), paging);
    }
}
