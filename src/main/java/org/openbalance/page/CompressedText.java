package org.openbalance.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;

/// A text and the same compressed, once for many transfers; a browser gets the one that it can read.
record CompressedText(String text, byte[] compressed) {

    private static final Pattern ELEMENT = Pattern.compile("\\s*,\\s*");
    /// `gzip`, `gzip;q=0.5`; not with a weight of nought.
    private static final Pattern WANTED =
            Pattern.compile("(?<coding>[^;\\s]+)\\s*(;\\s*q=(?!0(\\.0{0,3})?$)[0-9.]+\\s*)?");

    static CompressedText of(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new Best(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new CompressedText(text, bytes.toByteArray());
    }

    Reply reply(Request request) {
        var reply = acceptsGzip(request.header("accept-encoding").orElse(""))
                ? Reply.bytes(200, compressed).with("content-encoding", "gzip")
                : new Reply(200, Map.of(), text);
        return reply.with("vary", "accept-encoding");
    }

    /// What the header says of gzip counts; only where it says nothing, what it says of all others.
    static boolean acceptsGzip(String header) {
        var verdict = false;
        for (var element : ELEMENT.split(header.strip().toLowerCase(Locale.ROOT))) {
            var coding = element.split("[;\\s]", 2)[0];
            var wanted = WANTED.matcher(element).matches();
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return wanted;
            }
            verdict |= coding.equals("*") && wanted;
        }
        return verdict;
    }

    /// As small as it gets.
    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
