package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openbalance.bank.Bank;
import org.openbalance.bank.http.Fields;

/// A form as Mono describes it, with what the customer is to type.
///
/// @param title what it is for, in Mono's words
record MonoForm(Optional<String> title, List<Input> inputs) {

    private static final String INPUT = "elements.input";
    private static final int LONGEST = 200;

    /// How many digits a one-time password has, where the form says so: `6-digit code`, `6 digits`.
    private static final Pattern DIGITS = Pattern.compile("\\b([4-9]|1[0-2])[ -]?digits?\\b", Pattern.CASE_INSENSITIVE);

    /// @param name that Mono wants it under
    record Input(String name, Optional<String> hint, boolean password) {

        private static Input of(JsonNode element) {
            return new Input(
                    element.path("name").asText(),
                    Fields.text(element, "hint"),
                    "password".equals(element.path("contentType").asText()));
        }

        private Bank.Field field() {
            return new Bank.Field(name, hint.orElse(name), password ? "password" : "text", LONGEST);
        }
    }

    /// @param ui with `title` and `form`
    /// @return empty for a form that has no inputs, or asks for something else
    static Optional<MonoForm> of(JsonNode ui) {
        var elements = Fields.each(ui, "form").toList();
        var known = !elements.isEmpty()
                && elements.stream()
                        .allMatch(element -> INPUT.equals(element.path("type").asText())
                                && Fields.text(element, "name").isPresent());
        return known
                ? Optional.of(new MonoForm(
                        Fields.text(ui, "title"),
                        elements.stream().map(Input::of).toList()))
                : Optional.empty();
    }

    List<Bank.Field> fields() {
        return inputs.stream().map(Input::field).toList();
    }

    Set<String> names() {
        return inputs.stream().map(Input::name).collect(Collectors.toSet());
    }

    /// Whether it asks for a one-time password alone.
    boolean isOtp() {
        return inputs.size() == 1
                && inputs.getFirst().name().toLowerCase(Locale.ROOT).contains("otp");
    }

    /// How many digits it asks for, if it says so.
    Optional<Integer> digits() {
        var matcher = DIGITS.matcher(words());
        return Optional.of(matcher).filter(Matcher::find).map(found -> Integer.valueOf(found.group(1)));
    }

    /// What the customer reads.
    String words() {
        return title.or(() -> inputs.getFirst().hint()).orElse("One more answer is wanted");
    }
}
