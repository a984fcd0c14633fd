package org.openbalance.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openbalance.platform.Hashes;

/// A page in one language with its style and its scripts inside, so that the first screen waits for nothing else, and
/// the policy that lets just these run.
record Document(CompressedText content, String policy) {

    private static final String LANGUAGE = "{language}";
    private static final Pattern PART = Pattern.compile("<!--(?<file>app/[a-z-]+\\.(?<type>js|css))-->");

    /// Pictures are ours, or stand in the options themselves: nothing is loaded from anywhere else.
    private static final String POLICY = "default-src 'none'; connect-src 'self'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'none'; script-src 'self'%s; style-src%s";

    static Document of(Assets assets, String name, String language) {
        var scripts = new ArrayList<String>();
        var styles = new ArrayList<String>();
        var html = assets.text(name).replace(LANGUAGE, language);
        var whole = PART.matcher(html).replaceAll(found -> {
            var isScript = found.group("type").equals("js");
            var part = assets.text(found.group("file"));
            (isScript ? scripts : styles).add(part);
            var element = isScript ? "script" : "style";
            return Matcher.quoteReplacement('<' + element + '>' + part + "</" + element + '>');
        });
        return new Document(CompressedText.of(whole), POLICY.formatted(hashes(scripts), hashes(styles)));
    }

    private static String hashes(List<String> parts) {
        var hashes = new StringBuilder();
        for (var part : parts) {
            var digest = Base64.getEncoder().encodeToString(Hashes.sha256(part.getBytes(StandardCharsets.UTF_8)));
            hashes.append(" 'sha256-").append(digest).append('\'');
        }
        return hashes.toString();
    }
}
