package org.openbalance.platform.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that sends what it was told to, byte for byte, to whatever request comes: one answer for each in turn.
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket server;
    private final Queue<Turn> script = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Open> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    private record Turn(String answer, boolean hangsUp) {}

    private record Open(Socket socket, Thread thread) {}

    public ScriptedServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Sends that to the next request that has no answer yet.
    public ScriptedServer answers(String bytes) {
        return add(new Turn(bytes, false));
    }

    /// Sends that, and then ends the connection.
    public ScriptedServer answersAndHangsUp(String bytes) {
        return add(new Turn(bytes, true));
    }

    private ScriptedServer add(Turn turn) {
        synchronized (script) {
            script.add(turn);
        }
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// What came in with the first read of each request.
    public List<String> requests() {
        return requests;
    }

    /// How many connections there have been.
    public int accepted() {
        return accepted.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                accepted.incrementAndGet();
                open.add(new Open(socket, Thread.ofVirtual().start(() -> serve(socket))));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (var request = received(socket.getInputStream());
                    !request.isEmpty();
                    request = received(socket.getInputStream())) {
                requests.add(request);
                var turn = next();
                socket.getOutputStream().write(turn.answer().getBytes(StandardCharsets.ISO_8859_1));
                if (turn.hangsUp()) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client ended it, as some tests mean it to.
        }
    }

    private Turn next() {
        synchronized (script) {
            return script.isEmpty() ? new Turn("", false) : script.remove();
        }
    }

    private static String received(InputStream input) throws IOException {
        var buffer = new byte[64 * 1024];
        var length = input.read(buffer);
        return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// Ends the connections that are open, as a server does with those that nobody used for long. When this returns,
    /// nothing reads from them any more.
    public void hangUp() {
        for (var connection : open) {
            try {
                connection.socket().close();
                connection.thread().join();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        hangUp();
    }
}
