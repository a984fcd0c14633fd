package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;

/// The banks of an environment. Anyone may ask, by GET or POST: old clients do both, and send no key.
@Singleton
final class BankCalls {

    private final Banks banks;

    BankCalls(Banks banks) {
        this.banks = banks;
    }

    List<Operation> operations() {
        return List.of(
                Operation.open("banks/list", this::list).by("GET", "POST").lenient(),
                Operation.open("banks/getById", this::getById).by("GET", "POST").lenient());
    }

    /// All banks, unless a page is asked for: most old clients take the answer for the whole list.
    Reply list(Request request, Body body) {
        var all = banks.visibleTo(request.environment());
        return Reply.success(
                "Banks successfully retrieved",
                body.has("page") || body.has("limit") ? paged(all, request, body) : whole(all, request));
    }

    private static ObjectNode whole(List<Bank> all, Request request) {
        return Paging.single(Json.array(all, bank -> BankJson.full(bank, request.base())), "banks");
    }

    private static ObjectNode paged(List<Bank> all, Request request, Body body) {
        var paging = Paging.of(body);
        body.check();
        var nodes = Json.array(Paging.part(all, paging), bank -> BankJson.full(bank, request.base()));
        return Paging.partData(all.size(), paging, nodes, "banks");
    }

    /// `data` is the bank itself.
    Reply getById(Request request, Body body) {
        var id = body.text("id", "bank");
        body.check();
        var bank = banks.find(request.environment(), id)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        return Reply.success("Bank successfully retrieved", BankJson.full(bank, request.base()));
    }
}
