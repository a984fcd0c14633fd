package org.openbalance.balance;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openbalance.api.ApiContext;
import org.openbalance.api.Operation;
import org.openbalance.api.Product;
import org.openbalance.api.Routes;
import org.openbalance.reading.NetworkPosts;

/// The function `balance`: balances now and over time.
@Singleton
public final class BalanceFunction {

    private final Routes routes;

    public BalanceFunction(
            ApiContext context,
            BalanceCalls calls,
            HistoryCalls history,
            CanPayCalls payments,
            CallbackCalls callbacks,
            TriggerCalls triggers,
            NetworkPosts posts) {
        var operations = Map.<String, Operation.ByKey>ofEntries(
                Map.entry("products/balances", calls::list),
                Map.entry("balance/getById", calls::getById),
                // As one of the old clients calls it.
                Map.entry("balance/getBalanceById", calls::getById),
                Map.entry("balance/getByAccount", calls::getByAccount),
                Map.entry("balance/getByCustomer", calls::getByCustomer),
                Map.entry("balance/getByCustomerDate", calls::getByCustomerDate),
                Map.entry("balance/getByDate", calls::getByDate),
                Map.entry("balance/getByType", calls::getByType),
                Map.entry("balance/getByBank", calls::getByBank),
                Map.entry("balance/check", calls::check),
                Map.entry("balance/refresh", calls::refresh),
                Map.entry("balance/process", calls::process),
                Map.entry("transactions/balance/process", calls::process));
        var ours = Map.<String, Operation.ByKey>of(
                "balances/history", history::history,
                "balance/can-pay", payments::canPay);
        var all = new ArrayList<>(all(operations, ours));
        all.add(Operation.old("callback", callbacks::get).by("GET", "POST").of(Product.BALANCE));
        all.add(Operation.old("callback/trigger", triggers::trigger).effecting());
        all.addAll(posts.operations());
        routes = new Routes("balance", all, context);
    }

    private static List<Operation> all(Map<String, Operation.ByKey> old, Map<String, Operation.ByKey> ours) {
        return Stream.concat(
                        old.entrySet().stream().map(entry -> Operation.old(entry.getKey(), entry.getValue())),
                        ours.entrySet().stream().map(entry -> Operation.ours(entry.getKey(), entry.getValue())))
                .map(operation -> operation.of(Product.BALANCE))
                .toList();
    }

    @Funq("balance")
    public APIGatewayV2HTTPResponse balance(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
