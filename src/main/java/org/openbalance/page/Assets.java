package org.openbalance.page;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openbalance.platform.Hashes;

/// Files of `src/main/web`, and the one library, from the application itself: no bucket, no content network.
///
/// A file's address carries a digest of its content, in which the addresses of the files it refers to stand already: so
/// it never changes and may be kept for ever. Each is read, digested and compressed once, when it is first asked for.
@Singleton
final class Assets {

    static final String FOLDER = "/assets/";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*\\.(svg|css|js)");
    private static final Pattern DIGESTED = Pattern.compile("(.+)\\.([0-9a-f]{12})(\\.[a-z]+)");
    private static final int DIGEST_LENGTH = 12;
    private static final Pattern ADDRESS = Pattern.compile("\"/assets/(?<file>[a-z0-9/-]+\\.(?:js|css|svg))\"");
    private static final String LIBRARY_FILE = "/META-INF/resources/webjars/preact/10.28.0/dist/preact.module.js";
    /// What browsers need not load: comments that do not begin with `!` and fill their lines, indentation.
    private static final Pattern IDLE = Pattern.compile("(?m)/\\*(?!!|core)(?s:.*?)\\*/ ?|^\\s*//.*\\R?|^\\s+");

    private static final Map<String, String> TYPES = Map.of(
            "svg", "image/svg+xml",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "ts", "text/plain; charset=utf-8");

    /// Where our two scripts for companies' pages hold what they share, as each must be one file.
    private static final Pattern CORE = Pattern.compile("/\\*core\\*/");

    private static final String CORE_FILE = "script/core.js";

    private final Map<String, Asset> known = new LinkedHashMap<>();
    private final Scripts scripts = new Scripts(this::source);

    /// A file as it is served.
    record Asset(String name, CompressedText content, String digest) {

        String type() {
            return TYPES.get(extension(name));
        }

        String address() {
            var dot = name.lastIndexOf('.');
            return FOLDER + name.substring(0, dot) + '.' + digest + name.substring(dot);
        }
    }

    /// What an address under `/assets/` stands for.
    ///
    /// @param lasting whether the address names this very content
    record Found(Asset asset, boolean lasting) {}

    Optional<Found> at(String address) {
        var digested = DIGESTED.matcher(address);
        var name = digested.matches() ? digested.group(1) + digested.group(3) : address;
        if (!NAME.matcher(name).matches() || name.startsWith("app/") && !name.equals(Scripts.LATER)) {
            return Optional.empty();
        }
        return find(name)
                .map(asset ->
                        new Found(asset, digested.matches() && asset.digest().equals(digested.group(2))));
    }

    Asset get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("There is no asset " + name));
    }

    /// The text of a page or of what stands in one, with the addresses of the files it refers to.
    String text(String name, String language) {
        return addressed(Scripts.isScript(name) ? scripts.joined(name, language) : lean(source(name)));
    }

    boolean exists(String name) {
        return read("/web/" + name).isPresent();
    }

    private synchronized Optional<Asset> find(String name) {
        var standing = known.get(name);
        if (standing != null) {
            return Optional.of(standing);
        }
        var source = Scripts.isScript(name) ? Optional.of(scripts.joined(name, Languages.FIRST)) : read("/web/" + name);
        var made = source.map(text -> made(name, text));
        made.ifPresent(asset -> known.put(name, asset));
        return made;
    }

    private Asset made(String name, String source) {
        var served = addressed(name.startsWith("script/") && name.endsWith(".js") ? whole(source) : source);
        return new Asset(name, CompressedText.of(served), Hashes.sha256(served).substring(0, DIGEST_LENGTH));
    }

    private String whole(String script) {
        return lean(CORE.matcher(script).replaceAll(_ -> Matcher.quoteReplacement(source(CORE_FILE))));
    }

    static String lean(String text) {
        return IDLE.matcher(text).replaceAll("");
    }

    private String addressed(String text) {
        return ADDRESS.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement('"' + get(found.group("file")).address() + '"'));
    }

    private String source(String name) {
        var resource = name.equals("preact") ? LIBRARY_FILE : "/web/" + name;
        return read(resource).orElseThrow(() -> new IllegalStateException("There is no file " + resource));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Optional<String> read(String resource) {
        try (var file = Assets.class.getResourceAsStream(resource)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException("An asset does not read", broken);
        }
    }
}
