package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.api.Paging;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;

/// The banks that a session offers: those that support every product asked for and pass the page's filter.
@Singleton
final class WidgetBanks {

    private final Sessions sessions;
    private final Banks banks;
    private final OfferedBanks ofOwner;
    private final Accounts accounts;

    WidgetBanks(Sessions sessions, Banks banks, OfferedBanks ofOwner, Accounts accounts) {
        this.sessions = sessions;
        this.banks = banks;
        this.ofOwner = ofOwner;
        this.accounts = accounts;
    }

    /// One page, with the countries of all banks that the session offers. Where the owner has no bank at all, whatever
    /// the session asks for, the page says so: it is not for the customer to search on.
    Reply banks(Request request, Body body) {
        var token = body.text("session");
        var wanted = BankSearches.of(body);
        var paging = Paging.of(body);
        body.check();
        var session = sessions.find(token, request.environment());
        var again = bankOfAccount(session);
        var offered =
                SessionBanks.of(session).and(bank -> again.map(bank::named).orElse(true));
        var found = banks.search(session.tenant(), wanted.onlyOf(offered));
        var data = Paging.partData(
                found.banks().size(), paging, nodes(session, Paging.part(found.banks(), paging), request), "banks");
        data.set("countries", Json.texts(found.countries()));
        var isEmpty = found.countries().isEmpty() && ofOwner.isEmpty(session.tenant());
        data.put("connected", !isEmpty);
        return Reply.success(ofOwner.message(request.environment(), Optional.of(session.tenant()), isEmpty), data);
    }

    private ArrayNode nodes(Session session, List<Bank> page, Request request) {
        var health = banks.health(session.tenant(), page);
        return Json.array(page, bank -> node(bank, request.base())
                .put("health", health.get(bank.id()).wire()));
    }

    /// The bank of the account that is to be linked anew, where the owner names the account alone. What a page names is
    /// no reason to tell a visitor which bank an account is at.
    private Optional<String> bankOfAccount(Session session) {
        return session.vouchedOption("reauth_account")
                .filter(id -> session.option("reauth_bank").isEmpty())
                .flatMap(id -> accounts.latest(session.tenant(), id))
                .map(Account::of)
                .map(Account::bank);
    }

    private static ObjectNode node(Bank bank, String base) {
        var login = Json.object().put("type", bank.login().type());
        login.set("fields", Json.array(bank.login().fields(), field -> Json.object()
                .put("name", field.name())
                .put("label", field.label())
                .put("type", field.type())
                .put("length", field.length())));
        var node = BankJson.onPage(bank, base);
        node.put("slug", bank.slug()).put("corporate", bank.corporate());
        node.set("login", login);
        return node.put("country", bank.country());
    }
}
