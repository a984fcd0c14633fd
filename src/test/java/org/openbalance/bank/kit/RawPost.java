package org.openbalance.bank.kit;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What is posted to the address that networks post to.
///
/// @param headers by lower-case name
public record RawPost(Map<String, String> headers, byte[] body) {

    public static RawPost of(Map<String, String> headers, String body) {
        return new RawPost(headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
