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

/// Files of `src/main/web`, its scripts and styles as `build.xml` bundles them there, from the application itself: no
/// bucket, no content network.
///
/// An address in a page carries a digest of the file's content, so what it names never changes and may be kept for
/// ever. Each file is read, digested and compressed once, when it is first asked for.
@Singleton
final class Assets {

    static final String FOLDER = "/assets/";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*\\.(svg|css|js|js\\.map)");
    private static final Pattern DIGESTED = Pattern.compile("(.+)\\.([0-9a-f]{12})(\\.[a-z]+)");
    private static final int DIGEST_LENGTH = 12;
    private static final Pattern ADDRESS = Pattern.compile("\"/assets/(?<file>[a-z0-9/-]+\\.(?:js|css|svg))\"");
    private static final String SCRIPT = ".js";
    private static final String MAP = ".map";
    private static final String PAGE = ".html";
    /// Of these, pages have the scripts and styles inside them, but for the one script that is fetched later.
    private static final String IN_PAGES = "app/";
    private static final String LATER = "app/later.js";

    private static final Map<String, String> TYPES = Map.of(
            "svg", "image/svg+xml",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "map", "application/json",
            "ts", "text/plain; charset=utf-8");

    private final Map<String, Asset> known = new LinkedHashMap<>();

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
        if (!NAME.matcher(name).matches() || isInPages(name)) {
            return Optional.empty();
        }
        return find(name)
                .map(asset ->
                        new Found(asset, digested.matches() && asset.digest().equals(digested.group(2))));
    }

    Asset get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("There is no asset " + name));
    }

    private static boolean isInPages(String name) {
        return name.startsWith(IN_PAGES) && !name.equals(LATER) && !name.endsWith(MAP);
    }

    /// The text of a page or of what stands in one.
    String text(String name) {
        return read(name)
                .map(text -> served(name, text))
                .orElseThrow(() -> new IllegalStateException("There is no file " + name));
    }

    boolean exists(String name) {
        return read(name).isPresent();
    }

    private synchronized Optional<Asset> find(String name) {
        var standing = known.get(name);
        if (standing != null) {
            return Optional.of(standing);
        }
        var made = read(name).map(text -> made(name, text));
        made.ifPresent(asset -> known.put(name, asset));
        return made;
    }

    private Asset made(String name, String text) {
        var served = served(name, text);
        return new Asset(name, CompressedText.of(served), Hashes.sha256(served).substring(0, DIGEST_LENGTH));
    }

    private String served(String name, String text) {
        if (name.endsWith(SCRIPT)) {
            return text + "//# sourceMappingURL=" + FOLDER + name + MAP + '\n';
        }
        return name.endsWith(PAGE) ? addressed(text) : text;
    }

    /// With the whole addresses of the files that a page refers to.
    private String addressed(String page) {
        return ADDRESS.matcher(page)
                .replaceAll(found ->
                        Matcher.quoteReplacement('"' + get(found.group("file")).address() + '"'));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Optional<String> read(String name) {
        try (var file = Assets.class.getResourceAsStream("/web/" + name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException("An asset does not read", broken);
        }
    }
}
