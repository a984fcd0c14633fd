package org.openbalance.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
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
import org.openbalance.platform.PlainText;

/// The banks that a session offers: those that support every product asked for and pass the page's filter.
@Singleton
final class WidgetBanks {

    private static final int SEARCH_LENGTH = 60;

    private final Sessions sessions;
    private final Banks banks;
    private final Accounts accounts;

    WidgetBanks(Sessions sessions, Banks banks, Accounts accounts) {
        this.sessions = sessions;
        this.banks = banks;
        this.accounts = accounts;
    }

    Reply banks(Request request, Body body) {
        var token = body.text("session");
        var search = PlainText.of(body.optionalExact("search", SEARCH_LENGTH).orElse(""));
        var paging = Paging.of(body);
        body.check();
        var session = sessions.find(token, request.environment());
        var again = bankOfAccount(session);
        var found = banks.visibleTo(request.environment()).stream()
                .filter(bank -> offered(session, bank))
                .filter(bank -> again.map(bank::named).orElse(true))
                .filter(bank -> PlainText.of(bank.name()).contains(search)
                        || bank.slug().contains(search))
                .toList();
        var nodes = Json.array(Paging.part(found, paging), bank -> node(session, bank, request.base()));
        return Reply.success("Banks successfully retrieved", Paging.partData(found.size(), paging, nodes, "banks"));
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

    /// Whether a session may sign in at a bank.
    static boolean offered(Session session, Bank bank) {
        var filter = session.options().path("filter");
        var corporate = session.options().path("isCorporate").asBoolean(false) || isIndustry(filter, "corporate");
        return bank.supports(session.products())
                && (!corporate || bank.corporate())
                && (!isIndustry(filter, "individual") || !bank.corporate())
                && named(filter.path("banks"), bank)
                && session.option("reauth_bank").map(bank::named).orElse(true);
    }

    private static boolean isIndustry(JsonNode filter, String type) {
        return filter.path("industry_type").asText("").equalsIgnoreCase(type);
    }

    private static boolean named(JsonNode names, Bank bank) {
        if (names.isMissingNode() || names.isEmpty()) {
            return true;
        }
        for (var name : names) {
            if (bank.named(name.asText())) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode node(Session session, Bank bank, String base) {
        var login = Json.object().put("type", bank.login().type());
        login.set("fields", Json.array(bank.login().fields(), field -> Json.object()
                .put("name", field.name())
                .put("label", field.label())
                .put("type", field.type())
                .put("length", field.length())));
        var node = BankJson.brief(bank, base);
        node.put("slug", bank.slug()).put("corporate", bank.corporate());
        node.set("login", login);
        return node.put("health", banks.health(session.tenant(), bank).wire());
    }
}
