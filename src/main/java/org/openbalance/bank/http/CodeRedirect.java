package org.openbalance.bank.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openbalance.api.Json;
import org.openbalance.bank.Bank;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;

/// The redirect of OAuth's authorization code (RFC 6749, 4.1): to the bank's page, and what may be made of the way
/// back.
///
/// What comes back is taken only with our own `state`, and from the bank that the customer was sent to (`iss`, RFC
/// 9207): else a customer could be made to link somebody else's accounts, or a bank to hand us another's code.
public final class CodeRedirect {

    private static final String BACK = "back";
    private static final String STATE = "state";

    private CodeRedirect() {}

    /// @param page of the bank
    /// @param own the bank's own parameters, such as the scope
    public static SignInStep.Redirect to(URI page, String client, WayBack back, Map<String, String> own) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client);
        parameters.put("redirect_uri", back.url());
        parameters.put(STATE, back.state());
        parameters.putAll(own);
        return new SignInStep.Redirect(page + "?" + BankRequest.query(parameters), Json.write(begun(back)));
    }

    /// What has to be remembered of a redirect until the way back, for a bank that gives the address of its
    /// page itself. The connector may add what it needs by other names.
    public static ObjectNode begun(WayBack back) {
        return Json.object().put(BACK, back.url()).put(STATE, back.state());
    }

    /// What a customer came back with.
    public sealed interface Return {

        /// To be shown at the token endpoint.
        record Code(String code, String redirectUri) implements Return {

            /// As that endpoint wants it.
            public Map<String, String> form() {
                return Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", redirectUri);
            }

            @Override
            public String toString() {
                return "(code)";
            }
        }

        record Refused(SignInStep.Failed failed) implements Return {}
    }

    /// @param state what [#to] gave
    /// @param issuer of the bank, as it names itself
    public static Return back(Bank bank, String state, SignInAnswer answer, String issuer) {
        var returned = returned(answer);
        return returned.isEmpty() || issuer.equals(returned.get("iss")) ? back(bank, state, answer) : another();
    }

    /// From a bank, or a network, that does not name itself on the way back.
    ///
    /// @param state with what [#begun] gave in it
    public static Return back(Bank bank, String state, SignInAnswer answer) {
        var begun = Json.readOwn(state);
        var returned = returned(answer);
        if (!returned.isEmpty() && !begun.path(STATE).asText().equals(returned.get(STATE))) {
            return another();
        }
        return returned.containsKey("code") && !returned.containsKey("error")
                ? new Return.Code(returned.get("code"), begun.path(BACK).asText())
                : refused(SignInStep.Reason.CANCELLED, "Access was not approved at " + bank.name());
    }

    private static Map<String, String> returned(SignInAnswer answer) {
        return answer instanceof SignInAnswer.Returned(var all) ? all : Map.of();
    }

    private static Return another() {
        return refused(SignInStep.Reason.EXPIRED, "That was another sign-in. Begin again");
    }

    private static Return refused(SignInStep.Reason reason, String message) {
        return new Return.Refused(new SignInStep.Failed(reason, message, true));
    }
}
