package org.openbalance.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openbalance.platform.Ids;

/// What a request asks for, read key by key.
///
/// Every reader notes what is wrong and gives a stand-in, so that [#check()] can name all bad fields at once; nothing
/// may be done with what was read before that. An empty text is an absent one: old clients send every key they know.
public final class Body {

    private static final Set<String> TRUE = Set.of("true", "1");
    private static final Set<String> FALSE = Set.of("false", "0");
    private static final int TEXT_LENGTH = 200;
    private static final Pattern STRUCTURE = Pattern.compile("\\s*[\\[{]");

    /// Of the digits 0 to 9: readers of numbers take those of every script.
    private static final Pattern NUMBER =
            Pattern.compile("(?=.{1,40}$)[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");
    private static final Pattern INSTANT = Pattern.compile(
            "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]| +)(?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)"
                    + "(?: ?(?:[Zz]|UTC|GMT)| {0,2}(?<sign>[+-])?(?<hours>[0-9]{2})(?::?(?<minutes>[0-9]{2}))?)?"
                    + "(?:\\[[^\\]]{1,50}])?");

    /// The name of a list that is the whole body. Errors call it `body`, and its entries `[0]`, `[1]`.
    public static final String LIST = "";

    private final ObjectNode node;
    private final boolean strict;
    private final String path;
    private final Set<String> asked = new HashSet<>();
    private final List<Problem.FieldError> errors;
    private final List<Body> parts = new ArrayList<>();

    private Body(ObjectNode node, boolean strict, String path, List<Problem.FieldError> errors) {
        this.node = node;
        this.strict = strict;
        this.path = path;
        this.errors = errors;
    }

    /// @param strict whether a key that nobody asks for is an error
    /// @param ignored keys that are none even so
    static Body of(ObjectNode node, boolean strict, Set<String> ignored) {
        var body = new Body(node, strict, "", new ArrayList<>());
        body.asked.addAll(ignored);
        return body;
    }

    /// The same upon what was kept earlier: what was kept wins over what is sent now.
    public Body under(ObjectNode kept) {
        var whole = node.deepCopy();
        whole.setAll(kept);
        var body = new Body(whole, strict, path, errors);
        body.asked.addAll(asked);
        return body;
    }

    /// @throws ApiException 400, naming every field that was found wrong
    public void check() {
        refuseUnknown();
        if (!errors.isEmpty()) {
            throw Problem.fields(errors).exception();
        }
    }

    private void refuseUnknown() {
        parts.forEach(Body::refuseUnknown);
        if (!strict) {
            return;
        }
        for (var name : (Iterable<String>) node::fieldNames) {
            if (!asked.contains(name)) {
                error(name, "is not known here");
            }
        }
    }

    /// Notes that a field breaks a rule of its feature. What is noted of a field first counts: the rest follows from
    /// it.
    public void error(String name, String message) {
        var sent = path + name;
        var field = sent.equals(LIST) ? "body" : sent;
        if (errors.stream().noneMatch(error -> error.field().equals(field))) {
            errors.add(new Problem.FieldError(field, message));
        }
    }

    /// The id under the first of the names that has one; the first name is the one errors speak of.
    public String id(String... names) {
        return optionalId(names).orElseGet(() -> missing(names[0]));
    }

    public Optional<String> optionalId(String... names) {
        return optionalText(names).map(text -> {
            if (!Ids.wellFormed(text)) {
                error(names[0], "must be an id of 24 lower-case hex digits");
            }
            return text;
        });
    }

    public String text(String... names) {
        return optionalText(names).orElseGet(() -> missing(names[0]));
    }

    public Optional<String> optionalText(String... names) {
        for (var name : names) {
            var value = value(name);
            if (value.isTextual() || value.isNumber()) {
                var text = value.asText().strip();
                if (text.codePointCount(0, text.length()) > TEXT_LENGTH) {
                    error(name, "may not have more than " + TEXT_LENGTH + " characters");
                }
                if (!text.isEmpty()) {
                    asked.addAll(List.of(names));
                    return Optional.of(text);
                }
            } else if (!absent(value)) {
                error(name, "must be a text");
                return Optional.of("");
            }
        }
        return Optional.empty();
    }

    /// A text of up to the length given, exactly as sent: passwords and answers are not trimmed.
    public Optional<String> optionalExact(String name, int length) {
        var value = value(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual() && !value.isNumber()) {
            error(name, "must be a text");
            return Optional.empty();
        }
        if (value.asText().length() > length) {
            error(name, "may not have more than " + length + " characters");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    public Optional<String> oneOf(String name, Set<String> allowed) {
        return optionalText(name).map(text -> {
            var lower = text.toLowerCase(Locale.ROOT);
            if (!allowed.contains(lower)) {
                error(
                        name,
                        "must be one of "
                                + String.join(", ", allowed.stream().sorted().toList()));
            }
            return lower;
        });
    }

    /// A whole number; a text of digits will do.
    public int whole(String name, int least, int most, int otherwise) {
        return optionalWhole(name, least, most).orElse(otherwise);
    }

    public Optional<Integer> optionalWhole(String name, int least, int most) {
        return optionalDecimal(name).flatMap(number -> {
            var whole = number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
            if (!whole
                    || number.compareTo(BigDecimal.valueOf(least)) < 0
                    || number.compareTo(BigDecimal.valueOf(most)) > 0) {
                error(name, "must be a whole number from " + least + " to " + most);
                return Optional.empty();
            }
            return Optional.of(number.intValueExact());
        });
    }

    /// A number, or a text that is one, of at most 40 digits.
    public Optional<BigDecimal> optionalDecimal(String... names) {
        for (var name : names) {
            var value = value(name);
            if (!absent(value) && !value.isTextual() && !value.isNumber()) {
                error(name, "must be a number");
                return Optional.empty();
            }
        }
        return optionalText(names).flatMap(text -> {
            if (NUMBER.matcher(text).matches()) {
                var number = new BigDecimal(text);
                if (Math.abs((long) number.scale()) <= Limits.NUMBER_SCALE) {
                    return Optional.of(number);
                }
            }
            error(names[0], "must be a number");
            return Optional.empty();
        });
    }

    public boolean flag(String name, boolean otherwise) {
        var value = value(name);
        if (absent(value)) {
            return otherwise;
        }
        var text = value.asText().toLowerCase(Locale.ROOT);
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        error(name, "must be true or false");
        return otherwise;
    }

    /// Texts in a list; one text alone counts as a list of one, or of what stands between its commas.
    public List<String> texts(String name, int most) {
        var value = structured(name);
        if (absent(value)) {
            return List.of();
        }
        if (value.isTextual()) {
            value = Json.texts(Stream.of(value.asText().split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList());
        }
        if (!value.isArray() || !all(value, JsonNode::isTextual)) {
            error(name, "must be a list of texts");
            return List.of();
        }
        if (value.size() > most) {
            error(name, "may not have more than " + most + " entries");
            return List.of();
        }
        var texts = new ArrayList<String>();
        value.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /// An object inside, whose readers note their errors here.
    public Body object(String name) {
        var value = structured(name);
        if (!absent(value) && !value.isObject()) {
            error(name, "must be an object");
        }
        return part(value, path + name + '.', strict);
    }

    /// As [#object(String)], for keys that are not ours to know.
    public Body open(String name) {
        var value = structured(name);
        if (!absent(value) && !value.isObject()) {
            error(name, "must be an object");
        }
        return part(value, path + name + '.', false);
    }

    /// The objects of a list, which may also stand alone.
    public List<Body> objects(String name, int most) {
        var value = structured(name);
        if (absent(value)) {
            return List.of();
        }
        if (value.isObject()) {
            return List.of(part(value, path + name + '.', strict));
        }
        if (!value.isArray() || value.size() > most || !all(value, JsonNode::isObject)) {
            error(name, "must be a list of at most " + most + " objects");
            return List.of();
        }
        var objects = new ArrayList<Body>();
        for (var place = 0; place < value.size(); place++) {
            objects.add(part(value.get(place), path + name + '[' + place + "].", strict));
        }
        return objects;
    }

    /// The names and texts of an object whose keys are not ours to know.
    public Map<String, String> entries() {
        var entries = new LinkedHashMap<String, String>();
        node.properties().forEach(entry -> {
            asked.add(entry.getKey());
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                entries.put(entry.getKey(), entry.getValue().asText());
            } else {
                error(entry.getKey(), "must be a text");
            }
        });
        return entries;
    }

    public boolean has(String name) {
        var value = value(name);
        return !absent(value) && !(value.isTextual() && value.asText().isBlank());
    }

    /// The whole as it came.
    public ObjectNode node() {
        return node;
    }

    /// The beginning of a day, or an instant.
    public Optional<Instant> from(String name) {
        return from(name, ZoneOffset.UTC);
    }

    /// As [#from(String)], a day being one of this zone.
    public Optional<Instant> from(String name, ZoneId zone) {
        return optionalText(name).flatMap(text -> when(name, text, zone, false));
    }

    /// The end of a day, its last millisecond, or an instant.
    public Optional<Instant> to(String name) {
        return to(name, ZoneOffset.UTC);
    }

    /// As [#to(String)], a day being one of this zone.
    public Optional<Instant> to(String name, ZoneId zone) {
        return optionalText(name).flatMap(text -> when(name, text, zone, true));
    }

    /// A day by its date.
    public Optional<LocalDate> date(String name) {
        return optionalText(name).flatMap(text -> {
            try {
                var date = LocalDate.parse(text);
                return bounded(name, date.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .map(_ -> date);
            } catch (DateTimeException notDate) {
                error(name, "must be a date (2026-01-31)");
                return Optional.empty();
            }
        });
    }

    private Optional<Instant> when(String name, String text, ZoneId zone, boolean end) {
        try {
            if (text.length() <= "yyyy-mm-dd".length()) {
                var day = day(text);
                var start = (end ? day.plusDays(1) : day).atStartOfDay(zone).toInstant();
                return bounded(name, end ? start.minusMillis(1) : start);
            }
            return bounded(name, instant(text));
        } catch (DateTimeException notTime) {
            error(name, "must be a date (2026-01-31) or an instant (2026-01-31T09:30:00Z)");
            return Optional.empty();
        }
    }

    /// As ISO 8601 writes it (2026-01-31), with slashes, or with the day first, as is the habit in Nigeria
    // (31-01-2026).
    private static LocalDate day(String text) {
        var parts = text.replace('/', '-').split("-", -1);
        var dayFirst = parts.length == 3 && parts[2].length() == "yyyy".length();
        return LocalDate.parse(dayFirst ? String.join("-", parts[2], parts[1], parts[0]) : String.join("-", parts));
    }

    /// As ISO 8601 and its relatives write it: a blank for `T`, an offset as `+01:00`, `+0100`, `+01` or `Z`, and
    /// a zone in brackets behind it. A plus sign arrives as a blank in forms that did not encode it. Clients that
    /// name no offset mean UTC.
    private static Instant instant(String text) {
        var parts = INSTANT.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("Not an instant");
        }
        var local = LocalDateTime.parse(
                parts.group("date") + 'T' + parts.group("time").replace(',', '.'));
        var hours = parts.group("hours");
        if (hours == null) {
            return local.toInstant(ZoneOffset.UTC);
        }
        var sign = "-".equals(parts.group("sign")) ? "-" : "+";
        var minutes = Objects.requireNonNullElse(parts.group("minutes"), "00");
        return local.toInstant(ZoneOffset.of(sign + hours + ':' + minutes));
    }

    private Optional<Instant> bounded(String name, Instant instant) {
        var year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1970 || year > 9999) {
            error(name, "must lie between the years 1970 and 9999");
            return Optional.empty();
        }
        return Optional.of(instant);
    }

    private Body part(JsonNode value, String partPath, boolean partStrict) {
        var part = new Body(value instanceof ObjectNode object ? object : Json.object(), partStrict, partPath, errors);
        parts.add(part);
        return part;
    }

    private JsonNode value(String name) {
        asked.add(name);
        var value = node.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    /// A list or an object, which forms also hold as the text of its JSON.
    private JsonNode structured(String name) {
        var value = value(name);
        if (!value.isTextual() || !STRUCTURE.matcher(value.asText()).lookingAt()) {
            return value;
        }
        try {
            var read = Json.read(value.asText());
            return RequestFields.garbled(read) ? value : read;
        } catch (JsonProcessingException notJson) {
            return value;
        }
    }

    private String missing(String name) {
        error(name, "is missing");
        return "";
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.asText().isEmpty();
    }

    private static boolean all(JsonNode array, Predicate<JsonNode> condition) {
        for (var element : array) {
            if (!condition.test(element)) {
                return false;
            }
        }
        return true;
    }
}
