package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.Access;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.http.BankRequest;
import org.openbalance.bank.http.Fields;

/// The calls that Enable Banking takes.
final class EnableBankingCalls {

    static final URI HOST = URI.create("https://api.enablebanking.com/");

    private static final String PSU_ADDRESS = "Psu-Ip-Address";
    private static final String PSU_AGENT = "Psu-User-Agent";
    private static final String READABLE = "AUTHORIZED";
    private static final int OK = 200;
    private static final int MULTIPLE = 300;

    private final BankHttp http;
    private final EnableBankingTokens tokens;
    private final URI base;

    EnableBankingCalls(BankHttp http, InstantSource clock, URI base) {
        this.http = http;
        this.tokens = new EnableBankingTokens(clock);
        this.base = base;
    }

    /// Nobody need go to a bank's page if what they come back with cannot be exchanged.
    ///
    /// @throws BankFailure `DATA` if the owner has no keys that a token can be signed with
    void requireKeys(Access access) {
        tokens.of(access);
    }

    /// What the network says of banks.
    ///
    /// @param which by `country`, and by `psu_type` of their customers
    JsonNode directory(Access access, Map<String, String> which) {
        var answer = send(access, BankRequest.get(base.resolve("aspsps?" + BankRequest.query(which))));
        if (answer.status() != OK) {
            throw EnableBankingFailures.ofOurselves(answer);
        }
        return answer.json();
    }

    /// Begins a sign-in at a bank.
    BankAnswer authorize(Access access, JsonNode what) {
        return send(access, BankRequest.post(base.resolve("auth"), what));
    }

    /// Makes a session of the code that a customer came back with.
    BankAnswer session(Access access, JsonNode code) {
        return send(access, BankRequest.post(base.resolve("sessions"), code));
    }

    /// Closes a session, and the bank's consent where the network can.
    void endSession(Access access, String session) {
        var answer = send(access, BankRequest.delete(at(session)));
        if (answer.status() >= MULTIPLE) {
            throw EnableBankingFailures.ofOurselves(answer);
        }
        answer.done();
    }

    /// Something of an account, in the customer's name.
    ///
    /// @param path behind the account's `uid`
    /// @return empty if the network knows the account no more
    /// @throws BankFailure if the network answers with anything else than what it was asked for
    Optional<JsonNode> read(Access access, EnableBankingGrant grant, String uid, String path) {
        var what = BankRequest.get(base.resolve("accounts/" + uid + '/' + path));
        var answer = send(access, attended(what, access, grant));
        if (answer.status() == OK) {
            return Optional.of(answer.json());
        }
        if (EnableBankingFailures.code(answer)
                .filter(EnableBankingFailures.ACCOUNT_UNKNOWN::equals)
                .isPresent()) {
            requireReadable(access, grant);
            return Optional.empty();
        }
        throw EnableBankingFailures.isRefused(answer)
                ? refused(access, grant, answer)
                : EnableBankingFailures.of(answer);
    }

    /// An account's `uid` is known as long as its session can be read by.
    private void requireReadable(Access access, EnableBankingGrant grant) {
        var session = send(access, BankRequest.get(at(grant.session())));
        if (session.status() != OK) {
            throw EnableBankingFailures.of(session);
        }
        if (!Fields.text(session.json(), "status").equals(Optional.of(READABLE))) {
            throw new BankFailure(
                    BankFailure.Kind.LOGIN_EXPIRED, access.bank().name() + " asks the customer to sign in again");
        }
    }

    /// A status of 401 may be about the customer's session, or about our token: the network is asked for
    /// the session then, which needs the token alone. Else an owner's wrong key would end all of their
    /// customers' logins.
    private BankFailure refused(Access access, EnableBankingGrant grant, BankAnswer answer) {
        var session = send(access, BankRequest.get(at(grant.session())));
        return EnableBankingFailures.isRefused(session)
                ? EnableBankingFailures.ofOurselves(session)
                : EnableBankingFailures.of(answer);
    }

    private URI at(String session) {
        return base.resolve("sessions/" + session);
    }

    private BankAnswer send(Access access, BankRequest request) {
        return http.send(access, request.bearer(tokens.of(access)));
    }

    /// Where the customer is, if they are present and all is known that the bank wants to be told then;
    /// else nothing: with a part of it the bank refuses, and what is not known is not made up.
    private static BankRequest attended(BankRequest request, Access access, EnableBankingGrant grant) {
        var known = access.attendance().map(EnableBankingCalls::headers).orElse(Map.of());
        var names = known.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return names.containsAll(grant.psuHeaders())
                ? known.entrySet().stream()
                        .reduce(request, (one, each) -> one.with(each.getKey(), each.getValue()), (_, last) -> last)
                : request;
    }

    private static Map<String, String> headers(Attendance customer) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(PSU_ADDRESS, customer.address());
        customer.userAgent().ifPresent(agent -> headers.put(PSU_AGENT, agent));
        return headers;
    }
}
