package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.owner.Owner;
import org.openbalance.owner.Owners;
import org.openbalance.webhook.Subscriptions;

/// The widget's first two calls: a session is opened, and the customer answers.
@Singleton
final class WidgetConsent {

    private static final int MOST_SCOPES = 20;

    private final SessionOpenings openings;
    private final Owners owners;
    private final Sessions sessions;
    private final Consents consents;
    private final Subscriptions subscriptions;
    private final KnownCustomers customers;
    private final InstantSource clock;

    WidgetConsent(
            SessionOpenings openings,
            Owners owners,
            Sessions sessions,
            Consents consents,
            Subscriptions subscriptions,
            KnownCustomers customers,
            InstantSource clock) {
        this.openings = openings;
        this.owners = owners;
        this.sessions = sessions;
        this.consents = consents;
        this.subscriptions = subscriptions;
        this.customers = customers;
        this.clock = clock;
    }

    Reply session(Request request, Body sent) {
        var opening = openings.of(request, sent);
        var tenant = opening.tenant();
        var owner = owners.find(tenant.owner()).orElseThrow();
        if (owner.disabled()) {
            throw Owners.suspended();
        }
        var body = opening.options();
        var options = WidgetOptions.of(body, request.local());
        var opener = body.optionalText("opener");
        body.check();
        options.keepOnlyVouched(
                opening.vouched(),
                url -> AllowedOrigins.mayBeCalledBack(request, owner, url, subscriptions.addresses(tenant)));
        AllowedOrigins.require(request, owner, opener, options);
        options.customer().filter(id -> !customers.exists(tenant, id)).ifPresent(_ -> {
            throw Problem.unknown("customer").exception();
        });
        if (opening.byKey()) {
            sessions.countOpeningByKey(tenant);
        } else {
            sessions.countOpening(tenant, request.sourceNetwork());
        }
        var ends = consentEnds(owner, options);
        var scopes = options.products().stream()
                .map(product -> ConsentText.scope(product, options.months(), options.needed(product)))
                .toList();
        var company = options.kept()
                .path("name")
                .asText(options.kept().path("clientName").asText(owner.name()));
        var effect = request.effect((Sessions.Opened opened) -> Reply.success("Session opened", opened(opened, owner)));
        return effect.reply(sessions.open(
                tenant,
                owner.name(),
                owner.appName(),
                scopes,
                ConsentText.of(company, ends),
                ends,
                options.kept(),
                opening.vouched(),
                effect));
    }

    /// An owner's own term or an earlier wish of the page, whichever ends first.
    private Instant consentEnds(Owner owner, WidgetOptions options) {
        var now = clock.instant();
        var usual = now.plus(Duration.ofDays(owner.consentDays()));
        if (options.consentEnds().map(wish -> !wish.isAfter(now)).orElse(false)) {
            throw Problem.field("exp", "must lie in the future").exception();
        }
        return options.consentEnds().filter(usual::isAfter).orElse(usual);
    }

    private static ObjectNode opened(Sessions.Opened opened, Owner owner) {
        var session = opened.session();
        var data = Json.object().put("session", opened.token()).put("expires_at", Json.time(session.endsAt()));
        var shown = Json.object()
                .put("_id", owner.id())
                .put("name", session.company())
                .put("app_name", owner.appName());
        put(shown, "logo", session.option("logo").or(owner::logo));
        put(shown, "color", session.option("color").or(owner::color));
        data.set("owner", shown);
        var consent = Json.object()
                .put("_id", session.consent())
                .put("text", session.offer().text())
                .put("version", ConsentText.VERSION);
        consent.set("scopes", ConsentJson.scopes(session.scopes()));
        data.set("consent", consent.put("expires_at", Json.time(session.offer().ends())));
        data.set("options", WidgetOptions.shown(session));
        return data;
    }

    private static void put(ObjectNode node, String name, Optional<String> text) {
        text.ifPresentOrElse(present -> node.put(name, present), () -> node.putNull(name));
    }

    Reply consent(Request request, Body body) {
        var token = body.text("session");
        var agreed = body.has("agreed") && body.flag("agreed", false);
        if (!body.has("agreed")) {
            body.error("agreed", "is missing");
        }
        var named = body.texts("scopes", MOST_SCOPES);
        if (named.isEmpty() && body.node().hasNonNull("scopes")) {
            body.error("scopes", "must name what the customer agreed to; left out, it is all");
        }
        body.check();
        var session = sessions.find(token, request.environment());
        if (!agreed) {
            var declined = request.effect((Session _) -> Reply.success(
                    "The customer did not agree; the session is closed",
                    Json.object().putNull("consent")));
            sessions.decline(session, declined);
            return declined.reply(session);
        }
        var scopes = named.isEmpty() ? session.scopes() : chosen(session.scopes(), named);
        var effect = request.effect((Consents.Granted granted) -> Reply.success(
                "Consent recorded",
                Json.object()
                        .put("consent", granted.consent().id())
                        .put("receipt_url", granted.receiptLink(request.base()))));
        return effect.reply(consents.grant(
                session.offered().granted(scopes, clock.instant()),
                sessions.move(session, Session.State.OFFERED, Session.State.CONSENTED)
                        .set("scopes", ConsentItems.scopes(scopes)),
                effect));
    }

    private static List<Scope> chosen(List<Scope> offered, List<String> named) {
        var wanted = products(named);
        for (var product : wanted) {
            if (offered.stream().noneMatch(scope -> scope.product() == product)) {
                throw Problem.field("scopes", "names a scope that this session does not offer: " + product.wire())
                        .exception();
            }
        }
        for (var scope : offered) {
            if (!scope.optional() && !wanted.contains(scope.product())) {
                throw Problem.field("scopes", "must hold " + scope.product().wire() + ", which is not optional")
                        .exception();
            }
        }
        return offered.stream()
                .filter(scope -> wanted.contains(scope.product()))
                .toList();
    }

    private static Set<Product> products(List<String> named) {
        return named.stream()
                .map(name -> Product.of(name)
                        .orElseThrow(() -> Problem.field("scopes", "names a scope that does not exist")
                                .exception()))
                .collect(Collectors.toSet());
    }
}
