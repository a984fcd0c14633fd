package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.ApiException;
import org.openbalance.api.Body;
import org.openbalance.api.Callers;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.BankSearch;
import org.openbalance.bank.Banks;
import org.openbalance.platform.Tenant;

/// The banks of an environment. Anyone may ask, by GET or POST: old clients do both, and send no key. Those of networks
/// that need keys of the owner's own are listed for whoever sends the owner's secret key.
@Singleton
final class BankCalls {

    private static final int WHOLE = 100;
    private static final List<String> PAGED = List.of("page", "limit", "search", "country");

    private final Banks banks;
    private final OfferedBanks offered;
    private final Callers callers;

    BankCalls(Banks banks, OfferedBanks offered, Callers callers) {
        this.banks = banks;
        this.offered = offered;
        this.callers = callers;
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
        var owner = owner(request);
        return isPaged ? paged(request, owner, body) : whole(request, owner);
    }

    /// Whoever asks with a wrong key is anyone: what needs no key minds no header.
    private Optional<Tenant> owner(Request request) {
        try {
            return request.header("authorization").map(_ -> callers.of(request).tenant());
        } catch (ApiException unknown) {
            return Optional.empty();
        }
    }

    private Reply whole(Request request, Optional<Tenant> owner) {
        var found = offered.search(request.environment(), owner, BankSearch.all());
        var first = found.banks().subList(0, Math.min(WHOLE, found.banks().size()));
        return reply(request, owner, found, Paging.single(nodes(request, first), "banks"));
    }

    private Reply paged(Request request, Optional<Tenant> owner, Body body) {
        var search = BankSearches.of(body);
        var paging = Paging.of(body);
        body.check();
        var found = offered.search(request.environment(), owner, search);
        var nodes = nodes(request, Paging.part(found.banks(), paging));
        return reply(request, owner, found, Paging.partData(found.banks().size(), paging, nodes, "banks"));
    }

    private static ArrayNode nodes(Request request, List<Bank> page) {
        return Json.array(page, bank -> BankJson.full(bank, request.base()));
    }

    /// Where there is a bank, there is a country, whatever was sought.
    private Reply reply(Request request, Optional<Tenant> owner, BankSearch.Found found, ObjectNode data) {
        var isEmpty = found.countries().isEmpty();
        return Reply.success(offered.message(request.environment(), owner, isEmpty), data);
    }

    /// `data` is the bank itself, whoever asks: accounts may be linked there still.
    Reply getById(Request request, Body body) {
        var id = body.text("id", "bank");
        body.check();
        var bank = banks.find(request.environment(), id)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        return Reply.success("Bank successfully retrieved", BankJson.full(bank, request.base()));
    }
}
