package org.openbalance.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a server sent back.
///
/// @param reason the words after the status; often empty
/// @param headers by name, in any case
/// @param body whole, without chunks
public record Answer(int status, String reason, Map<String, List<String>> headers, byte[] body) {

    /// The first header of that name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
}
