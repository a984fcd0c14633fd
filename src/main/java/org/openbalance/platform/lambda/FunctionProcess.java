package org.openbalance.platform.lambda;

import io.quarkus.funqy.lambda.FunqyLambdaBindingRecorder;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;

/// The process of a native function: waits until the application is up, then takes events.
final class FunctionProcess {

    private FunctionProcess() {}

    /// @param api host and port of Lambda's runtime API
    static void start(String api) {
        if (api == null) {
            throw new IllegalStateException(
                    "AWS_LAMBDA_RUNTIME_API is not set: this program runs in AWS Lambda, or behind a stand-in for it");
        }
        EventLoop.Function function = (event, answer) -> FunqyLambdaBindingRecorder.handle(event, answer, null);
        new EventLoop(api, FunctionProcess::awaitApplication, function, () -> Quarkus.asyncExit(1)).start();
    }

    /// This is called while the application starts; starting it again waits until it has.
    private static void awaitApplication() {
        Application.currentApplication().start(new String[0]);
    }
}
