package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.http.Fields;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;

/// Links at Mono's own page, for owners who may not touch what is typed at a bank: a key of the network named `link`
/// says `hosted`.
///
/// What was linked is told by a hook alone ([MonoPosts]), so a customer who is back waits for that.
final class MonoHostedLink {

    /// After this nothing comes any more: the customer gave up, or the hooks are not registered.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final int WAIT_MS = 3_000;
    static final String KEY = "link";

    private static final String INITIATE = "v2/accounts/initiate";
    private static final String STATE = "state";

    private final MonoCalls calls;
    private final HeardLinks links;
    private final InstantSource clock;

    MonoHostedLink(MonoCalls calls, HeardLinks links, InstantSource clock) {
        this.calls = calls;
        this.links = links;
        this.clock = clock;
    }

    /// Whether an owner links at Mono's page.
    static boolean isWanted(NetworkKeys keys) {
        return Optional.ofNullable(keys.named().get(KEY))
                .filter(kind -> kind.value().strip().equals("hosted"))
                .isPresent();
    }

    /// A sign-in at Mono's page.
    ///
    /// @param back what the way back has to show
    /// @param ref what the hook calls it
    /// @param renews the account that is linked anew, if one is
    /// @param since when it began
    /// @param returned when the customer came back
    record State(String back, String ref, Optional<String> renews, Instant since, Optional<Instant> returned) {

        private State back(Instant now) {
            return new State(back, ref, renews, since, Optional.of(now));
        }

        private String write() {
            var json = Json.object().put("back", back).put("ref", ref).put("since", since.toString());
            renews.ifPresent(account -> json.put("renews", account));
            returned.ifPresent(at -> json.put("returned", at.toString()));
            return Json.write(json);
        }

        /// @return empty for a state of another kind of sign-in
        static Optional<State> read(String state) {
            var json = Json.readOwn(state);
            return Fields.text(json, "ref")
                    .map(ref -> new State(
                            json.path("back").asText(),
                            ref,
                            Fields.text(json, "renews"),
                            Instant.parse(json.path("since").asText()),
                            Fields.text(json, "returned").map(Instant::parse)));
        }

        @Override
        public String toString() {
            return "(sign-in)";
        }
    }

    SignInStep first(Access access, SignInRequest request) {
        if (request.back().state().isBlank()) {
            return unlisted(access.bank());
        }
        var ref = Ids.token();
        return MonoSignIn.METHODS.stream()
                .flatMap(method -> page(access, first(access, request, method, ref)).stream())
                .findFirst()
                .<SignInStep>map(url -> away(url, request.back(), ref, Optional.empty()))
                .orElseGet(() -> failed(
                        SignInStep.Reason.BANK_DOWN,
                        access.bank().name() + " cannot be linked at Mono right now; try again later",
                        true));
    }

    /// @return empty for an account that Mono does not renew: it is linked as if for the first time
    Optional<SignInStep> renewed(Access access, SignInRequest request, String account) {
        if (request.back().state().isBlank()) {
            return Optional.of(unlisted(access.bank()));
        }
        var ref = HeardLinks.renewalOf(account);
        return page(access, renewal(access, request, account, ref))
                .map(url -> away(url, request.back(), ref, Optional.of(account)));
    }

    /// Listed with the keys of an owner who links otherwise, it is given no way back.
    private static SignInStep unlisted(Bank bank) {
        return failed(
                SignInStep.Reason.UNSUPPORTED,
                bank.name() + " is listed with a form of its own, and this company links at Mono's page alone",
                false);
    }

    private SignInStep away(String url, WayBack back, String ref, Optional<String> renews) {
        var state = new State(back.state(), ref, renews, clock.instant(), Optional.empty());
        return new SignInStep.Redirect(url, state.write());
    }

    private static ObjectNode first(Access access, SignInRequest request, String method, String ref) {
        var body = asked("auth", request.back(), ref);
        body.putObject("customer")
                .put("name", request.person().name().orElseThrow())
                .put("email", request.person().email().orElseThrow());
        body.putObject("institution")
                .put("id", MonoSignIn.reference(access.bank()))
                .put("auth_method", method);
        return body;
    }

    private static ObjectNode renewal(Access access, SignInRequest request, String account, String ref) {
        return asked("reauth", request.back(), ref).put("account", MonoCalls.id(access.bank(), account));
    }

    /// What Mono adds to the address is not known; our own parameter is part of it.
    private static ObjectNode asked(String scope, WayBack back, String ref) {
        var url = back.url() + "?" + STATE + "=" + back.state();
        var body = Json.object().put("scope", scope).put("redirect_url", url);
        body.putObject("meta").put("ref", ref);
        return body;
    }

    /// @return empty if Mono refuses, as a bank has no such way in, or does not know the account
    private Optional<String> page(Access access, ObjectNode body) {
        var answer = calls.post(access, INITIATE, body);
        return MonoSignIn.isRefusal(answer) || answer.gone()
                ? Optional.empty()
                : Optional.of(page(access.bank(), calls.data(answer)));
    }

    private static String page(Bank bank, JsonNode data) {
        return Fields.text(data, "mono_url")
                .filter(url -> url.startsWith("https://"))
                .orElseThrow(() -> MonoCalls.notUnderstood(bank));
    }

    /// What came of it: the account once a hook has told it, and until then the step that the customer is at.
    sealed interface Outcome {

        record Linked(String account, Optional<String> renews) implements Outcome {}

        record Open(SignInStep step) implements Outcome {}
    }

    Outcome answer(Access access, State state, SignInAnswer answer) {
        if (answer instanceof SignInAnswer.Returned(var parameters)) {
            return parameters.getOrDefault(STATE, "").isEmpty() || !Hashes.same(state.back(), parameters.get(STATE))
                    ? new Outcome.Open(failed(SignInStep.Reason.EXPIRED, "That was another sign-in. Begin again", true))
                    : heard(access, state.back(clock.instant()));
        }
        return state.returned().isPresent() ? heard(access, state) : new Outcome.Open(waiting(state));
    }

    private Outcome heard(Access access, State state) {
        return links.find(access.tenant(), state.ref())
                .filter(heard -> !heard.at().isBefore(state.since()))
                .<Outcome>map(heard -> new Outcome.Linked(heard.account(), state.renews()))
                .orElseGet(() -> new Outcome.Open(isOver(state) ? over() : waiting(state)));
    }

    private boolean isOver(State state) {
        return state.returned()
                .filter(at -> !clock.instant().isBefore(at.plus(LONGEST_WAIT)))
                .isPresent();
    }

    private static SignInStep waiting(State state) {
        return new SignInStep.Wait(WAIT_MS, state.write());
    }

    private static SignInStep over() {
        return failed(SignInStep.Reason.CANCELLED, "Nothing was linked at Mono's page; begin again", true);
    }

    private static SignInStep.Failed failed(SignInStep.Reason reason, String message, boolean retry) {
        return new SignInStep.Failed(reason, message, retry);
    }
}
