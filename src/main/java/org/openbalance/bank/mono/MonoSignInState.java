package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.http.Fields;

/// What a sign-in remembers from one step to the next. Nothing that was typed is part of it.
///
/// @param session Mono's, of the sign-in
/// @param renews the account that is linked anew, if one is
/// @param asked what the answer is sent as
/// @param choice the accounts that the customer was shown, or the one that was chosen
/// @param linked the account, once it is
/// @param since when it was
record MonoSignInState(
        String session,
        Optional<String> renews,
        Optional<Asked> asked,
        List<Choice> choice,
        Optional<String> linked,
        Optional<Instant> since) {

    enum Asked {
        OTP("otp"),
        ANSWER("answer"),
        ACCOUNT("accountNumber");

        private final String name;

        Asked(String name) {
            this.name = name;
        }

        /// As Mono wants it.
        String wire() {
            return name;
        }
    }

    /// An account among those of the login.
    record Choice(String number, Optional<String> currency) {

        private static Choice of(JsonNode account) {
            return new Choice(account.path("number").asText(), Fields.text(account, "currency"));
        }

        private JsonNode json() {
            var json = Json.object().put("number", number);
            currency.ifPresent(code -> json.put("currency", code));
            return json;
        }
    }

    static MonoSignInState opened(String session, Optional<String> renews) {
        return new MonoSignInState(session, renews, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    MonoSignInState asking(Asked what) {
        return new MonoSignInState(session, renews, Optional.of(what), choice, linked, since);
    }

    MonoSignInState of(List<Choice> accounts) {
        return new MonoSignInState(session, renews, asked, List.copyOf(accounts), linked, since);
    }

    MonoSignInState linkedAs(String account, Instant now) {
        return new MonoSignInState(session, renews, Optional.empty(), choice, Optional.of(account), Optional.of(now));
    }

    /// The account that the customer chose, if there was a choice.
    Optional<Choice> chosen() {
        return choice.size() == 1 ? Optional.of(choice.getFirst()) : Optional.empty();
    }

    String write() {
        var json = Json.object().put("session", session);
        renews.ifPresent(account -> json.put("renews", account));
        asked.ifPresent(what -> json.put("asked", what.name()));
        json.set("choice", Json.array(choice, Choice::json));
        linked.ifPresent(account -> json.put("linked", account));
        since.ifPresent(at -> json.put("since", at.toString()));
        return Json.write(json);
    }

    static MonoSignInState read(String state) {
        var json = Json.readOwn(state);
        return new MonoSignInState(
                json.path("session").asText(),
                Fields.text(json, "renews"),
                Fields.text(json, "asked").map(Asked::valueOf),
                Fields.each(json, "choice").map(Choice::of).toList(),
                Fields.text(json, "linked"),
                Fields.text(json, "since").map(Instant::parse));
    }

    @Override
    public String toString() {
        return "(sign-in)";
    }
}
