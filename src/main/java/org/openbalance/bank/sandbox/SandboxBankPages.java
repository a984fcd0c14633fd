package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openbalance.api.Body;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;

/// The sandbox's redirect bank in a browser: it stands at our address, but knows nothing of us.
@Singleton
public final class SandboxBankPages {

    private final ConsentPage page;

    SandboxBankPages(ConsentPage page) {
        this.page = page;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.open(ConsentPage.PATH, this::visit).by("GET", "POST").lenient());
    }

    private Reply visit(Request request, Body body) {
        var answer = request.method().equals("GET") ? page.show(request.query()) : page.decide(texts(body));
        return switch (answer) {
            case ConsentPage.Answer.Html html ->
                Reply.html(html.status(), html.body())
                        .with("content-security-policy", ConsentPage.CONTENT_SECURITY_POLICY)
                        .with("referrer-policy", "no-referrer");
            case ConsentPage.Answer.Redirect redirect -> Reply.seeOther(redirect.url());
        };
    }

    private static Map<String, String> texts(Body body) {
        var texts = new HashMap<String, String>();
        body.node()
                .properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
