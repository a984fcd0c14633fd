package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;

/// An owner's customers: listed, found, flagged, removed.
@Singleton
public final class CustomerCalls {

    private static final String MESSAGE = "Customers successfully retrieved";

    private final Customers customers;
    private final CustomerSearch search;
    private final BankFlags flags;
    private final CustomerRemoval removal;
    private final Banks banks;

    CustomerCalls(Customers customers, CustomerSearch search, BankFlags flags, CustomerRemoval removal, Banks banks) {
        this.customers = customers;
        this.search = search;
        this.flags = flags;
        this.removal = removal;
        this.banks = banks;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.old("customers/list", this::list),
                Operation.old("customers/find-customers-by", this::findBy),
                Operation.old("customers/flag", this::flag).effecting(),
                Operation.old("customers/unflag", this::unflag).effecting(),
                Operation.old("customers/remove", this::remove).effecting());
    }

    Reply list(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        var page = customers.page(call.tenant(), paging);
        var found = page.items().stream().map(Customer::of).toList();
        return Reply.success(MESSAGE, Paging.data(page, nodes(call, found), "customers"));
    }

    /// What no customer has is found nowhere: an empty list, not an error. Names are searched among the newest
    /// [NameSearch#MOST] customers; `complete` says whether that was all.
    Reply findBy(Call call) {
        var body = call.body();
        var key = body.oneOf("key", CustomerSearch.KEYS);
        var value = body.text("value");
        var paging = Paging.of(body);
        key.ifPresentOrElse(
                known -> search.check(call.tenant(), body, known, value), () -> body.error("key", "is missing"));
        body.check();
        var found = search.find(call.tenant(), key.orElseThrow(), value);
        var nodes = nodes(call, Paging.part(found.customers(), paging));
        var data = Paging.partData(found.customers().size(), paging, nodes, "customers");
        return Reply.success(MESSAGE, data.put("complete", found.complete()));
    }

    Reply flag(Call call) {
        return flagged(call, true, "Customer flagged");
    }

    /// Some clients say `unflag` once more; `false` leaves the customer as it is.
    Reply unflag(Call call) {
        if (!call.body().flag("unflag", true)) {
            var id = call.body().id("customer", "customer_id");
            call.body().check();
            return answered(call, "Customer left as it was", customers.get(call.tenant(), id));
        }
        return flagged(call, false, "Customer not flagged any more");
    }

    private Reply flagged(Call call, boolean flag, String message) {
        var name = call.body().text("bank");
        var id = call.body().id("customer", "customer_id");
        call.body().check();
        var bank = banks.find(call.tenant().environment(), name)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        var effect = call.effect((Customer changed) -> answered(call, message, changed));
        return effect.reply(flags.set(call.tenant(), id, bank, flag, effect));
    }

    private Reply answered(Call call, String message, Customer customer) {
        var data = Json.object().putNull("pagination");
        return Reply.success(
                message, data.set("customer", nodes(call, List.of(customer)).get(0)));
    }

    Reply remove(Call call) {
        var id = call.body().id("customer", "customer_id");
        call.body().check();
        var effect = call.effect((CustomerRemoval.Removed removed) ->
                Reply.success("Customer removed; its consents are kept as proof", removal(call, id, removed)));
        return effect.reply(removal.remove(call.tenant(), id, effect));
    }

    private ObjectNode removal(Call call, String customer, CustomerRemoval.Removed removed) {
        var data = Json.object().putNull("pagination").put("customer", customer);
        data.set(
                "deleted",
                Json.object()
                        .put("customers", removed.customers())
                        .put("accounts", removed.accounts().size())
                        .put("records", removed.connections().size())
                        .put("periods", removed.periods())
                        .put("identities", removed.pointers())
                        .put("old_ids", removed.oldIds()));
        data.set("ended", Json.object().put("consents", removed.consents().size()));
        data.set("accounts", Json.texts(removed.accounts()));
        data.set("transactions", transactions(removed));
        data.set("records", Json.texts(removed.connections()));
        data.set("consents", Json.texts(removed.consents()));
        data.set(
                "access",
                Json.array(
                        removed.access(),
                        ending -> AccessJson.of(ending, banks, call.request().base())));
        return data;
    }

    /// What there was of the accounts' lines is deleted in the background.
    private static ObjectNode transactions(CustomerRemoval.Removed removed) {
        return Json.object()
                .put("status", removed.accounts().isEmpty() ? "none" : "pending")
                .put("ask", "transactions/getRemoval");
    }

    private ArrayNode nodes(Call call, List<Customer> found) {
        var linked = customers.linked(call.tenant(), found);
        var base = call.request().base();
        return Json.array(
                found, customer -> CustomerJson.of(customer, linked.get(customer.id()), call.caller(), banks, base));
    }
}
