package org.openbalance.notice;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Posts a body to an address that an owner named, and learns the status of the answer, nothing else.
///
/// The name of the host is looked up once: all its addresses are checked, and the connection goes to one that was. A
/// name that means another machine a moment later leads nowhere. Redirects are not followed, and of the answer no more
/// than its head is read. Plain sockets do this in the open; an HTTP client would look the name up anew, and do more
/// than is wanted.
final class Courier {

    private static final int CONNECT_MS = 4_000;
    /// A receiver is let finish its answer for so long, so that it sees an orderly end.
    private static final int LINGER_MS = 250;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Resolver resolver;
    private final Supplier<SSLSocketFactory> tls;
    private final boolean local;
    private final Duration limit;

    /// Looks up names.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /// @param local whether this machine itself may be sent to
    /// @param limit for the whole of one post
    Courier(Resolver resolver, Supplier<SSLSocketFactory> tls, boolean local, Duration limit) {
        this.resolver = resolver;
        this.tls = tls;
        this.local = local;
        this.limit = limit;
    }

    /// Why there is no status, in a sentence for the delivery log: it names no address and no secret.
    private static final class Undelivered extends Exception {

        private static final long serialVersionUID = 1L;

        private Undelivered(String why) {
            super(why, null, false, false);
        }
    }

    /// @param at the time that the log shows
    /// @param headers besides those of HTTP itself
    Delivery.Attempt post(Target target, Map<String, String> headers, String body, Instant at) {
        var started = System.nanoTime();
        var open = new AtomicReference<Socket>();
        var call = new FutureTask<>(() -> exchange(target, headers, body, open));
        // Looking a name up cannot be broken off, so a thread that hangs in it is left to itself.
        Thread.ofPlatform().daemon().name("delivery").start(call);
        try {
            var status = call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Delivery.Attempt(at, Optional.of(status), Optional.empty(), since(started));
        } catch (TimeoutException late) {
            return failed(at, "No answer within " + limit.toSeconds() + " s", started);
        } catch (ExecutionException failure) {
            return failed(at, why(failure.getCause()), started);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while delivering", interrupted);
        } finally {
            close(open.get());
        }
    }

    private static Delivery.Attempt failed(Instant at, String why, long started) {
        return new Delivery.Attempt(at, Optional.empty(), Optional.of(why), since(started));
    }

    private static long since(long started) {
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    private static String why(Throwable failure) {
        return switch (failure) {
            case Undelivered known -> known.getMessage();
            case SSLException _ -> "No secure connection: the certificate is not trusted, or is for another host";
            case IOException _ -> "The connection broke before an answer came";
            case RuntimeException unexpected -> throw unexpected;
            case Error fatal -> throw fatal;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }

    private int exchange(Target target, Map<String, String> headers, String body, AtomicReference<Socket> open)
            throws IOException, Undelivered {
        try (var plain = connected(addresses(target.host()), target.port(), open);
                var socket = secured(plain, target)) {
            open.set(socket);
            var input = socket.getInputStream();
            send(socket, target, headers, body);
            var status = status(input);
            leave(socket, input);
            return status;
        }
    }

    private InetAddress[] addresses(String host) throws Undelivered {
        try {
            var addresses = resolver.resolve(host);
            for (var address : addresses) {
                if (!Addresses.allowed(address, local)) {
                    throw new Undelivered("The host has an address that is not a public one");
                }
            }
            return addresses;
        } catch (UnknownHostException unknown) {
            throw new Undelivered("The host's name is not known");
        }
    }

    private static Socket connected(InetAddress[] addresses, int port, AtomicReference<Socket> open)
            throws Undelivered {
        for (var address : addresses) {
            var socket = new Socket();
            open.set(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), CONNECT_MS);
                return socket;
            } catch (IOException unreachable) {
                close(socket);
            }
        }
        throw new Undelivered("The host cannot be reached");
    }

    /// The certificate is checked against the name in the URL, not against the address.
    private Socket secured(Socket plain, Target target) throws IOException {
        if (!target.tls()) {
            return plain;
        }
        var socket = (SSLSocket) tls.get().createSocket(plain, target.host(), target.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void send(Socket socket, Target target, Map<String, String> headers, String body)
            throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("POST ")
                .append(target.path())
                .append(" HTTP/1.1\r\nHost: ")
                .append(target.authority())
                .append("\r\n")
                .append("User-Agent: OpenBalance\r\nAccept: */*\r\nContent-Type: application/json\r\n")
                .append("Content-Length: ")
                .append(bytes.length)
                .append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var output = socket.getOutputStream();
        output.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        output.write(bytes);
        output.flush();
    }

    /// The status of the answer, behind interim ones.
    private static int status(InputStream input) throws IOException, Undelivered {
        var head = new Head(input);
        while (true) {
            var status = statusOf(head.line());
            if (status >= 200 || status == SWITCHING_PROTOCOLS) {
                return status;
            }
            while (!head.line().isEmpty()) {
                // The head of an interim answer.
            }
        }
    }

    private static int statusOf(String line) throws Undelivered {
        if (line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            return Integer.parseInt(line.substring(9, 12));
        }
        throw new Undelivered("The answer is not HTTP");
    }

    /// The lines of an answer's head, within its bound.
    private static final class Head {

        private final InputStream input;
        private int bytes;

        private Head(InputStream input) {
            this.input = input;
        }

        private String line() throws IOException, Undelivered {
            var line = new StringBuilder();
            while (true) {
                var next = input.read();
                if (next < 0) {
                    throw new Undelivered("The connection broke before an answer came");
                }
                if (++bytes > NoticeLimits.HEAD_BYTES) {
                    throw new Undelivered(
                            "The head of the answer is larger than " + NoticeLimits.HEAD_BYTES / 1024 + " KB");
                }
                if (next == '\n') {
                    return line.toString().stripTrailing();
                }
                line.append((char) next);
            }
        }
    }

    /// Reads a little of what is left, unseen: a connection that is cut looks like a failure to the receiver.
    private static void leave(Socket socket, InputStream input) {
        try {
            socket.setSoTimeout(LINGER_MS);
            input.readNBytes(NoticeLimits.HEAD_BYTES);
        } catch (IOException _) {
            // The status is known, which is all that counts.
        }
    }

    private static void close(Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException _) {
                // It is of no more use either way.
            }
        }
    }
}
