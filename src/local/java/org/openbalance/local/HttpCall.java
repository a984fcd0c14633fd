package org.openbalance.local;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// An HTTP request as it came in.
///
/// @param path the path as it was sent, percent-encoded
/// @param query the query as it was sent, percent-encoded; empty if there is none
/// @param headers by name, in any case, with each value in the order sent
record HttpCall(
        String method,
        String path,
        String query,
        String protocol,
        Map<String, List<String>> headers,
        byte[] body,
        String clientAddress,
        int port) {

    /// The target of a request line. Its text is cut here, as [URI] takes `//a/b` for a host and a path.
    static String[] pathAndQuery(URI target) {
        var text = target.toString();
        if (target.isAbsolute()) {
            var path = text.indexOf('/', text.indexOf("//") + 2);
            text = path < 0 ? "/" : text.substring(path);
        }
        var mark = text.indexOf('?');
        return mark < 0 ? new String[] {text, ""} : new String[] {text.substring(0, mark), text.substring(mark + 1)};
    }
}
