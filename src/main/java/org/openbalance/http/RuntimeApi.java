package org.openbalance.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Lambda's runtime API (version 2018-06-01), over one kept connection: where a function takes its events and leaves
/// its answers.
///
/// A socket rather than the JDK's client, as this is on the way of every call and a large part of a cold one:
/// docs/native.md has the difference. Not for use by several threads.
final class RuntimeApi implements Closeable {

    /// Lambda sends at most 6 MB; a stand-in for it may send a little more.
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int LINE_LIMIT = 64 * 1024;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

    private final String host;
    private final int port;
    private Socket socket;
    private InputStream input;

    /// @param address host and port, as AWS_LAMBDA_RUNTIME_API names them
    RuntimeApi(String address) {
        var colon = address.lastIndexOf(':');
        this.host = colon < 0 ? address : address.substring(0, colon);
        this.port = colon < 0 ? 80 : Integer.parseInt(address.substring(colon + 1));
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
        var reply = send("GET", "next", "", new byte[0]);
        if (reply.status() != 200) {
            throw new IOException("Lambda answers " + reply.status() + " when asked for an event");
        }
        var id = reply.headers().get("lambda-runtime-aws-request-id");
        if (id == null) {
            throw new IOException("Lambda sent an event without a request id");
        }
        var deadline = reply.headers().get("lambda-runtime-deadline-ms");
        return new Invocation(
                id,
                deadline == null ? Long.MAX_VALUE : Long.parseLong(deadline),
                reply.headers().get("lambda-runtime-trace-id"),
                reply.body());
    }

    /// @return whether Lambda took the answer; it does not when the call is over already or the answer is above 6 MB
    boolean respond(String id, byte[] answer) throws IOException {
        return taken(send("POST", id + "/response", "Content-Type: application/json\r\n", answer));
    }

    /// Answers that the function failed.
    ///
    /// @param type the name of a class
    boolean fail(String id, String type, byte[] report) throws IOException {
        var headers = "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\n";
        return taken(send("POST", id + "/error", headers, report));
    }

    @Override
    public void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException gone) {
                // It is of no use any more either way.
            }
            socket = null;
        }
    }

    private static boolean taken(Reply reply) {
        return reply.status() >= 200 && reply.status() < 300;
    }

    private record Reply(int status, Map<String, String> headers, byte[] body) {}

    /// Once more on a new connection if a kept one turns out to be closed.
    private Reply send(String method, String path, String headers, byte[] body) throws IOException {
        var head = method + ' ' + INVOCATION + path + " HTTP/1.1\r\nHost: " + host + ':' + port + "\r\n" + headers
                + (method.equals("POST") ? "Content-Length: " + body.length + "\r\n\r\n" : "\r\n");
        var message = joined(head.getBytes(StandardCharsets.ISO_8859_1), body);
        if (socket != null) {
            try {
                return exchange(message);
            } catch (IOException stale) {
                close();
            }
        }
        connect();
        try {
            return exchange(message);
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private void connect() throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    private Reply exchange(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
        var status = status(line());
        var headers = headers();
        var reply = new Reply(status, headers, body(headers));
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return reply;
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IOException("This is no answer of the runtime API");
        }
        return Integer.parseInt(line, 9, 12, 10);
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks();
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return exactly(length);
    }

    private byte[] chunks() throws IOException {
        var whole = new byte[0];
        for (var length = chunkLength(); length > 0; length = chunkLength()) {
            if (whole.length + length > MOST_BYTES) {
                throw new IOException("The runtime API sends more than " + MOST_BYTES + " bytes");
            }
            whole = joined(whole, exactly(length));
            line();
        }
        headers();
        return whole;
    }

    private int chunkLength() throws IOException {
        var line = line();
        var extension = line.indexOf(';');
        return Integer.parseInt((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("The runtime API sends more than " + MOST_BYTES + " bytes");
        }
        var bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The runtime API hung up");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (var next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("The runtime API hung up");
            }
            if (line.length() == LINE_LIMIT) {
                throw new IOException("The runtime API sends a header without an end");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
