package org.openbalance.bank.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;

/// What a bank answered. It may hold anything of the customer, so it never shows itself in a text.
///
/// @param headers by names in lower case
/// @param at when it came
public record BankAnswer(Bank bank, int status, Map<String, String> headers, String body, Instant at) {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOTHING_TO_SAY = 204;
    private static final int NOT_FOUND = 404;
    private static final int NO_MORE = 410;

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The object that a bank answers with when all is well.
    ///
    /// @throws BankFailure as [HttpFailures] has it for any other status; `ERROR` for a body that is no JSON
    /// object, such as the page of a gateway in front of the bank
    public JsonNode json() {
        if (status != OK && status != CREATED) {
            throw failure();
        }
        return object().orElseThrow(() ->
                new BankFailure(BankFailure.Kind.ERROR, bank.name() + " gave an answer that was not understood"));
    }

    /// That the bank did what it was asked, as to end something, and has nothing more to say, or JSON.
    ///
    /// @throws BankFailure as [#json] does, also for a page in place of an answer
    public void done() {
        var said = body.isBlank() || object().isPresent();
        if (status < OK || status > NOTHING_TO_SAY || !said) {
            throw failure();
        }
    }

    /// The body, whatever the status; empty if it is no JSON object.
    public Optional<JsonNode> object() {
        try {
            return Optional.of(Json.read(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /// Whether the bank itself says that there is no such thing. The page of a gateway says nothing of an account.
    public boolean gone() {
        return (status == NOT_FOUND || status == NO_MORE) && object().isPresent();
    }

    public BankFailure failure() {
        return HttpFailures.of(this);
    }

    @Override
    public String toString() {
        return "(answer " + status + ")";
    }
}
