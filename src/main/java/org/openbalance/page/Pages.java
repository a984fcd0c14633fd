package org.openbalance.page;

import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.http.Body;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.http.Request;
import org.openbalance.owner.Keys;
import org.openbalance.owner.Owner;
import org.openbalance.owner.Owners;

/// The pages that people see and the scripts that companies' pages load, with the headers that keep both safe.
@Singleton
final class Pages {

    private static final String PERMISSIONS =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(),"
                    + " publickey-credentials-get=(), usb=()";
    private static final String BASE_POLICY =
            "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; ";
    /// Pages of one's own machine, where this too runs on it.
    private static final String LOCAL_ORIGINS = "http://localhost:* http://127.0.0.1:*";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FOR_AN_HOUR = "public, max-age=3600";
    private static final String FOR_MINUTES = "public, max-age=300";

    private static final String STYLE = "app/style.css";

    private static final int KEY_LENGTH = 200;

    private final Assets assets;
    private final Keys keys;
    private final Owners owners;

    Pages(Assets assets, Keys keys, Owners owners) {
        this.assets = assets;
        this.keys = keys;
        this.owners = owners;
    }

    /// The widget. Its address may name the public key; then only that owner's pages can frame it. Old addresses do
    /// not: there any page can, and the widget stays shut until the server knows the origin of its opener.
    Reply widget(Request request, Body body) {
        var owner = ownerOf(request);
        var policy = policy() + "img-src 'self'" + owner.map(Pages::origins).orElse("") + local(request)
                + "; frame-ancestors " + ancestors(request, owner);
        return page(request, "widget.html", "app/main.js").with("content-security-policy", policy);
    }

    /// The customer's own page of a consent: its token stands behind `#` and never reaches a server in an address.
    Reply consents(Request request, Body body) {
        return page(request, "consents.html", "app/consents.js")
                .with("content-security-policy", policy() + "img-src 'self'; frame-ancestors 'none'");
    }

    private String policy() {
        return BASE_POLICY + "style-src " + assets.get(STYLE).policyHash() + "; ";
    }

    Reply asset(Request request, Body body) {
        var found = assets.at(request.operation().substring(Assets.FOLDER.length()))
                .orElseThrow(() -> Problem.unknown("file").refused());
        return file(request, found.asset()).with("cache-control", found.lasting() ? FOR_EVER : FOR_AN_HOUR);
    }

    /// Our script: a module that is also a global.
    Reply script(Request request, Body body) {
        return shared(request, assets.get("script/openbalance.js"));
    }

    Reply types(Request request, Body body) {
        return shared(request, assets.get("script/openbalance.d.ts"));
    }

    /// The same for pages that were written for the old script.
    Reply oldScript(Request request, Body body) {
        return shared(request, assets.get("script/bundle.js"));
    }

    private Reply shared(Request request, Assets.Asset script) {
        return file(request, script)
                .with("cache-control", FOR_MINUTES)
                .with("access-control-allow-origin", "*")
                .with("cross-origin-resource-policy", "cross-origin");
    }

    private Reply page(Request request, String name, String entry) {
        var language = Languages.of(request.header("accept-language").orElse(""));
        var html = assets.get(name)
                .text()
                .replace("lang=\"en\"", "lang=\"" + language + '"')
                .replace("<!--style-->", "<style>" + assets.get(STYLE).text() + "</style>")
                .replace("<!--modules-->", preloads(entry, "app/texts/" + language + ".js"));
        return encoded(request, html, Assets.compressed(html))
                .with("content-type", "text/html; charset=utf-8")
                .with("cache-control", "no-store")
                .with("vary", "accept-language, accept-encoding")
                .with("referrer-policy", "no-referrer")
                .with("permissions-policy", PERMISSIONS)
                .with("cross-origin-opener-policy", "same-origin-allow-popups");
    }

    /// Every module at once, rather than each when the one before has named it.
    private String preloads(String entry, String texts) {
        var needed = Stream.concat(assets.get(entry).imports().stream(), Stream.of(texts));
        return needed.distinct()
                .map(name ->
                        "<link rel=\"modulepreload\" href=\"" + assets.get(name).address() + "\">")
                .collect(Collectors.joining("\n"));
    }

    private static Reply file(Request request, Assets.Asset asset) {
        return encoded(request, asset.text(), asset.compressed())
                .with("content-type", asset.type())
                .with("vary", "accept-encoding");
    }

    private static Reply encoded(Request request, String text, byte[] compressed) {
        var gzip = request.header("accept-encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("gzip");
        return gzip ? Reply.bytes(200, compressed).with("content-encoding", "gzip") : new Reply(200, Map.of(), text);
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
        return request.local() ? ' ' + LOCAL_ORIGINS : "";
    }

    private static String origins(Owner owner) {
        return owner.origins().stream().map(origin -> ' ' + origin).collect(Collectors.joining());
    }
}
