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
import org.openbalance.bank.BankJson;
import org.openbalance.bank.BankSearch;
import org.openbalance.bank.Banks;

/// The banks of an environment. Anyone may ask, by GET or POST: old clients do both, and send no key.
@Singleton
final class BankCalls {

    private static final int WHOLE = 100;
    private static final List<String> PAGED = List.of("page", "limit", "search", "country");

    private final Banks banks;

    BankCalls(Banks banks) {
        this.banks = banks;
    }

    List<Operation> operations() {
        return List.of(
                Operation.open("banks/list", this::list).by("GET", "POST").lenient(),
                Operation.open("banks/getById", this::getById).by("GET", "POST").lenient());
    }

    /// The first [#WHOLE] banks in one answer, unless a page or a search is asked for: most old clients take the answer
    /// for the whole list, and the banks that connectors name themselves are the first.
    Reply list(Request request, Body body) {
        var isPaged = PAGED.stream().anyMatch(body::has);
        return Reply.success("Banks successfully retrieved", isPaged ? paged(request, body) : whole(request));
    }

    private ObjectNode whole(Request request) {
        var all = banks.search(request.environment(), BankSearch.all()).banks();
        var first = all.subList(0, Math.min(WHOLE, all.size()));
        return Paging.single(Json.array(first, bank -> BankJson.full(bank, request.base())), "banks");
    }

    private ObjectNode paged(Request request, Body body) {
        var search = BankSearches.of(body);
        var paging = Paging.of(body);
        body.check();
        var found = banks.search(request.environment(), search).banks();
        var nodes = Json.array(Paging.part(found, paging), bank -> BankJson.full(bank, request.base()));
        return Paging.partData(found.size(), paging, nodes, "banks");
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
