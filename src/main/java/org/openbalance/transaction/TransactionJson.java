package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;
import org.openbalance.money.Money;
import org.openbalance.platform.Tenant;

/// A line on the wire, with every key that an old client reads; lists are empty rather than null, as clients walk
/// through them. `status`, `removed_at` and `annotation` are ours.
@Singleton
public final class TransactionJson {

    private static final int NER_VERSION = 1;

    /// How bank, customer and account stand in a line.
    public enum Form {
        /// As objects.
        WHOLE,
        /// As ids.
        PLAIN,
        /// The account as an object, the others as ids.
        WITH_ACCOUNT
    }

    private final Banks banks;
    private final Annotations annotations;

    TransactionJson(Banks banks, Annotations annotations) {
        this.banks = banks;
        this.annotations = annotations;
    }

    /// @param base the address of this API, without a slash at its end
    public ArrayNode of(Tenant tenant, Collection<LineOfAccount> lines, Form form, String base) {
        banks.remember(
                tenant.environment(),
                lines.stream().map(one -> one.account().bank()).distinct().toList());
        var noted = annotations.of(tenant, lines);
        return Json.array(
                lines,
                one -> of(
                        one.line(),
                        one.account(),
                        Optional.ofNullable(noted.get(one.line().id())),
                        form,
                        base));
    }

    private ObjectNode of(Transaction line, Account account, Optional<Annotation> noted, Form form, String base) {
        var node = Json.object().put("_id", line.id()).put("id", line.id());
        node.set("notes", notes(line));
        putAmounts(node, line);
        putDates(node, line);
        node.put("ref", line.reference().orElse(null)).putNull("branch").putNull("code");
        putParties(node, account, form, base);
        node.set("ner", ner());
        node.put("ner_v", NER_VERSION).putNull("location").putNull("benefactor");
        node.set("fetched", Json.texts(List.of(Json.time(line.firstSeen()))));
        for (var list : List.of("projects", "analyzed", "actions", "checked")) {
            node.set(list, Json.texts(List.of()));
        }
        node.put("manual", false).put("reconciled", false);
        node.put("env", account.tenant().environment().wire())
                .put("created_at", Json.time(line.firstSeen()))
                .put("last_updated", Json.time(line.changedAt()))
                .put("__v", 0);
        return putOurs(node, line, noted);
    }

    /// What of the narration is a topic, a place or a person is not known; the keys are there for those who read them.
    private static ObjectNode notes(Transaction line) {
        var notes = Json.object().put("desc", line.narration());
        for (var part : List.of("topics", "places", "people", "actions", "subjects", "prepositions", "preopositions")) {
            notes.set(part, Json.texts(List.of()));
        }
        return notes;
    }

    private static ObjectNode ner() {
        var ner = Json.object().put("TRANS_TYPE", "").put("beneficiaries", "");
        ner.set("account", Json.texts(List.of()));
        return ner;
    }

    private static void putAmounts(ObjectNode node, Transaction line) {
        var amount = line.amount();
        var debit = amount.minor() < 0;
        node.put("debit", debit ? amount.negated().major() : null)
                .put("credit", debit ? null : amount.major())
                .put("balance", line.balance().map(Money::major).orElse(null))
                .put("currency", amount.currency().getCurrencyCode());
    }

    private static void putDates(ObjectNode node, Transaction line) {
        var cleared = line.valued().orElse(line.date());
        node.put("trans_date", midnight(line.date()))
                .put("cleared_date", midnight(cleared))
                .put("unformatted_trans_date", line.date().toString())
                .put("unformatted_cleared_date", cleared.toString());
    }

    private static String midnight(LocalDate day) {
        return Json.time(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private void putParties(ObjectNode node, Account account, Form form, String base) {
        var owner = account.tenant().owner();
        if (form == Form.WHOLE) {
            node.set("bank", bank(account, base));
            node.set(
                    "customer",
                    Json.object()
                            .put("_id", account.customer())
                            .put("name", account.holder().name()));
            node.set("owner", Json.array(List.of(account), TransactionJson::owner));
        } else {
            node.put("bank", account.bank()).put("customer", account.customer());
            node.set("owner", Json.texts(List.of(owner)));
        }
        if (form == Form.PLAIN) {
            node.put("account", account.id());
        } else {
            node.set("account", account(account));
        }
        node.set("record", Json.texts(account.connections()));
    }

    /// Typed clients read pictures as addresses, so that there is none rather than an empty one.
    ObjectNode bank(Account account, String base) {
        var brief = BankJson.brief(banks, account.tenant(), account.bank(), base);
        var withdrawn = banks.find(account.tenant().environment(), account.bank())
                .map(bank -> bank.withdrawn())
                .orElse(true);
        return Json.object()
                .put("_id", account.bank())
                .put("name", brief.path("name").asText())
                .put("logo", address(brief.path("logo").asText()))
                .put("icon", address(brief.path("icon").asText()))
                .put("status", withdrawn ? "withdrawn" : "active");
    }

    private static String address(String text) {
        return text.isEmpty() ? null : text;
    }

    static ObjectNode account(Account account) {
        return AccountNumberJson.put(
                Json.object().put("_id", account.id()).put("name", account.name()), account.number());
    }

    private static ObjectNode owner(Account account) {
        return Json.object()
                .put("_id", account.tenant().owner())
                .put("name", account.owner().name())
                .put("app_name", account.owner().app());
    }

    private static ObjectNode putOurs(ObjectNode node, Transaction line, Optional<Annotation> noted) {
        node.put("status", line.pending() ? "pending" : "posted");
        node.put("removed_at", Json.time(line.removedAt()).orElse(null));
        noted.filter(annotation -> !annotation.isEmpty())
                .ifPresentOrElse(
                        annotation -> node.set("annotation", annotation(annotation)), () -> node.putNull("annotation"));
        return node;
    }

    private static ObjectNode annotation(Annotation annotation) {
        return Json.object()
                .put("note", annotation.note().orElse(null))
                .put("category", annotation.category().orElse(null))
                .put("last_updated", Json.time(annotation.changedAt()));
    }
}
