package org.openbalance.bank;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.openbalance.api.Json;
import org.openbalance.platform.Tenant;

/// What was posted to the address that a network of banks posts to for an owner, by whoever it was.
///
/// @param headers by lower-case name
/// @param body as it was sent, to the byte: signatures are over that
/// @param keyring gives what [#key] does
public record NetworkPost(
        Tenant tenant, Map<String, String> headers, byte[] body, Supplier<Optional<NetworkKeys>> keyring) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The body, if it is an object of JSON.
    public Optional<JsonNode> object() {
        try {
            return Optional.of(Json.read(new String(body, StandardCharsets.UTF_8)))
                    .filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /// One of the owner's keys with the network.
    ///
    /// @throws BankFailure `DATA` if the owner has none of this name, or it does not open
    public Secret key(String name) {
        return keyring.get()
                .orElseThrow(() ->
                        new BankFailure(BankFailure.Kind.DATA, "The owner has no keys with the network that posted"))
                .require(name);
    }
}
