package org.openbalance.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A route of the HTTP API: `GET /a/{id}`, `ANY /a/{proxy+}` or `$default`.
///
/// @param method an HTTP method or `ANY`
/// @param path the path with its variables, or `$default`
/// @param function the name of the function that answers
record Route(String method, String path, String function) {

    static final String ANY = "ANY";
    static final String DEFAULT = "$default";

    private static final int LITERAL = 0;
    private static final int VARIABLE = 1;
    private static final int GREEDY = 2;

    /// The more specific route first, as API Gateway prefers: by path, segment by segment, then a method before ANY.
    static final Comparator<Route> BY_SPECIFICITY = Comparator.comparing(Route::rank)
            .thenComparing(route -> route.method().equals(ANY));

    /// The route's name in an event: `GET /a/{id}`, or `$default`.
    String key() {
        return isDefault() ? DEFAULT : method + " " + path;
    }

    /// The path's variables if this route answers the request, in order of their names; else nothing.
    Optional<Map<String, String>> match(String requestMethod, String rawPath) {
        if (isDefault()) {
            return Optional.of(Map.of());
        }
        if (!method.equals(ANY) && !method.equals(requestMethod)) {
            return Optional.empty();
        }
        return matchPath(segments(rawPath));
    }

    private Optional<Map<String, String>> matchPath(List<String> asked) {
        var own = segments(path);
        var variables = new TreeMap<String, String>();
        for (var place = 0; place < own.size(); place++) {
            var segment = own.get(place);
            if (place >= asked.size()) {
                return Optional.empty();
            }
            switch (kind(segment)) {
                case GREEDY -> {
                    var rest = String.join("/", asked.subList(place, asked.size()));
                    variables.put(segment.substring(1, segment.length() - 2), decoded(rest));
                    return rest.isEmpty() ? Optional.empty() : Optional.of(variables);
                }
                case VARIABLE -> {
                    if (asked.get(place).isEmpty()) {
                        return Optional.empty();
                    }
                    variables.put(segment.substring(1, segment.length() - 1), decoded(asked.get(place)));
                }
                default -> {
                    if (!segment.equals(decoded(asked.get(place)))) {
                        return Optional.empty();
                    }
                }
            }
        }
        return own.size() == asked.size() ? Optional.of(variables) : Optional.empty();
    }

    private boolean isDefault() {
        return path.equals(DEFAULT);
    }

    /// Sorts as the path does: a digit for the kind of each segment, and the default route after all.
    private String rank() {
        if (isDefault()) {
            return "9";
        }
        var rank = new StringBuilder();
        segments(path).forEach(segment -> rank.append(kind(segment)));
        return rank.toString();
    }

    private static int kind(String segment) {
        if (!segment.startsWith("{")) {
            return LITERAL;
        }
        return segment.endsWith("+}") ? GREEDY : VARIABLE;
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /// A plus sign is itself in a path.
    static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
