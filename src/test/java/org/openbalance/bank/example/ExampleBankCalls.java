package org.openbalance.bank.example;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openbalance.bank.*;
import org.openbalance.bank.http.*;

/// The calls that Example Bank takes, and the tokens that they need.
final class ExampleBankCalls {

    /// What the bank knows this software by.
    static final String CLIENT = "openbalance";

    private static final String KEY = "client_secret";

    private final BankHttp http;
    private final InstantSource clock;
    private final URI base;

    ExampleBankCalls(BankHttp http, InstantSource clock, URI base) {
        this.http = http;
        this.clock = clock;
        this.base = base;
    }

    URI at(String path) {
        return base.resolve(path);
    }

    /// Nobody need go to the bank's page if what they come back with cannot be exchanged.
    ///
    /// @throws BankFailure `DATA` if the owner has no key
    void requireKey(Access access) {
        access.key(KEY);
    }

    /// What the bank calls itself on the way back.
    String issuer() {
        return base.toString();
    }

    /// What a sign-in's code stands for. The bank takes each once, for a minute.
    SignInStep exchanged(Access access, CodeRedirect.Return.Code code) {
        var answer = token(access, code.form());
        if (answer.status() == 400) {
            return new SignInStep.Failed(SignInStep.Reason.EXPIRED, "That took too long. Sign in again", true);
        }
        return new SignInStep.Authenticated(
                ExampleGrant.of(answer.json(), clock.instant()),
                ExampleBankJson.customer(answer.json()),
                ExampleBankJson.ends(answer.json()));
    }

    private BankAnswer token(Access access, Map<String, String> what) {
        return http.send(access, BankRequest.post(at("token"), asOurselves(access, what)));
    }

    /// Ends a consent. Needs no token, so it works however old the grant is.
    BankAnswer revoke(Access access, String consent) {
        return http.send(access, BankRequest.post(at("revoke"), asOurselves(access, Map.of("consent", consent))));
    }

    private static Map<String, String> asOurselves(Access access, Map<String, String> what) {
        var form = new LinkedHashMap<>(what);
        form.put("client_id", CLIENT);
        form.put("client_secret", access.key(KEY).value());
        return form;
    }

    /// The token to ask with. An end that is known is not asked about: the bank may answer anything then.
    String token(Access access, HeldGrant held) {
        var grant = ExampleGrant.of(held.grant());
        if (grant.hasEnded(clock.instant())) {
            throw new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, "Example Bank asks the customer to sign in again");
        }
        return grant.isFresh(clock.instant())
                ? grant.access()
                : ExampleGrant.of(held.exchange(last -> exchanged(access, last)))
                        .access();
    }

    private Grant exchanged(Access access, Grant last) {
        var refresh = ExampleGrant.of(last).refresh();
        var answer = token(access, Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        return ExampleGrant.of(answer.json(), clock.instant());
    }

    boolean isSigned(NetworkPost post) {
        var key = post.key(KEY);
        return post.header("example-signature")
                .filter(signature -> PostSignature.holds(signature, key, post.body()))
                .isPresent();
    }

    BankAnswer get(Access access, String token, URI what) {
        return http.send(
                access,
                BankRequest.get(what)
                        .bearer(token)
                        .with("Customer-Address", access.attendance().map(Attendance::address))
                        .with("Customer-Agent", access.attendance().flatMap(Attendance::userAgent)));
    }
}
