package org.openbalance.platform.lambda;

import java.io.Closeable;
import java.io.IOException;

/// Lambda's runtime API (version 2018-06-01), over one kept connection: where a function takes its events and leaves
/// its answers.
///
/// A socket rather than the JDK's client, as this is on the way of every call and a large part of a cold one:
/// docs/native.md has the difference. Not for use by several threads.
final class RuntimeApi implements Closeable {

    /// It is on the same machine.
    private static final int CONNECT_MS = 5_000;
    /// The next event may be hours away.
    private static final int NO_LIMIT = 0;

    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

    private static final int HTTP = 80;

    private final String host;
    private final int port;
    private RuntimeConnection connection;

    /// @param address host and port, as AWS_LAMBDA_RUNTIME_API names them
    RuntimeApi(String address) {
        var colon = address.lastIndexOf(':');
        this.host = colon < 0 ? address : address.substring(0, colon);
        this.port = colon < 0 ? HTTP : Integer.parseInt(address.substring(colon + 1));
    }

    /// An event to answer.
    ///
    /// @param deadlineMs when Lambda gives the call up, in milliseconds since 1970; [Long#MAX_VALUE] if unsaid
    /// @param trace what X-Ray calls the call; null without X-Ray
    record Invocation(String id, long deadlineMs, String trace, byte[] event) {}

    /// Waits for an event.
    ///
    /// @throws IOException if there is no runtime API any more, or it is at its end
    Invocation next() throws IOException {
        var answer = send("GET", "next", "", new byte[0]);
        if (answer.status() != 200) {
            throw new IOException("Lambda answers " + answer.status() + " when asked for an event");
        }
        return new Invocation(
                answer.header("Lambda-Runtime-Aws-Request-Id")
                        .orElseThrow(() -> new IOException("Lambda sent an event without a request id")),
                answer.header("Lambda-Runtime-Deadline-Ms").map(Long::parseLong).orElse(Long.MAX_VALUE),
                answer.header("Lambda-Runtime-Trace-Id").orElse(null),
                answer.body());
    }

    /// @return whether Lambda took the answer; it does not when the call is over already or the answer is above 6 MB
    boolean respond(String id, byte[] answer) throws IOException {
        return taken(send("POST", id + "/response", "\r\nContent-Type: application/json", answer));
    }

    /// Answers that the function failed.
    ///
    /// @param type the name of a class
    boolean fail(String id, String type, byte[] report) throws IOException {
        var headers = "\r\nContent-Type: application/json\r\nLambda-Runtime-Function-Error-Type: " + type;
        return taken(send("POST", id + "/error", headers, report));
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private static boolean taken(RuntimeResponse answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    /// Once more on a new connection if a kept one turns out to be closed.
    private RuntimeResponse send(String method, String path, String headers, byte[] body) throws IOException {
        var head = method + ' ' + INVOCATION + path + " HTTP/1.1\r\nHost: " + host + ':' + port + headers
                + (method.equals("POST") ? "\r\nContent-Length: " + body.length : "");
        if (connection != null) {
            try {
                return exchange(head, body);
            } catch (IOException stale) {
                close();
            }
        }
        connection = RuntimeConnection.open(host, port, CONNECT_MS, NO_LIMIT);
        try {
            return exchange(head, body);
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private RuntimeResponse exchange(String head, byte[] body) throws IOException {
        var answer = connection.exchange(head, body);
        if (!connection.isReusable()) {
            close();
        }
        return answer;
    }
}
