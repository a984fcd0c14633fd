package org.openbalance.page;

import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.openbalance.store.Hashes;

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
    /// An import of a module, static or not: `from "./a.js"`, `import("../b.js")`, `from "preact"`.
    private static final Pattern IMPORT =
            Pattern.compile("(?<how>from |import |import\\()\"(?<file>\\.{1,2}/[a-z0-9./-]+\\.js|preact)\"");
    private static final Pattern ADDRESS = Pattern.compile("\"/assets/(?<file>[a-z0-9/-]+\\.(?:js|css|svg))\"");
    /// The bare name that modules import the library by, and where its WebJar has it.
    private static final String LIBRARY = "preact";

    private static final String LIBRARY_FILE = "/META-INF/resources/webjars/preact/10.28.0/dist/preact.module.js";
    /// Comments of our own scripts, which browsers need not load: JSDoc, and lines that are a comment as a whole.
    private static final Pattern COMMENT = Pattern.compile("(?m)/\\*\\*(?s:.*?)\\*/ ?|^\\s*//.*\\R?");

    private static final Map<String, String> TYPES = Map.of(
            "svg", "image/svg+xml",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "ts", "text/plain; charset=utf-8");

    /// Where our two scripts for companies' pages hold what they share, as each must be one file.
    private static final Pattern CORE = Pattern.compile("/\\*core\\*/");

    private static final String CORE_FILE = "script/core.js";

    private final Map<String, Asset> known = new LinkedHashMap<>();

    /// A file as it is served.
    ///
    /// @param imports the modules that this one needs before it can run, itself left out
    record Asset(String name, String text, byte[] compressed, String digest, Set<String> imports) {

        String type() {
            return TYPES.get(extension(name));
        }

        /// Its digest as a content security policy names it.
        String policyHash() {
            try {
                var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return "'sha256-" + Base64.getEncoder().encodeToString(hash) + '\'';
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java has SHA-256", impossible);
            }
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
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return find(name)
                .map(asset ->
                        new Found(asset, digested.matches() && asset.digest().equals(digested.group(2))));
    }

    Asset get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("There is no asset " + name));
    }

    synchronized Optional<Asset> find(String name) {
        var standing = known.get(name);
        if (standing != null) {
            return Optional.of(standing);
        }
        var made = read(name.equals(LIBRARY + ".js") ? LIBRARY_FILE : "/web/" + name)
                .map(text -> made(name, text));
        made.ifPresent(asset -> known.put(name, asset));
        return made;
    }

    private Asset made(String name, String source) {
        var imports = new LinkedHashSet<String>();
        var text = extension(name).equals("js") ? COMMENT.matcher(source).replaceAll("") : source;
        text = CORE.matcher(text)
                .replaceAll(_ -> Matcher.quoteReplacement(get(CORE_FILE).text()));
        text = ADDRESS.matcher(text).replaceAll(found -> quoted(get(found.group("file"))));
        if (extension(name).equals("js")) {
            text = IMPORT.matcher(text)
                    .replaceAll(found -> resolved(name, found.group("how"), found.group("file"), imports));
        }
        return new Asset(name, text, compressed(text), Hashes.sha256(text).substring(0, DIGEST_LENGTH), imports);
    }

    private String resolved(String importer, String how, String file, Set<String> imports) {
        var imported = get(file.equals(LIBRARY) ? LIBRARY + ".js" : path(importer, file));
        if (!how.endsWith("(")) {
            imports.addAll(imported.imports());
            imports.add(imported.name());
        }
        return Matcher.quoteReplacement(how) + quoted(imported);
    }

    private static String quoted(Asset asset) {
        return Matcher.quoteReplacement('"' + asset.address() + '"');
    }

    /// A path relative to the file that names it, as one under the folder of all.
    private static String path(String importer, String relative) {
        var folder = URI.create("/" + importer);
        return folder.resolve(relative).getPath().substring(1);
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static byte[] compressed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new Best(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
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

    /// Compresses as well as it can: once for many transfers.
    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
