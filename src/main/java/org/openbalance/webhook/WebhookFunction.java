package org.openbalance.webhook;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.openbalance.api.ApiContext;
import org.openbalance.api.Routes;

/// The function `webhook`: where owners want their events, what was delivered, alerts of low funds.
@Singleton
public final class WebhookFunction {

    private final Routes routes;

    WebhookFunction(ApiContext context, WebhookCalls webhooks, AlertOperations alerts) {
        routes = new Routes(
                "webhook",
                Stream.concat(webhooks.operations().stream(), alerts.operations().stream())
                        .toList(),
                context);
    }

    @Funq("webhook")
    public APIGatewayV2HTTPResponse webhook(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
