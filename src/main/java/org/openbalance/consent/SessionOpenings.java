package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Body;
import org.openbalance.api.Problem;
import org.openbalance.api.Request;
import org.openbalance.owner.AccessKeys;
import org.openbalance.platform.Tenant;

/// Finds on whose word a session is opened: an owner's secret key, a short link that was made with one, or a page's
/// public key and client token, which anyone may have read in that page.
@Singleton
final class SessionOpenings {

    private final AccessKeys keys;
    private final ShortLinks links;

    SessionOpenings(AccessKeys keys, ShortLinks links) {
        this.keys = keys;
        this.links = links;
    }

    /// @param options those sent, under those of the short link
    /// @param byKey whether the secret key came with the call
    /// @param vouched the names of the options that the owner said
    record Opening(Tenant tenant, Body options, boolean byKey, Set<String> vouched) {}

    /// @throws org.openbalance.api.ApiException 401 for keys that are wrong, 404 for an unknown link, 403 `ENV` for
    /// what belongs to the other environment, 400 where keys of two owners come together
    Opening of(Request request, Body sent) {
        var link = links.named(request.environment(), sent);
        if (request.header("authorization").filter(key -> !key.isBlank()).isPresent()) {
            return byKey(request, sent, link);
        }
        return link.map(found ->
                        new Opening(found.tenant(), sent.under(found.options()), false, names(found.options())))
                .orElseGet(() -> byPage(request, sent));
    }

    private Opening byKey(Request request, Body sent, Optional<ShortLinks.Link> link) {
        var tenant = keys.of(request).tenant();
        if (link.filter(found -> !found.tenant().equals(tenant)).isPresent()) {
            throw Problem.unknown("link").exception();
        }
        var key = sent.optionalText("key");
        sent.check();
        if (key.flatMap(keys::ofPublicKey)
                .filter(other -> !other.equals(tenant))
                .isPresent()) {
            throw Problem.field("key", "belongs to another owner or environment than the secret key")
                    .exception();
        }
        var options = link.map(found -> sent.under(found.options())).orElse(sent);
        return new Opening(tenant, options, true, names(options.node()));
    }

    /// The keys are looked at before anything else that was sent.
    private Opening byPage(Request request, Body sent) {
        var key = sent.text("key");
        var token = sent.text("token");
        sent.check();
        return new Opening(keys.ofWidget(key, token, request.environment()).tenant(), sent, false, Set.of());
    }

    private static Set<String> names(ObjectNode options) {
        var names = new HashSet<String>();
        options.fieldNames().forEachRemaining(names::add);
        return Set.copyOf(names);
    }
}
