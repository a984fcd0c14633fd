package org.openbalance.link;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.openbalance.account.AccountCalls;
import org.openbalance.account.AuthCalls;
import org.openbalance.account.CustomerCalls;
import org.openbalance.account.OldIdCalls;
import org.openbalance.api.ApiContext;
import org.openbalance.api.Operation;
import org.openbalance.api.Routes;
import org.openbalance.bank.sandbox.SandboxBankPages;
import org.openbalance.bank.sandbox.SandboxCalls;

/// The function `link`: sign-in steps, account choice, what is linked.
@Singleton
public final class LinkFunction {

    private final Routes routes;

    public LinkFunction(
            ApiContext context,
            WidgetBanks banks,
            WidgetSignIn login,
            SandboxBankPages bankPages,
            AuthCalls auths,
            AccountCalls accounts,
            CustomerCalls customers,
            OldIdCalls oldIds,
            BankCalls bankCalls,
            BankHealthCalls health,
            ConnectionCalls connections,
            SandboxCalls sandbox) {
        var widget = List.of(
                Operation.open("widget/banks", banks::banks),
                Operation.open("widget/login", login::login).effecting().heldBy("session"),
                Operation.open("widget/answer", login::answer).effecting().heldBy("session"),
                Operation.open("widget/accounts", login::choose).effecting().heldBy("session"),
                Operation.open("widget/close", login::close).effecting().heldBy("session"),
                Operation.open("widget/return", login::comeBack)
                        .by("GET", "POST")
                        .lenient());
        routes = new Routes(
                "link",
                Stream.of(
                                widget,
                                bankPages.operations(),
                                auths.operations(),
                                accounts.operations(),
                                customers.operations(),
                                oldIds.operations(),
                                bankCalls.operations(),
                                health.operations(),
                                connections.operations(),
                                sandbox.operations())
                        .flatMap(List::stream)
                        .toList(),
                context);
    }

    @Funq("link")
    public APIGatewayV2HTTPResponse link(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
