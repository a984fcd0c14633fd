package org.openbalance.consent;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.platform.listing.ListPage;

/// What owners, and customers by the link on their receipt, can do with consents.
@Singleton
final class ConsentCalls {

    private static final int REASON_LENGTH = 500;

    private final Consents consents;
    private final Receipts receipts;
    private final Banks banks;
    private final InstantSource clock;

    ConsentCalls(Consents consents, Receipts receipts, Banks banks, InstantSource clock) {
        this.consents = consents;
        this.receipts = receipts;
        this.banks = banks;
        this.clock = clock;
    }

    Reply getById(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var consent = consents.get(call.tenant(), id);
        var data = Json.object();
        data.set(
                "consent",
                ConsentJson.of(consent, clock.instant()).set("audit", ConsentJson.audit(consents.audit(consent))));
        return Reply.success("Consent successfully retrieved", data);
    }

    Reply list(Call call) {
        var paging = Paging.of(call.body());
        call.body().check();
        return listed(consents.list(call.tenant(), paging));
    }

    Reply getByCustomer(Call call) {
        var customer = call.body().id("customer");
        var paging = Paging.of(call.body());
        call.body().check();
        return listed(consents.ofCustomer(call.tenant(), customer, paging));
    }

    private Reply listed(ListPage page) {
        var now = clock.instant();
        var nodes = Json.array(page.items(), item -> ConsentJson.of(ConsentItems.of(item), now));
        return Reply.success("Consents successfully retrieved", Paging.data(page, nodes, "consents"));
    }

    Reply revoke(Call call) {
        var id = call.body().id("id");
        var reason = call.body().optionalExact("reason", REASON_LENGTH);
        call.body().check();
        return revoked(call.request(), consents.get(call.tenant(), id), Consent.Actor.OWNER, reason);
    }

    Reply receipt(Call call) {
        var id = call.body().id("id");
        call.body().check();
        var consent = consents.get(call.tenant(), id);
        return Reply.success(
                "Receipt issued", receipts.of(consent, call.request().base()));
    }

    Reply mine(Request request, Body body) {
        var consent = ofToken(request, body);
        var data = receipts.of(consent, request.base());
        data.put("last_read_at", Json.time(consents.lastRead(consent)).orElse(null));
        data.put("bank_name", bankName(consent).orElse(null));
        data.put("read_under_another", consents.readUnderAnother(consent));
        return Reply.success("Consent successfully retrieved", data);
    }

    private Optional<String> bankName(Consent consent) {
        return consent.bank()
                .flatMap(id -> banks.find(consent.tenant().environment(), id))
                .map(Bank::name);
    }

    Reply revokeMine(Request request, Body body) {
        var reason = body.optionalExact("reason", REASON_LENGTH);
        return revoked(request, ofToken(request, body), Consent.Actor.CUSTOMER, reason);
    }

    Reply wellKnown(Request request, Body body) {
        return Reply.json(200, receipts.wellKnown(request.base()))
                .with("cache-control", "public, max-age=300")
                .with("access-control-allow-origin", "*");
    }

    private Consent ofToken(Request request, Body body) {
        var token = body.text("token");
        body.check();
        return consents.ofToken(token, request.environment())
                .orElseThrow(() -> Problem.unknown("consent").exception());
    }

    private Reply revoked(Request request, Consent consent, Consent.Actor by, Optional<String> reason) {
        var effect = request.effect((Consent ended) -> Reply.success(
                "Consent revoked; nothing is read under it any more",
                Json.object().set("consent", ConsentJson.of(ended, clock.instant()))));
        return effect.reply(consents.revoke(consent, by, reason.orElse(""), effect));
    }
}
