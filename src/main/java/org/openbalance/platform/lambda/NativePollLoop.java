package org.openbalance.platform.lambda;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop;
import io.quarkus.runtime.ShutdownContext;
import org.graalvm.nativeimage.RuntimeOptions;

/// In a native image, our loop instead of Quarkus'. That one ends with the first error (in place of an exception) that
/// a function throws, and with the first answer that comes too late.
@TargetClass(AbstractLambdaPollLoop.class)
final class NativePollLoop {

    @Substitute
    public void startPollLoop(ShutdownContext context) {
        var memorySize = System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        var percent = HeapLimit.percent(memorySize, Runtime.getRuntime().maxMemory());
        RuntimeOptions.set("MaximumHeapSizePercent", percent);
        FunctionProcess.start(System.getenv("AWS_LAMBDA_RUNTIME_API"));
    }
}
