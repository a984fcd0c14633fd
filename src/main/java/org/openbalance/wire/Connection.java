package org.openbalance.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One connection to a server, which takes requests one after the other (HTTP/1.1, RFC 9112).
///
/// A request goes out in one piece, head and body, so that the server wakes once for it, and a connection costs one
/// record of TLS. Not for use by several threads, but for [#close()].
public final class Connection implements Closeable {

    /// The largest body taken. Lambda sends 6 MB at most, DynamoDB 16.
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int MOST_HEAD_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Socket socket;
    private final InputStream input;
    private boolean reusable = true;
    private boolean keepsAlive;
    private int headBytes;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /// Whether another request may follow.
    public boolean isReusable() {
        return reusable;
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        reusable = false;
        try {
            socket.close();
        } catch (IOException gone) {
            // It is of no use any more either way.
        }
    }

    /// @param head request line and headers, without the empty line at the end
    /// @throws NoAnswerException if the connection ends before the answer begins
    /// @throws java.net.SocketTimeoutException if the server is silent for too long
    /// @throws IOException if it breaks off, or speaks no HTTP/1.1
    public Answer exchange(String head, byte[] body) throws IOException {
        reusable = false;
        send(message(head, body));
        var answer = answer(head.startsWith("HEAD "));
        reusable = reusable
                && keepsAlive
                && !"close".equalsIgnoreCase(answer.header("Connection").orElse(""));
        return answer;
    }

    private static byte[] message(String head, byte[] body) {
        var first = (head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        var both = new byte[first.length + body.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(body, 0, both, first.length, body.length);
        return both;
    }

    private void send(byte[] message) throws IOException {
        try {
            var output = socket.getOutputStream();
            output.write(message);
            output.flush();
            input.mark(1);
            if (input.read() < 0) {
                throw new NoAnswerException("The server hung up", null);
            }
            input.reset();
        } catch (SocketTimeoutException | NoAnswerException known) {
            throw known;
        } catch (IOException broken) {
            throw new NoAnswerException("The server hung up: " + broken.getMessage(), broken);
        }
    }

    private Answer answer(boolean toHead) throws IOException {
        headBytes = 0;
        var line = statusLine();
        var headers = headers();
        while (status(line) < OK) {
            if (status(line) == SWITCHING_PROTOCOLS) {
                throw new IOException("The server wants to speak another protocol");
            }
            line = statusLine();
            headers = headers();
        }
        var empty = toHead || status(line) == NO_CONTENT || status(line) == NOT_MODIFIED;
        return new Answer(
                status(line), line.length() > 13 ? line.substring(13) : "", headers, empty ? nothing() : body(headers));
    }

    private byte[] nothing() {
        reusable = true;
        return new byte[0];
    }

    private String statusLine() throws IOException {
        var line = line();
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
            throw new IOException("This is no answer of HTTP/1.1");
        }
        keepsAlive = line.charAt(7) != '0';
        return line;
    }

    private static int status(String line) throws IOException {
        var status = 0;
        for (var place = 9; place < 12; place++) {
            status = status * 10 + digit(line.charAt(place), 10);
        }
        return status;
    }

    private Map<String, List<String>> headers() throws IOException {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("The server sends a header without a name");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    /// RFC 9112, 6.3: chunks before a length, and neither means up to the end of the connection.
    private byte[] body(Map<String, List<String>> headers) throws IOException {
        var encodings = headers.get("Transfer-Encoding");
        if (encodings != null) {
            if (encodings.size() != 1 || !"chunked".equalsIgnoreCase(encodings.getFirst())) {
                throw new IOException("The server sends its answer in a way that nobody asked for");
            }
            var chunks = chunks();
            reusable = !headers.containsKey("Content-Length");
            return chunks;
        }
        var lengths = headers.get("Content-Length");
        if (lengths == null) {
            return rest();
        }
        if (lengths.stream().distinct().count() != 1) {
            throw new IOException("The server sends two lengths");
        }
        var body = exactly(number(lengths.getFirst(), 10));
        reusable = true;
        return body;
    }

    private byte[] chunks() throws IOException {
        var whole = new ByteArrayOutputStream();
        for (var length = chunkLength(); length > 0; length = chunkLength()) {
            if (whole.size() + length > MOST_BYTES) {
                throw tooLong();
            }
            whole.write(exactly(length));
            if (!line().isEmpty()) {
                throw new IOException("The server sends a chunk without an end");
            }
        }
        headers();
        return whole.toByteArray();
    }

    private int chunkLength() throws IOException {
        headBytes = 0;
        var line = line();
        var extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private byte[] rest() throws IOException {
        var bytes = input.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw tooLong();
        }
        return bytes;
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The server hung up within its answer");
        }
        return bytes;
    }

    private static int number(String digits, int radix) throws IOException {
        if (digits.isEmpty()) {
            throw new IOException("The server sends no length");
        }
        var number = 0L;
        for (var place = 0; place < digits.length(); place++) {
            number = number * radix + digit(digits.charAt(place), radix);
            if (number > MOST_BYTES) {
                throw tooLong();
            }
        }
        return (int) number;
    }

    /// Of ASCII alone.
    private static int digit(char character, int radix) throws IOException {
        var digit = character < 128 ? Character.digit(character, radix) : -1;
        if (digit < 0) {
            throw new IOException("The server sends something else where a number belongs");
        }
        return digit;
    }

    private static IOException tooLong() {
        return new IOException("The server sends more than " + MOST_BYTES + " bytes");
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (var next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("The server hung up within its answer");
            }
            if (++headBytes > MOST_HEAD_BYTES) {
                throw new IOException("The server sends a head without an end");
            }
            line.append((char) next);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
