package org.openbalance.notice;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.http.Gate;
import org.openbalance.http.Operation;
import org.openbalance.http.Routes;

/// The function `webhook`: where owners want their notices, what was delivered, alerts of low funds.
@Singleton
public final class WebhookFunction {

    private final Routes routes;

    WebhookFunction(Gate gate, WebhookCalls webhooks, AlertCalls alerts) {
        routes = gate.routes(
                "webhook",
                List.of(
                        Operation.ours("webhooks/create", webhooks::create).effecting(),
                        Operation.ours("webhooks/list", webhooks::list),
                        Operation.ours("webhooks/rotate-secret", webhooks::rotate)
                                .effecting(),
                        Operation.ours("webhooks/remove", webhooks::remove).effecting(),
                        Operation.ours("webhooks/deliveries", webhooks::deliveries),
                        Operation.ours("webhooks/replay", webhooks::replay).effecting(),
                        Operation.ours("webhooks/test", webhooks::test).effecting(),
                        Operation.ours("alerts/create", alerts::create).effecting(),
                        Operation.ours("alerts/list", alerts::list),
                        Operation.ours("alerts/remove", alerts::remove).effecting()));
    }

    @Funq("webhook")
    public APIGatewayV2HTTPResponse webhook(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
