package org.openbalance.link;

import org.openbalance.http.Reply;

/// What a browser shows that came back from a bank's own page: the widget it left goes on by itself.
final class ReturnPage {

    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    private ReturnPage() {}

    static Reply welcome() {
        return page(200, "Back from your bank", "You can close this page; the window you came from goes on by itself.");
    }

    static Reply over() {
        return page(404, "This way back is over", "Go back to the page you came from and begin again.");
    }

    private static Reply page(int status, String title, String text) {
        var html =
                """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
                <body><main><h1>%s</h1><p>%s</p></main></body>
                </html>
                """
                        .formatted(title, title, text);
        return Reply.html(status, html).with("content-security-policy", POLICY).with("referrer-policy", "no-referrer");
    }
}
