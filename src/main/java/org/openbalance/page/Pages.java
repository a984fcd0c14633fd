package org.openbalance.page;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.Body;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.owner.AccessKeys;
import org.openbalance.owner.Owner;
import org.openbalance.owner.Owners;

/// The pages that people see and the scripts that companies' pages load, with the headers that keep both safe.
@Singleton
final class Pages {

    private static final String PERMISSIONS =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(),"
                    + " publickey-credentials-get=(), usb=()";
    /// Pages of one's own machine, where this too runs on it.
    private static final String LOCAL_ORIGINS = Stream.of("localhost", "*.localhost", "127.0.0.1")
            .flatMap(host -> Stream.of("http://" + host + ":*", "https://" + host + ":*"))
            .collect(Collectors.joining(" "));
    /// A policy has no way to name `[::1]`: a page there that frames the widget is known by its `Referer` alone.
    private static final Pattern IPV6_LOOPBACK = Pattern.compile("https?://\\[::1](:[0-9]+)?/.*");

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FOR_AN_HOUR = "public, max-age=3600";
    private static final String FOR_MINUTES = "public, max-age=300";

    private static final int KEY_LENGTH = 200;

    private final Assets assets;
    private final AccessKeys keys;
    private final Owners owners;
    private final Map<String, Document> documents = new ConcurrentHashMap<>();

    Pages(Assets assets, AccessKeys keys, Owners owners) {
        this.assets = assets;
        this.keys = keys;
        this.owners = owners;
    }

    /// The widget. Its address may name the public key; then only that owner's pages can frame it. Old addresses do
    /// not: there any page can, and the widget stays shut until the server knows the origin of its opener.
    Reply widget(Request request, Body body) {
        return page(request, "widget.html", ancestors(request, ownerOf(request)));
    }

    /// The customer's own page of a consent: its token stands behind `#` and never reaches a server in an address.
    Reply consents(Request request, Body body) {
        return page(request, "consents.html", "'none'");
    }

    Reply asset(Request request, Body body) {
        var found = assets.at(request.operation().substring(Assets.FOLDER.length()))
                .orElseThrow(() -> Problem.unknown("file").exception());
        return file(request, found.asset(), found.lasting() ? FOR_EVER : FOR_AN_HOUR);
    }

    /// Our script: a module that is also a global. A page that loads it as no module gets one that is only a global;
    /// browsers tell which by the way they ask.
    Reply script(Request request, Body body) {
        var asModule = !request.header("sec-fetch-mode").equals(Optional.of("no-cors"));
        return shared(request, asModule ? "script/openbalance.js" : "script/bundle.js")
                .with("vary", "accept-encoding, sec-fetch-mode");
    }

    Reply types(Request request, Body body) {
        return shared(request, "script/openbalance.d.ts");
    }

    /// The same for pages that were written for the old script.
    Reply oldScript(Request request, Body body) {
        return shared(request, "script/bundle.js");
    }

    private Reply shared(Request request, String name) {
        return file(request, assets.get(name), FOR_MINUTES)
                .with("access-control-allow-origin", "*")
                .with("cross-origin-resource-policy", "cross-origin");
    }

    private static Reply file(Request request, Assets.Asset asset, String caching) {
        var tag = "W/\"" + asset.digest() + '"';
        var unchanged = request.header("if-none-match")
                .filter(known -> known.strip().equals("*") || known.contains('"' + asset.digest() + '"'))
                .isPresent();
        var reply = unchanged
                ? new Reply(304, Map.of("vary", "accept-encoding"), "")
                : asset.content().reply(request).with("content-type", asset.type());
        return reply.with("etag", tag).with("cache-control", caching);
    }

    private Reply page(Request request, String name, String ancestors) {
        var language = Languages.of(request.header("accept-language").orElse(""), assets::exists);
        var document = documents.computeIfAbsent(name + ' ' + language, _ -> Document.of(assets, name, language));
        return document.content()
                .reply(request)
                .with("content-type", "text/html; charset=utf-8")
                .with("content-security-policy", document.policy() + "; frame-ancestors " + ancestors)
                .with("cache-control", "no-store")
                .with("vary", "accept-language, accept-encoding")
                .with("referrer-policy", "no-referrer")
                .with("permissions-policy", PERMISSIONS)
                .with("cross-origin-opener-policy", "same-origin-allow-popups");
    }

    private Optional<Owner> ownerOf(Request request) {
        return Optional.ofNullable(request.query().get("key"))
                .filter(key -> key.length() <= KEY_LENGTH)
                .flatMap(keys::ofPublicKey)
                .flatMap(tenant -> owners.find(tenant.owner()));
    }

    private static String ancestors(Request request, Optional<Owner> owner) {
        var local = local(request);
        if (owner.isEmpty()) {
            return request.query().containsKey("key") ? "'none'" : "https:" + local;
        }
        var listed = (origins(owner.get()) + local).strip();
        return listed.isEmpty() ? "'none'" : listed;
    }

    private static String local(Request request) {
        if (!request.local()) {
            return "";
        }
        var referer = request.header("referer").orElse("");
        return ' ' + (IPV6_LOOPBACK.matcher(referer).matches() ? "http: https:" : LOCAL_ORIGINS);
    }

    private static String origins(Owner owner) {
        return owner.origins().stream().map(origin -> ' ' + origin).collect(Collectors.joining());
    }
}
