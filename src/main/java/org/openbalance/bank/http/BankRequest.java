package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openbalance.api.Json;

/// A request to a bank. It may hold tokens and passwords, so it never shows itself in a text.
///
/// @param headers without those of the body
/// @param body a form, or JSON
public record BankRequest(String method, URI uri, Map<String, String> headers, Optional<Body> body) {

    public record Body(String type, String text) {

        @Override
        public String toString() {
            return "(body)";
        }
    }

    public BankRequest {
        headers = Map.copyOf(headers);
    }

    public static BankRequest get(URI uri) {
        return new BankRequest("GET", uri, Map.of(), Optional.empty());
    }

    public static BankRequest delete(URI uri) {
        return new BankRequest("DELETE", uri, Map.of(), Optional.empty());
    }

    public static BankRequest post(URI uri, Map<String, String> form) {
        return new BankRequest(
                "POST", uri, Map.of(), Optional.of(new Body("application/x-www-form-urlencoded", query(form))));
    }

    public static BankRequest post(URI uri, JsonNode json) {
        return new BankRequest("POST", uri, Map.of(), Optional.of(new Body("application/json", Json.write(json))));
    }

    public BankRequest with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new BankRequest(method, uri, more, body);
    }

    /// A header of what may be unknown, such as where the customer is: without it, none is sent.
    public BankRequest with(String header, Optional<String> value) {
        return value.map(known -> with(header, known)).orElse(this);
    }

    public BankRequest bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /// Parameters as they stand in an address or a form, in their order if the map has one.
    public static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + '=' + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "(" + method + " request)";
    }
}
