package org.openbalance.link;

import jakarta.inject.Singleton;
import org.openbalance.bank.Banks;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Call;
import org.openbalance.http.Paging;
import org.openbalance.http.Problem;
import org.openbalance.store.Listing;
import org.openbalance.store.Page;

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

    Page all(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(call.tenant(), Listing.ofOwner(call.tenant(), Coverage.KIND), paging);
    }

    /// @throws org.openbalance.http.Refused 404 if the tenant has no such customer
    Page ofCustomer(Call call) {
        var customer = call.body().id("customer", "customer_id");
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(call.tenant(), listing(call, customer), paging);
    }

    /// @throws org.openbalance.http.Refused 404 if the tenant has no such customer
    Page ofCustomerWithin(Call call) {
        var customer = call.body().id("customer", "customer_id");
        var range = Ranges.required(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(call.tenant(), listing(call, customer).within(range.orElseThrow()), paging);
    }

    private Listing listing(Call call, String customer) {
        customers.get(call.tenant(), customer);
        return Listing.ofCustomer(call.tenant(), Coverage.KIND, customer);
    }

    /// By the time an account was first linked.
    Page within(Call call) {
        var range = Ranges.required(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return accounts.page(
                call.tenant(), Listing.ofOwner(call.tenant(), Coverage.KIND).within(range.orElseThrow()), paging);
    }

    /// @throws org.openbalance.http.Refused 404 if the environment has no such bank
    Page ofBank(Call call) {
        var name = call.body().text("bank");
        var paging = Paging.of(call.body());
        call.body().check();
        var bank = banks.find(call.tenant().environment(), name)
                .orElseThrow(() -> Problem.unknown("bank").refused());
        return accounts.page(call.tenant(), Listing.ofBank(call.tenant(), Coverage.KIND, bank.id()), paging);
    }
}
