package org.openbalance.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The fields of a form or a query as JSON, in the spellings that clients have for lists and objects: `a=1&a=2`,
/// `a[]=1`, `a[0]=1`, `a[b]=1`, `a[b][]=1`, `a.b=1`, and lists that mix them. Every value is a text.
final class FormFields {

    private static final Pattern NAME = Pattern.compile("([^\\[\\]]+)((?:\\[[^\\[\\]]*])*)");
    private static final Pattern INSIDE = Pattern.compile("\\[([^\\[\\]]*)]");
    /// Longer numbers are names of an object, such as the ids of customers, unless an entry without a number says that
    /// they stand in a list.
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,4}");
    private static final Pattern GREAT_PLACE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PLACE_IN_LIST = Pattern.compile("[0-9]{1,10}");

    /// A field: what was sent for it, and what was sent for fields inside it. Places only put its entries in order:
    /// none is made room for.
    private static final class Field {
        private final List<String> values = new ArrayList<>();
        /// Where each value stands if there are entries besides: `a[]=1&a=2`.
        private final List<Integer> places = new ArrayList<>();
        private final Map<String, Field> inside = new LinkedHashMap<>();
        private boolean grows;
        private int next;

        void add(String value) {
            values.add(value);
            places.add(next++);
        }

        /// `a[]` is a new entry each time, behind all that came before it, as PHP has it.
        Field at(String name) {
            if (name.isEmpty()) {
                grows = true;
                return inside.computeIfAbsent(String.valueOf(next++), _ -> new Field());
            }
            if (GREAT_PLACE.matcher(name).matches()) {
                next = Math.max(next, Integer.parseInt(name) + 1);
            }
            return inside.computeIfAbsent(name, _ -> new Field());
        }

        JsonNode node() {
            if (inside.isEmpty()) {
                return values.size() == 1 ? TextNode.valueOf(values.getFirst()) : Json.texts(values);
            }
            var place = grows ? PLACE_IN_LIST : PLACE;
            return inside.keySet().stream().allMatch(name -> place.matcher(name).matches()) ? list() : object();
        }

        private record Entry(long place, JsonNode node) {}

        private JsonNode list() {
            var entries = new ArrayList<Entry>();
            for (var at = 0; at < values.size(); at++) {
                entries.add(new Entry(places.get(at), TextNode.valueOf(values.get(at))));
            }
            inside.forEach((name, field) ->
                    field.entries().forEach(node -> entries.add(new Entry(Long.parseLong(name), node))));
            entries.sort(Comparator.comparingLong(Entry::place));
            return Json.array(entries, Entry::node);
        }

        /// `a[0]=1&a[0]=2` are two entries.
        private List<? extends JsonNode> entries() {
            return inside.isEmpty() ? values.stream().map(TextNode::valueOf).toList() : List.of(node());
        }

        private ObjectNode object() {
            var object = Json.object();
            inside.forEach((name, field) -> object.set(name, field.node()));
            return object;
        }
    }

    private FormFields() {}

    /// @param text pairs as `application/x-www-form-urlencoded` has them; a pair without `=` is left out
    /// @throws ApiException 400 for what is not percent-encoded as it should be, or nested too deep
    static ObjectNode of(String text) {
        var whole = new Field();
        for (var pair : text.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                at(whole, decoded(pair.substring(0, equals))).add(decoded(pair.substring(equals + 1)));
            }
        }
        return whole.object();
    }

    private static Field at(Field whole, String name) {
        var field = whole;
        for (var step : steps(name)) {
            field = field.at(step);
        }
        return field;
    }

    private static List<String> steps(String name) {
        // Before a pattern is tried on it, which goes as deep as the name does.
        if (name.chars().filter(letter -> letter == '[').count() > Limits.NESTING) {
            throw tooDeep();
        }
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return List.of(name);
        }
        var outer = List.of(parts.group(1).split("\\.", -1));
        var steps = new ArrayList<>(outer.contains("") ? List.of(parts.group(1)) : outer);
        var inner = INSIDE.matcher(parts.group(2));
        while (inner.find()) {
            steps.add(inner.group(1));
        }
        if (steps.size() > Limits.NESTING) {
            throw tooDeep();
        }
        return steps;
    }

    private static ApiException tooDeep() {
        return Problem.malformed("The form is nested deeper than " + Limits.NESTING)
                .exception();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw Problem.malformed("The form is not percent-encoded as it should be")
                    .exception();
        }
    }
}
