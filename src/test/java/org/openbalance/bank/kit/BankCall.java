package org.openbalance.bank.kit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A call as it reached a stand-in.
///
/// @param path below the bank's own address
/// @param headers by names in lower case
/// @param body as text, whatever it is
public record BankCall(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> form,
        Map<String, String> headers,
        String body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && path.matches(wantedPath);
    }

    /// The parameters of an address, or of a form. One that stands there twice is none that is allowed.
    public static Map<String, String> parameters(String encoded) {
        var parameters = new LinkedHashMap<String, String>();
        for (var parameter : encoded == null || encoded.isEmpty() ? new String[0] : encoded.split("&")) {
            var equals = parameter.indexOf('=');
            var name = equals < 0 ? parameter : parameter.substring(0, equals);
            parameters.merge(
                    decoded(name), equals < 0 ? "" : decoded(parameter.substring(equals + 1)), (one, two) -> one + two);
        }
        return parameters;
    }

    public static Map<String, String> parameters(URI address) {
        return parameters(address.getRawQuery());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
