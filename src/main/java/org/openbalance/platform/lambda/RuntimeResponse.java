package org.openbalance.platform.lambda;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Lambda's runtime API sent back.
///
/// @param headers by name, in any case
/// @param body whole, without chunks
record RuntimeResponse(int status, Map<String, List<String>> headers, byte[] body) {

    /// The first header of that name.
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
}
