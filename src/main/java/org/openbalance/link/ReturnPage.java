package org.openbalance.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import org.openbalance.api.Reply;

/// What a browser shows that came back from a bank's own page.
///
/// It hands its code to the widget that opened it. Where it cannot, as a bank's page has cut the two apart or another
/// browser was used, the customer types the code there; and sees here whose it is before doing so.
final class ReturnPage {

    /// The widget is of this origin, and nobody else gets the message.
    private static final String SCRIPT =
            """
            const code = document.querySelector("output").textContent;
            if (window.opener) {
              window.opener.postMessage({ returned: code }, location.origin);
              setTimeout(() => window.close(), 1500);
            }
            """;

    private static final String POSTED =
            """
            const form = document.createElement("form");
            form.method = "post";
            for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
              const field = document.createElement("input");
              field.type = "hidden";
              field.name = name;
              field.value = value;
              form.append(field);
            }
            if (form.elements.length) {
              history.replaceState(null, "", location.pathname);
              document.body.append(form);
              HTMLFormElement.prototype.submit.call(form);
            }
            """;

    private ReturnPage() {}

    static Reply welcome(SignIns.Return back) {
        var purposes = back.purposes().stream()
                .map(purpose -> "<li>" + escaped(purpose) + "</li>")
                .collect(Collectors.joining());
        var company = escaped(back.company());
        var text =
                """
                <p>Go back to the page of <strong>%s</strong> that you came from. It goes on by itself, or asks you for this code:</p>
                <p><output>%s-%s</output></p>
                <p>With the code, %s may:</p>
                <ul>%s</ul>
                <p><strong>Did you not begin this at %s, or did somebody send you here? Then give the code to nobody and close this page:
                nothing is shared.</strong></p>
                <script>%s</script>"""
                        .formatted(
                                company,
                                back.code().substring(0, 4),
                                back.code().substring(4),
                                company,
                                purposes,
                                company,
                                SCRIPT);
        return page(200, "Back from your bank", text, "script-src 'sha256-" + digest(SCRIPT) + "'");
    }

    /// What stands behind `#` no server sees: the page posts it.
    static Reply ofFragment() {
        var text =
                """
                <p>One moment. If nothing happens, go back to the page you came from and begin again.</p>
                <script>%s</script>"""
                        .formatted(POSTED);
        return page(200, "Back from your bank", text, "form-action 'self'; script-src 'sha256-" + digest(POSTED) + "'");
    }

    static Reply over() {
        return page(
                404,
                "This way back is over",
                "<p>Go back to the page you came from and begin again.</p>",
                "script-src 'none'");
    }

    private static Reply page(int status, String title, String text, String scripts) {
        var html =
                """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
                <body><main><h1>%s</h1>%s</main></body>
                </html>
                """
                        .formatted(title, title, text);
        return Reply.html(status, html)
                .with("content-security-policy", "default-src 'none'; frame-ancestors 'none'; " + scripts)
                .with("referrer-policy", "no-referrer");
    }

    private static String digest(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", impossible);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
