package org.openbalance.report;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.openbalance.api.ApiContext;
import org.openbalance.api.Product;
import org.openbalance.api.Routes;
import org.openbalance.transaction.AnnotationCalls;
import org.openbalance.transaction.ChangeCalls;
import org.openbalance.transaction.OverviewCalls;
import org.openbalance.transaction.ProgressCalls;
import org.openbalance.transaction.RefreshCalls;
import org.openbalance.transaction.RemovalCalls;
import org.openbalance.transaction.TransactionCalls;

/// The function `report`: transactions, what they come to, and files of them.
@Singleton
public final class ReportFunction {

    private final Routes routes;

    public ReportFunction(
            ApiContext context,
            TransactionCalls transactions,
            RefreshCalls refreshes,
            ProgressCalls progress,
            ChangeCalls changes,
            AnnotationCalls annotations,
            RemovalCalls removals,
            OverviewCalls overviews,
            FileCalls files) {
        var operations = Stream.of(
                        transactions.operations(),
                        refreshes.operations(),
                        progress.operations(),
                        changes.operations(),
                        annotations.operations(),
                        removals.operations(),
                        overviews.operations(),
                        files.operations())
                .flatMap(List::stream)
                .map(operation -> operation.of(Product.TRANSACTIONS))
                .toList();
        routes = new Routes("report", operations, context);
    }

    @Funq("report")
    public APIGatewayV2HTTPResponse report(APIGatewayV2HTTPEvent event) {
        return routes.answer(event);
    }

    public Routes routes() {
        return routes;
    }
}
