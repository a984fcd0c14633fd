package org.openbalance.page;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.ApiContext;
import org.openbalance.api.Operation;
import org.openbalance.api.Routes;

/// The function `page`: pages and their assets, and the envelope of 404 for every path that is nobody's.
@Singleton
public final class PageFunction {

    private final Routes routes;

    public PageFunction(ApiContext context, Pages pages) {
        routes = new Routes(
                "page",
                List.of(
                        Operation.open("/", pages::widget).by("GET").lenient(),
                        Operation.open("/consents", pages::consents).by("GET").lenient(),
                        Operation.open("/assets/*", pages::asset).by("GET").lenient(),
                        Operation.open("/openbalance.js", pages::script)
                                .by("GET")
                                .lenient(),
                        Operation.open("/openbalance.d.ts", pages::types)
                                .by("GET")
                                .lenient(),
                        Operation.open("bundle.js", pages::oldScript).by("GET").lenient()),
                context);
    }

    @Funq("page")
    public APIGatewayV2HTTPResponse page(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
