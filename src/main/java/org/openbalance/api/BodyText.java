package org.openbalance.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// The text of a request's body: unpacked if it came as gzip (RFC 9110, `Content-Encoding`), decoded by its byte order
/// mark, else by the `charset` of its `Content-Type`, else as UTF-8.
final class BodyText {

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final char MARK = '\uFEFF';
    /// The longer marks first: that of UTF-32LE begins with that of UTF-16LE.
    private static final List<Charset> MARKED = List.of(
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE"),
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE);

    private BodyText() {}

    /// @throws ApiException 413 if it is too large, packed or not; 400 if it cannot be read
    static String of(Request request) {
        requireSize(request.body().length);
        var bytes = unpacked(request);
        var text = decoded(bytes, charset(bytes, request.header("content-type").orElse("")));
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    private static void requireSize(int bytes) {
        if (bytes > Limits.BODY_BYTES) {
            throw Problem.of(413, Problem.Type.TOO_LARGE, "The body is larger than " + Limits.BODY_BYTES / 1024 + " KB")
                    .exception();
        }
    }

    private static byte[] unpacked(Request request) {
        var coding = request.header("content-encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> request.body();
            case "gzip", "x-gzip" -> gunzipped(request.body());
            default ->
                throw Problem.malformed("The Content-Encoding " + shown(coding)
                                + " is not taken; send the body as it is, or as gzip")
                        .exception();
        };
    }

    private static byte[] gunzipped(byte[] packed) {
        if (packed.length == 0) {
            return packed;
        }
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var bytes = stream.readNBytes(Limits.BODY_BYTES + 1);
            requireSize(bytes.length);
            return bytes;
        } catch (IOException notGzip) {
            throw Problem.malformed("The body is not the gzip that its Content-Encoding says it is")
                    .exception();
        }
    }

    private static Charset charset(byte[] bytes, String contentType) {
        for (var marked : MARKED) {
            var mark = String.valueOf(MARK).getBytes(marked);
            if (bytes.length >= mark.length
                    && ByteBuffer.wrap(bytes, 0, mark.length).equals(ByteBuffer.wrap(mark))) {
                return marked;
            }
        }
        var label = CHARSET.matcher(contentType);
        return label.find() ? named(label.group(1)) : StandardCharsets.UTF_8;
    }

    private static Charset named(String label) {
        try {
            return Charset.forName(label);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw Problem.malformed("The charset " + shown(label) + " is not known here; send UTF-8")
                    .exception();
        }
    }

    private static String decoded(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            throw Problem.malformed("The body is not " + charset.name() + " text")
                    .exception();
        }
    }

    private static String shown(String label) {
        return label.length() > 30 ? label.substring(0, 30) + "…" : label;
    }
}
