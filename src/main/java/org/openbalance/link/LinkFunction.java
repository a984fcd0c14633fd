package org.openbalance.link;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.openbalance.http.Gate;
import org.openbalance.http.Operation;
import org.openbalance.http.Routes;

/// The function `link`: sign-in steps, account choice, what is linked.
@Singleton
public final class LinkFunction {

    private final Routes routes;

    public LinkFunction(
            Gate gate,
            WidgetBanks banks,
            WidgetLogin login,
            BankPages bankPages,
            AuthCalls auths,
            AccountCalls accounts,
            CustomerCalls customers,
            BankCalls bankCalls,
            BankHealthCalls health,
            RecordCalls records,
            SandboxCalls sandbox) {
        var widget = List.of(
                Operation.open("widget/banks", banks::banks),
                Operation.open("widget/login", login::login).effecting(),
                Operation.open("widget/answer", login::answer).effecting(),
                Operation.open("widget/accounts", login::choose).effecting(),
                Operation.open("widget/close", login::close).effecting(),
                Operation.open("widget/return", login::comeBack).by("GET").lenient());
        routes = gate.routes(
                "link",
                Stream.of(
                                widget,
                                bankPages.operations(),
                                auths.operations(),
                                accounts.operations(),
                                customers.operations(),
                                bankCalls.operations(),
                                health.operations(),
                                records.operations(),
                                sandbox.operations())
                        .flatMap(List::stream)
                        .toList());
    }

    @Funq("link")
    public APIGatewayV2HTTPResponse link(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
