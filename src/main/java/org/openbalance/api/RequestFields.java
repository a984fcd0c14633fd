package org.openbalance.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// What a request says, as one JSON object: its body, and what stands in the query besides.
///
/// @param ofQuery the keys that stand in the query alone; gateways and clients add some of their own there, so one that
/// nobody asks for is no error
record RequestFields(ObjectNode node, Set<String> ofQuery) {

    private static final char LOST = '\uFFFD';

    /// Reads a body as old clients send it: a JSON object, JSON `null`, nothing, a form (whatever it is labelled); what
    /// stands in the query counts as well, but the body wins. A list stands under [Body#LIST].
    ///
    /// @throws ApiException 413 if it is too large, 400 if it is none of these
    static RequestFields of(Request request) {
        var query = ofQuery(request);
        var node = query.node();
        var ofQuery = new HashSet<>(query.ofQuery());
        var body = parse(
                BodyText.of(request).strip(), request.header("content-type").orElse(""));
        body.fieldNames().forEachRemaining(ofQuery::remove);
        node.setAll(body);
        if (boundless(node)) {
            throw Problem.malformed("The body holds a number beyond all bounds").exception();
        }
        if (garbled(node)) {
            throw Problem.malformed("The request holds U+FFFD, which stands where a letter was lost; send UTF-8")
                    .exception();
        }
        return new RequestFields(node, ofQuery);
    }

    /// What a request without a body says.
    static RequestFields ofQuery(Request request) {
        var node = FormFields.of(request.rawQuery());
        var names = new HashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return new RequestFields(node, names);
    }

    /// To be read anew, with nothing asked for yet.
    Body body(boolean strict) {
        return Body.of(node.deepCopy(), strict, ofQuery);
    }

    /// A number such as `1e999999999` is short to send, and would fill the memory wherever it is written out.
    private static boolean boundless(JsonNode node) {
        if (node.isBigDecimal()) {
            return Math.abs((long) node.decimalValue().scale()) > Limits.NUMBER_SCALE;
        }
        for (var child : node) {
            if (boundless(child)) {
                return true;
            }
        }
        return false;
    }

    /// A name in which a letter was lost on the way here must not come to stand in a consent. Half of a pair of
    /// surrogates is lost as soon as it is written as UTF-8.
    static boolean garbled(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().codePoints().anyMatch(letter -> letter == LOST || isHalf(letter));
        }
        for (var child : node) {
            if (garbled(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHalf(int letter) {
        return letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
    }

    private static ObjectNode parse(String text, String contentType) {
        if (text.isEmpty()) {
            return Json.object();
        }
        if (looksLikeForm(text, contentType)) {
            return FormFields.of(text);
        }
        try {
            return switch (Json.read(text)) {
                case ObjectNode object -> object;
                case ArrayNode array -> Json.object().set(Body.LIST, array);
                case JsonNode other when other.isNull() -> Json.object();
                case JsonNode _ ->
                    throw Problem.malformed("The body is not a JSON object").exception();
            };
        } catch (JsonProcessingException notJson) {
            throw Problem.malformed(notRead(notJson)).exception();
        }
    }

    private static String notRead(JsonProcessingException notJson) {
        if (notJson instanceof StreamConstraintsException) {
            return "The body is nested deeper than " + Limits.NESTING
                    + ", or holds a name or a number that is too long";
        }
        return String.valueOf(notJson.getOriginalMessage()).startsWith("Duplicate field")
                ? "The body has a key twice"
                : "The body is not valid JSON";
    }

    private static boolean looksLikeForm(String text, String contentType) {
        var first = text.charAt(0);
        if (first == '{' || first == '[' || first == '"') {
            return false;
        }
        // curl labels every body a form by default: without a pair it is none.
        return text.indexOf('=') > 0
                && (contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                        || text.chars().noneMatch(Character::isWhitespace));
    }
}
