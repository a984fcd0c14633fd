package org.openbalance.consent;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.ApiContext;
import org.openbalance.api.Operation;
import org.openbalance.api.Routes;

/// The function `consent`: sessions, consent, receipts, revocation.
@Singleton
public final class ConsentFunction {

    private final Routes routes;

    public ConsentFunction(ApiContext context, WidgetConsent widget, ConsentCalls calls, ShortLinkCalls links) {
        routes = new Routes(
                "consent",
                List.of(
                        Operation.open("widget/session", widget::session)
                                .lenient()
                                .effecting(),
                        Operation.open("widget/consent", widget::consent)
                                .effecting()
                                .heldBy("session"),
                        Operation.ours("consents/getById", calls::getById),
                        Operation.ours("consents/getByCustomer", calls::getByCustomer),
                        Operation.ours("consents/list", calls::list),
                        Operation.ours("consents/revoke", calls::revoke).effecting(),
                        Operation.ours("consents/receipt", calls::receipt),
                        Operation.open("consents/mine", calls::mine),
                        Operation.open("consents/mine/revoke", calls::revokeMine)
                                .effecting()
                                .heldBy("token"),
                        Operation.old("links/create", links::create).effecting(),
                        Operation.old("links/getById", links::getById),
                        Operation.open("/.well-known/openbalance.json", calls::wellKnown)
                                .by("GET")),
                context);
    }

    @Funq("consent")
    public APIGatewayV2HTTPResponse consent(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
