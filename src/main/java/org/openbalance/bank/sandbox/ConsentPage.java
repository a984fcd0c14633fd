package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.util.Map;
import org.openbalance.bank.Secret;
import org.openbalance.bank.sandbox.RedirectRequests.Visit;

/// The redirect bank's own page, where its customer signs in and approves or denies: `GET` and `POST` of
/// [#PATH].
///
/// It has no script and no inline style. Where it leads back to is what the sign-in was begun with, never what a
/// request says.
@Singleton
public final class ConsentPage {

    public static final String PATH = "/sandbox-bank/authorize";

    /// The parameter of the address, and of the form, that says which sign-in this is.
    public static final String REQUEST = "request";

    /// What the page needs, for the `Content-Security-Policy` of its answers.
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    static final String DENIED = "access_denied";
    static final String LOCKED = "account_locked";

    private static final String DECISION = "decision";

    private final RedirectRequests requests;
    private final Credentials credentials;

    ConsentPage(RedirectRequests requests, Credentials credentials) {
        this.requests = requests;
        this.credentials = credentials;
    }

    /// What the browser gets.
    public sealed interface Answer {
        record Html(int status, String body) implements Answer {}

        /// To be answered with 303: the way back is a `GET`.
        record Redirect(String url) implements Answer {}
    }

    /// @param query parameters of the address
    public Answer show(Map<String, String> query) {
        return requests.find(query.getOrDefault(REQUEST, ""))
                .<Answer>map(visit -> form(query.get(REQUEST), visit, "", ""))
                .orElseGet(ConsentPage::over);
    }

    /// @param form fields of the posted form
    public Answer decide(Map<String, String> form) {
        return requests.find(form.getOrDefault(REQUEST, ""))
                .map(visit -> decide(visit, form))
                .orElseGet(ConsentPage::over);
    }

    private Answer decide(Visit visit, Map<String, String> form) {
        return switch (form.getOrDefault(DECISION, "")) {
            case "approve" -> approve(visit, form);
            case "deny" -> {
                requests.deny(visit);
                yield back(visit, "error", DENIED);
            }
            default -> form(form.get(REQUEST), visit, username(form), "Choose whether to approve or to deny.");
        };
    }

    private Answer approve(Visit visit, Map<String, String> form) {
        var fields = Map.of(
                SandboxBanks.USERNAME, new Secret(username(form)),
                SandboxBanks.PASSWORD, new Secret(form.getOrDefault(SandboxBanks.PASSWORD, "")));
        return switch (credentials.check(visit.tenant(), visit.bank(), fields)) {
            case Credentials.Verdict.Right right -> approved(requests.approve(visit, username(form)));
            case Credentials.Verdict.Locked locked -> back(visit, "error", LOCKED);
            case Credentials.Verdict.Wrong wrong ->
                form(form.get(REQUEST), visit, username(form), "The user name or the password is wrong.");
        };
    }

    private static String username(Map<String, String> form) {
        return form.getOrDefault(SandboxBanks.USERNAME, "");
    }

    /// In the query, or with an `id_token` in the fragment.
    private static Answer approved(Visit visit) {
        var back = visit.back();
        return visit.hasIdToken()
                ? new Answer.Redirect(back.url() + "#code=" + visit.code() + "&state=" + back.state() + "&id_token="
                        + IdToken.of(visit))
                : back(visit, "code", visit.code());
    }

    /// As RFC 6749 (4.1.2) has it.
    private static Answer back(Visit visit, String name, String value) {
        var back = visit.back();
        return new Answer.Redirect(back.url() + '?' + name + '=' + value + "&state=" + back.state());
    }

    private static Answer over() {
        var body =
                """
                <h1>This request is over</h1>
                <p>It was answered already, or it was left alone for too long. Go back and begin again.</p>
                """;
        return new Answer.Html(404, page("Request over", body));
    }

    private static Answer form(String request, Visit visit, String username, String trouble) {
        var bank = visit.bank();
        var alert = trouble.isEmpty() ? "" : "<p role=\"alert\">" + escaped(trouble) + "</p>";
        var body =
                """
                <img src="/assets/banks/%s" alt="" width="48" height="48">
                <h1>%s</h1>
                <p>An application asks to see your accounts and their balances. Sign in to decide.</p>
                %s
                <form method="post" action="%s">
                <input type="hidden" name="request" value="%s">
                <label for="username">User name</label>
                <input id="username" name="username" autocomplete="username" maxlength="%d" value="%s">
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" maxlength="%d">
                <button name="decision" value="approve">Approve</button>
                <button name="decision" value="deny">Deny</button>
                </form>
                """
                        .formatted(
                                escaped(bank.artwork()),
                                escaped(bank.name()),
                                alert,
                                PATH,
                                escaped(request),
                                NewCustomer.MAX_USERNAME,
                                escaped(username),
                                NewCustomer.MAX_PASSWORD);
        return new Answer.Html(200, page(bank.name(), body));
    }

    private static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%s</title>
                <link rel="stylesheet" href="/assets/banks/page.css">
                </head>
                <body>
                <main>
                %s<p><small>A sandbox bank: it does not exist, and neither does its money.</small></p>
                </main>
                </body>
                </html>
                """
                .formatted(escaped(title), body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
