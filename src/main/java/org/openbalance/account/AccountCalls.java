package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;

/// The linked accounts that may be read now.
@Singleton
public final class AccountCalls {

    private static final String[] NAMES = {"accounts", "account"};
    private static final String MESSAGE = "Accounts successfully retrieved";

    private final Accounts accounts;
    private final AccountSelection selection;
    private final Banks banks;

    AccountCalls(Accounts accounts, AccountSelection selection, Banks banks) {
        this.accounts = accounts;
        this.selection = selection;
        this.banks = banks;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.old("products/accounts", this::list),
                Operation.old("accounts/getById", this::getById),
                Operation.old("accounts/getAccountDetails", this::getAccountDetails),
                Operation.old("accounts/getByCustomer", this::getByCustomer),
                Operation.old("accounts/getByCustomerDate", this::getByCustomerDate),
                Operation.old("accounts/getByDate", this::getByDate),
                Operation.old("accounts/getByBalance", this::getByBalance),
                Operation.old("accounts/getByBank", this::getByBank),
                Operation.old("accounts/getByName", this::getByName));
    }

    Reply list(Call call) {
        return listed(call, selection.all(call));
    }

    Reply getById(Call call) {
        var id = call.body().id("id", "_id");
        call.body().check();
        return single(call, accounts.get(call.tenant(), id));
    }

    /// `data` is the account itself.
    Reply getAccountDetails(Call call) {
        var id = call.body().id("account", "account_id");
        call.body().check();
        return Reply.success("Account details successfully retrieved", node(call, accounts.get(call.tenant(), id)));
    }

    Reply getByCustomer(Call call) {
        return listed(call, selection.ofCustomer(call));
    }

    Reply getByCustomerDate(Call call) {
        return listed(call, selection.ofCustomerWithin(call));
    }

    Reply getByDate(Call call) {
        return listed(call, selection.within(call));
    }

    Reply getByBalance(Call call) {
        var id = call.body().id("balance");
        call.body().check();
        return single(call, accounts.get(call.tenant(), ViewIds.balance(id), "balance"));
    }

    Reply getByBank(Call call) {
        return listed(call, selection.ofBank(call));
    }

    /// Accounts with the words in their name, among the owner's newest [NameSearch#MOST].
    Reply getByName(Call call) {
        var name = call.body().text("name");
        var paging = Paging.of(call.body());
        call.body().check();
        var tenant = call.tenant();
        var listing = Listing.ofOwner(tenant, AccountConsent.KIND);
        var search = NameSearch.through(request -> accounts.page(tenant, listing, request), NameSearch.named(name));
        var nodes = Json.array(Paging.part(search.found(), paging), item -> node(call, Account.of(item)));
        return Reply.success(
                MESSAGE, search.addTo(Paging.partData(search.found().size(), paging, nodes, NAMES)));
    }

    private Reply single(Call call, Account account) {
        var nodes = Json.array(List.of(account), one -> node(call, one));
        return Reply.success(MESSAGE, Paging.single(nodes, NAMES));
    }

    private Reply listed(Call call, ListPage page) {
        banks.remember(call.tenant().environment(), Account.banks(page.items()));
        var nodes = Json.array(page.items(), item -> node(call, Account.of(item)));
        return Reply.success(MESSAGE, Paging.data(page, nodes, NAMES));
    }

    private ObjectNode node(Call call, Account account) {
        return AccountJson.account(account, banks, call.request().base());
    }
}
