package org.openbalance.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// The local gateway in front of functions that are deployed to a Lambda: stands in for the HTTP API where there is
/// none.
public final class LambdaGateway implements AutoCloseable {

    private final HttpServer server;

    private LambdaGateway(HttpServer server) {
        this.server = server;
    }

    /// @param names what a function is called in Lambda, by its name in code
    public static LambdaGateway serve(LambdaClient lambda, Map<String, String> names) throws IOException {
        FunctionHost host = (function, event) -> {
            var answer = lambda.invoke(
                    request -> request.functionName(names.get(function)).payload(SdkBytes.fromByteArray(event)));
            if (answer.functionError() != null) {
                throw new FunctionHost.FunctionFailed(answer.payload().asUtf8String(), null);
            }
            return answer.payload().asByteArray();
        };
        var template = Template.read(Path.of("template.yaml"));
        return new LambdaGateway(Gateway.serve(0, new Gateway(template, host, InstantSource.system())));
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
