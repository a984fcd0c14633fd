package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.platform.listing.ListPage;

/// The auths of accounts: that a customer signed in at a bank, and for which account.
@Singleton
public final class AuthCalls {

    private static final String[] NAMES = {"auths", "auth"};
    private static final String MESSAGE = "Auths successfully retrieved";

    private final Accounts accounts;
    private final AccountSelection selection;
    private final Banks banks;

    AuthCalls(Accounts accounts, AccountSelection selection, Banks banks) {
        this.accounts = accounts;
        this.selection = selection;
        this.banks = banks;
    }

    public List<Operation> operations() {
        return List.of(
                old("products/auths", this::list),
                old("auth/getById", this::getById),
                old("auth/getByCustomer", this::getByCustomer),
                old("auth/getByCustomerDate", this::getByCustomerDate),
                old("auth/getByDate", this::getByDate),
                old("auth/getByBank", this::getByBank));
    }

    private static Operation old(String path, Operation.ByKey handler) {
        return Operation.old(path, handler).of(Product.AUTH);
    }

    Reply list(Call call) {
        var page = selection.all(call);
        var base = call.request().base();
        banks.remember(call.tenant().environment(), Account.banks(page.items()));
        var nodes = Json.array(page.items(), item -> AccountJson.listedAuth(Account.of(item), banks, base));
        return Reply.success(MESSAGE, Paging.data(page, nodes, NAMES));
    }

    /// Answers a list of one, as old clients read it.
    Reply getById(Call call) {
        var id = call.body().id("id", "_id");
        call.body().check();
        var account = accounts.get(call.tenant(), ViewIds.auth(id), "auth");
        return Reply.success(MESSAGE, Paging.single(Json.array(List.of(account), one -> node(call, one)), NAMES));
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

    Reply getByBank(Call call) {
        return listed(call, selection.ofBank(call));
    }

    private Reply listed(Call call, ListPage page) {
        banks.remember(call.tenant().environment(), Account.banks(page.items()));
        var nodes = Json.array(page.items(), item -> node(call, Account.of(item)));
        return Reply.success(MESSAGE, Paging.data(page, nodes, NAMES));
    }

    private ObjectNode node(Call call, Account account) {
        return AccountJson.auth(account, banks, call.request().base());
    }
}
