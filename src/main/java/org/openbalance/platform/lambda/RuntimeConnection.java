package org.openbalance.platform.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One connection to Lambda's runtime API, which takes requests one after the other (HTTP/1.1, RFC 9112).
///
/// A request goes out in one piece, head and body. A kept library would be two megabytes and some
/// milliseconds of a cold start for this one server on the same machine; everything else speaks HTTP through
/// Apache HttpClient. Not for use by
/// several threads, but for [#close()].
final class RuntimeConnection implements Closeable {

    /// The largest body taken. Lambda sends 6 MB at most.
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final int MOST_HEAD_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final String OLD = "HTTP/1.0 ";
    private static final String LENGTH = "Content-Length";
    private static final String ENCODING = "Transfer-Encoding";
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Socket socket;
    private final InputStream input;
    private boolean reusable = true;
    private int headBytes;

    /// @param connectMs how long the server may take to accept the connection
    /// @param readMs how long it may be silent within an answer; 0 for ever
    static RuntimeConnection open(String host, int port, int connectMs, int readMs) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), connectMs);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(readMs);
            return new RuntimeConnection(socket);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private RuntimeConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /// Whether another request may follow.
    boolean isReusable() {
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
    /// @throws java.net.SocketTimeoutException if the server is silent for too long
    /// @throws IOException if it breaks off, or speaks no HTTP/1.1
    RuntimeResponse exchange(String head, byte[] body) throws IOException {
        reusable = false;
        send(message(head, body));
        return answer();
    }

    private static byte[] message(String head, byte[] body) {
        var first = (head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        var both = new byte[first.length + body.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(body, 0, both, first.length, body.length);
        return both;
    }

    private void send(byte[] message) throws IOException {
        var output = socket.getOutputStream();
        output.write(message);
        output.flush();
    }

    private RuntimeResponse answer() throws IOException {
        headBytes = 0;
        var line = statusLine();
        var status = status(line);
        var headers = headers();
        while (status < OK) {
            if (status == SWITCHING_PROTOCOLS) {
                throw new IOException("The server wants to speak another protocol");
            }
            line = statusLine();
            status = status(line);
            headers = headers();
        }
        var empty = status == NO_CONTENT;
        var body = empty ? new byte[0] : body(headers);
        var answer = new RuntimeResponse(status, headers, body);
        reusable = !line.startsWith(OLD) && (empty || saysWhereItEnds(headers)) && !saysThatItCloses(answer);
        return answer;
    }

    /// In one way: what sends both a length and chunks may mean to smuggle (RFC 9112, 6.1).
    private static boolean saysWhereItEnds(Map<String, List<String>> headers) {
        return headers.containsKey(LENGTH) != headers.containsKey(ENCODING);
    }

    private static boolean saysThatItCloses(RuntimeResponse answer) {
        return "close".equalsIgnoreCase(answer.header("Connection").orElse(""));
    }

    private String statusLine() throws IOException {
        var line = line();
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
            throw new IOException("This is no answer of HTTP/1.1");
        }
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
        var encodings = headers.get(ENCODING);
        if (encodings != null) {
            if (encodings.size() != 1 || !"chunked".equalsIgnoreCase(encodings.getFirst())) {
                throw new IOException("The server sends its answer in a way that nobody asked for");
            }
            return chunks();
        }
        var lengths = headers.get(LENGTH);
        if (lengths == null) {
            return rest();
        }
        if (lengths.stream().distinct().count() != 1) {
            throw new IOException("The server sends two lengths");
        }
        return exactly(number(lengths.getFirst(), 10));
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
