package org.openbalance.local;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.quarkus.arc.Arc;
import io.quarkus.funqy.lambda.FunqyRequestImpl;
import io.quarkus.funqy.lambda.FunqyResponseImpl;
import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.quarkus.funqy.runtime.RequestContextImpl;
import java.io.IOException;
import java.util.Optional;

/// The functions of this process, called as Quarkus' Lambda binding calls the one it was told to export.
public final class QuarkusFunctions implements FunctionHost {

    /// Threads that a function starts have it from the one that calls the function.
    private static final InheritableThreadLocal<String> RUNNING = new InheritableThreadLocal<>();

    QuarkusFunctions() {}

    /// The function that this thread works for, as QUARKUS_FUNQY_EXPORT names it.
    public static Optional<String> running() {
        return Optional.ofNullable(RUNNING.get());
    }

    @Override
    public byte[] invoke(String function, byte[] event) throws FunctionFailed {
        var invoker = FunctionRecorder.registry.matchInvoker(function);
        if (invoker == null) {
            throw new FunctionFailed("There is no function " + function, null);
        }
        // A call comes on a thread of the server, which outlives a reload; libraries look for classes through it.
        Thread.currentThread().setContextClassLoader(QuarkusFunctions.class.getClassLoader());
        RUNNING.set(function);
        try {
            var output = call(invoker, input(invoker, event));
            return output == null ? new byte[0] : writer(invoker).writeValueAsBytes(output);
        } catch (IOException | RuntimeException failed) {
            throw new FunctionFailed("The function " + function + " failed", failed);
        } finally {
            RUNNING.remove();
        }
    }

    private static Object input(FunctionInvoker invoker, byte[] event) throws IOException {
        return invoker.hasInput() ? part(invoker, ObjectReader.class).readValue(event) : null;
    }

    private static Object call(FunctionInvoker invoker, Object input) {
        var context = Arc.container().requestContext();
        context.activate();
        try {
            var response = new FunqyResponseImpl();
            invoker.invoke(new FunqyRequestImpl(new RequestContextImpl(), input), response);
            return response.getOutput().await().indefinitely();
        } finally {
            context.terminate();
        }
    }

    private static ObjectWriter writer(FunctionInvoker invoker) {
        return part(invoker, ObjectWriter.class);
    }

    private static <T> T part(FunctionInvoker invoker, Class<T> type) {
        return type.cast(invoker.getBindingContext().get(type.getName()));
    }
}
