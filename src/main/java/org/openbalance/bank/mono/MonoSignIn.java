package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.PaidCalls;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.Fields;
import org.openbalance.bank.mono.MonoSignInState.Asked;
import org.openbalance.bank.mono.MonoSignInState.Choice;

/// Signs customers in through Mono's Partners API: the bank's own form, then whatever the bank asks for, then the one
/// account that is linked. A renewal keeps the account's id.
final class MonoSignIn {

    /// The ways in that a bank may have; the first is preferred.
    static final List<String> METHODS = List.of("internet_banking", "mobile_banking");

    private static final int BAD_REQUEST = 400;
    private static final String PAID = "reauth";
    private static final String SESSION = "v2/connect/session";
    private static final String REAUTH_SESSION = "v2/connect/reauth/session";
    private static final String LOGIN = "v2/connect/login";
    private static final String REAUTH_LOGIN = "v2/connect/reauth/login";
    private static final String COMMIT = "v2/connect/commit";

    private static final Logger LOG = Logger.getLogger(MonoSignIn.class);

    private final MonoCalls calls;
    private final MonoHostedLink hosted;
    private final MonoLinking linking;
    private final PaidCalls paid;
    private final InstantSource clock;

    MonoSignIn(MonoCalls calls, MonoHostedLink hosted, PaidCalls paid, InstantSource clock) {
        this.calls = calls;
        this.hosted = hosted;
        this.linking = new MonoLinking(calls, clock);
        this.paid = paid;
        this.clock = clock;
    }

    SignInStep begin(Access access, SignInRequest request) {
        calls.requireKey(access);
        if (access.keys().filter(MonoHostedLink::isWanted).isPresent()) {
            return begunElsewhere(access, request);
        }
        return request.earlier()
                .flatMap(earlier -> renewed(access, MonoGrant.of(earlier).account(), request.fields()))
                .orElseGet(() -> first(access, request));
    }

    /// At Mono's own page.
    private SignInStep begunElsewhere(Access access, SignInRequest request) {
        return request.earlier()
                .flatMap(earlier ->
                        hosted.renewed(access, request, MonoGrant.of(earlier).account()))
                .orElseGet(() -> isUnknown(request.person()) ? unknown(access.bank()) : hosted.first(access, request));
    }

    private static boolean isUnknown(SignInRequest.Person person) {
        return person.name().isEmpty() || person.email().isEmpty();
    }

    private static SignInStep unknown(Bank bank) {
        LOG.warn("Mono takes no sign-in without customer.name and customer.email, which the owner did not say");
        return failed(
                SignInStep.Reason.UNSUPPORTED,
                "Your name and e-mail address are needed to sign in at " + bank.name()
                        + ", and the company that sent you here has not given them",
                false);
    }

    private SignInStep first(Access access, SignInRequest request) {
        if (isUnknown(request.person())) {
            return unknown(access.bank());
        }
        return METHODS.stream()
                .flatMap(method -> opened(access, method, request).stream())
                .findFirst()
                .map(session ->
                        loggedIn(access, LOGIN, MonoSignInState.opened(session, Optional.empty()), request.fields()))
                .orElseGet(() -> failed(
                        SignInStep.Reason.UNSUPPORTED,
                        access.bank().name() + " cannot be signed in to here right now; try again later",
                        false));
    }

    /// @return the session, if the bank has this way in and its form is the one that was filled in
    private Optional<String> opened(Access access, String method, SignInRequest request) {
        var body = Json.object()
                .put("institution", reference(access.bank()))
                .put("auth_method", method)
                .put("scope", "financial_data");
        body.putObject("customer")
                .put("name", request.person().name().orElseThrow())
                .put("email", request.person().email().orElseThrow());
        var answer = calls.post(access, SESSION, body);
        if (isRefusal(answer)) {
            return Optional.empty();
        }
        var data = calls.data(answer);
        var asked = MonoForm.of(data.path("ui")).map(MonoForm::names);
        return asked.filter(names -> !names.equals(request.fields().keySet())).isPresent()
                ? Optional.empty()
                : Optional.of(session(access.bank(), data));
    }

    static String reference(Bank bank) {
        return bank.listing().map(Bank.Listing::reference).orElseThrow();
    }

    private static String session(Bank bank, JsonNode data) {
        return Fields.text(data.path("session"), "id").orElseThrow(() -> MonoCalls.notUnderstood(bank));
    }

    /// Mono may have kept what it needs, and be done at once.
    ///
    /// @return empty for an account that Mono knows no more: it is linked as if for the first time
    private Optional<SignInStep> renewed(Access access, String account, Map<String, Secret> fields) {
        var answer = calls.post(access, REAUTH_SESSION, Json.object().put("account", account));
        if (answer.gone()) {
            return Optional.empty();
        }
        if (code(answer).isPresent()) {
            return Optional.of(advanced(access, MonoSignInState.opened("", Optional.of(account)), answer));
        }
        var session = session(access.bank(), calls.data(answer));
        return Optional.of(
                loggedIn(access, REAUTH_LOGIN, MonoSignInState.opened(session, Optional.of(account)), fields));
    }

    private SignInStep loggedIn(Access access, String path, MonoSignInState state, Map<String, Secret> fields) {
        var body = Json.object();
        fields.forEach((name, typed) -> body.put(name, typed.value()));
        return advanced(access, state, calls.post(access, path, state.session(), body));
    }

    SignInStep answer(Access access, String state, SignInAnswer answer) {
        return MonoHostedLink.State.read(state)
                .map(elsewhere -> answered(access, hosted.answer(access, elsewhere, answer)))
                .orElseGet(() -> answer(access, MonoSignInState.read(state), answer));
    }

    private SignInStep answered(Access access, MonoHostedLink.Outcome outcome) {
        return switch (outcome) {
            case MonoHostedLink.Outcome.Open(var step) -> step;
            case MonoHostedLink.Outcome.Linked(var account, var renews) -> linked(access, account, renews);
        };
    }

    private SignInStep linked(Access access, String account, Optional<String> renews) {
        if (renews.isPresent()) {
            paid.count(MonoConnector.NETWORK, PAID);
        }
        return linking.told(access, MonoSignInState.opened("", renews).linkedAs(account, clock.instant()));
    }

    private SignInStep answer(Access access, MonoSignInState state, SignInAnswer answer) {
        return switch (answer) {
            case SignInAnswer.Typed(var text) -> typed(access, state, text);
            case SignInAnswer.Waited _ ->
                state.linked().isPresent() ? linking.told(access, state) : begunAnew(access.bank());
            case SignInAnswer.Returned _ -> begunAnew(access.bank());
        };
    }

    private SignInStep typed(Access access, MonoSignInState state, Secret text) {
        if (state.asked().isEmpty()) {
            return begunAnew(access.bank());
        }
        var asked = state.asked().orElseThrow();
        if (asked != Asked.ACCOUNT) {
            return committed(access, state, asked, text.value().strip());
        }
        return picked(state.choice(), text.value().strip())
                .map(choice -> committed(access, state.of(List.of(choice)), asked, choice.number()))
                .orElseGet(() ->
                        failed(SignInStep.Reason.BAD_ANSWER, "Type the number that stands before the account", true));
    }

    /// By its place in the list.
    private static Optional<Choice> picked(List<Choice> shown, String typed) {
        return IntStream.range(0, shown.size())
                .filter(place -> Integer.toString(place + 1).equals(typed))
                .mapToObj(shown::get)
                .findFirst();
    }

    private SignInStep committed(Access access, MonoSignInState state, Asked asked, String text) {
        var body = Json.object().put(asked.wire(), text);
        return advanced(access, state, calls.post(access, COMMIT, state.session(), body));
    }

    /// What Mono answers at each step of a sign-in.
    private SignInStep advanced(Access access, MonoSignInState state, BankAnswer answer) {
        MonoCalls.requireTaken(answer);
        var data = answer.object().orElseThrow(answer::failure).path("data");
        if (isRefusal(answer)) {
            return refused(access.bank(), state);
        }
        return switch (code(answer).orElse("")) {
            case "99" -> accepted(access, state, data);
            case "101" -> choice(access.bank(), state, data);
            case "102" -> asked(access.bank(), state, data.path("userInput"));
            case "400" -> refused(access.bank(), state);
            default -> throw answer.status() < BAD_REQUEST ? MonoCalls.notUnderstood(access.bank()) : answer.failure();
        };
    }

    /// Mono writes it beside the data, or in it.
    private static Optional<String> code(BankAnswer answer) {
        return answer.object()
                .map(body -> body.hasNonNull("responseCode") ? body : body.path("data"))
                .filter(holder -> holder.hasNonNull("responseCode"))
                .map(holder -> holder.path("responseCode").asText());
    }

    /// Too many sign-ins are none.
    static boolean isRefusal(BankAnswer answer) {
        return answer.status() == BAD_REQUEST
                && answer.object().isPresent()
                && answer.failure().kind() != BankFailure.Kind.QUOTA;
    }

    /// Mono's refusal does not tell what was typed wrongly from a bank that does not work.
    private static SignInStep refused(Bank bank, MonoSignInState state) {
        var what = "What you typed is wrong, or " + bank.name() + " does not work right now; check it and try again";
        return failed(
                state.asked().isPresent() ? SignInStep.Reason.BAD_ANSWER : SignInStep.Reason.BAD_CREDENTIALS,
                what,
                true);
    }

    /// One login links one account.
    private static SignInStep choice(Bank bank, MonoSignInState state, JsonNode data) {
        var accounts = Fields.each(data, "accounts")
                .filter(account -> Fields.text(account, "accountNumber").isPresent())
                .toList();
        if (accounts.isEmpty()) {
            throw MonoCalls.notUnderstood(bank);
        }
        var shown = IntStream.range(0, accounts.size())
                .mapToObj(place -> place + 1 + ": " + shown(accounts.get(place)))
                .collect(Collectors.joining("; "));
        var choices = accounts.stream()
                .map(account -> new Choice(account.path("accountNumber").asText(), Fields.text(account, "currency")))
                .toList();
        return new SignInStep.Question(
                "Which account? Type its number in this list. " + shown,
                state.of(choices).asking(Asked.ACCOUNT).write());
    }

    private static String shown(JsonNode account) {
        var number = account.path("accountNumber").asText();
        var end = "…" + number.substring(Math.max(0, number.length() - 4));
        return Stream.of(
                        account.path("name").asText(""),
                        account.path("type").asText(""),
                        account.path("currency").asText(""),
                        end)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }

    private static SignInStep asked(Bank bank, MonoSignInState state, JsonNode input) {
        var form = MonoForm.of(input).filter(asked -> asked.inputs().size() == 1);
        if (form.isEmpty()) {
            return failed(
                    SignInStep.Reason.UNSUPPORTED,
                    bank.name() + " asks for something that cannot be answered here",
                    false);
        }
        var known = form.orElseThrow();
        var next = state.asking(known.isOtp() ? Asked.OTP : Asked.ANSWER).write();
        // The widget takes as many digits as it is told, so a password of unknown length is asked for as an answer.
        return known.digits()
                .filter(_ -> known.isOtp())
                .<SignInStep>map(digits -> new SignInStep.Otp(known.words(), digits, next))
                .orElseGet(() -> new SignInStep.Question(known.words(), next));
    }

    private SignInStep accepted(Access access, MonoSignInState state, JsonNode data) {
        if (state.renews().isPresent()) {
            return linked(access, state.renews().orElseThrow(), state.renews());
        }
        var code = Fields.text(data, "code").orElseThrow(() -> MonoCalls.notUnderstood(access.bank()));
        return linking.exchanged(access, state, code);
    }

    private static SignInStep begunAnew(Bank bank) {
        return failed(SignInStep.Reason.EXPIRED, "That was another sign-in at " + bank.name() + ". Begin again", true);
    }

    private static SignInStep.Failed failed(SignInStep.Reason reason, String message, boolean retry) {
        return new SignInStep.Failed(reason, message, retry);
    }
}
