package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.http.BankRequest;

/// The calls that Mono takes, and what of an answer holds for all of them.
final class MonoCalls {

    /// Test keys and live keys work at this one address.
    static final URI BASE = URI.create("https://api.withmono.com/");

    static final String KEY = "secret_key";
    private static final String KEY_HEADER = "mono-sec-key";
    private static final String SESSION_HEADER = "x-session-id";
    private static final String REALTIME_HEADER = "x-realtime";
    private static final int UNAUTHORIZED = 401;
    private static final int PAYMENT_REQUIRED = 402;

    /// Ids become a part of an address.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final BankHttp http;
    private final URI base;

    MonoCalls(BankHttp http, URI base) {
        this.http = http;
        this.base = base;
    }

    /// Nobody need type a password if what comes of it cannot be asked for.
    ///
    /// @throws BankFailure `DATA` if the owner has no key
    void requireKey(Access access) {
        access.key(KEY);
    }

    BankAnswer get(Access access, String path) {
        return send(access, BankRequest.get(base.resolve(path)));
    }

    /// As [#get], but Mono asks the bank first, unless it has done so within five minutes.
    BankAnswer getAnew(Access access, String path) {
        return send(access, BankRequest.get(base.resolve(path)).with(REALTIME_HEADER, "true"));
    }

    BankAnswer post(Access access, String path, JsonNode body) {
        return send(access, BankRequest.post(base.resolve(path), body));
    }

    /// A step of a sign-in that was opened.
    BankAnswer post(Access access, String path, String session, JsonNode body) {
        return send(access, BankRequest.post(base.resolve(path), body).with(SESSION_HEADER, session));
    }

    /// Of the network as a whole, with the keys of an owner.
    BankAnswer get(Bank network, NetworkKeys keys, Instant deadline, String path) {
        var request = BankRequest.get(base.resolve(path))
                .with(KEY_HEADER, keys.require(KEY).value());
        return http.send(network, deadline, request);
    }

    private BankAnswer send(Access access, BankRequest request) {
        return http.send(access, signed(request, access.key(KEY)));
    }

    private static BankRequest signed(BankRequest request, Secret key) {
        return request.with(KEY_HEADER, key.value());
    }

    /// All that Mono says of an account: `account`, `customer` and `meta`.
    JsonNode account(Access access, String id) {
        return data(get(access, at(access.bank(), id, "")));
    }

    /// @param what below the account, with a slash at its beginning, or nothing
    static String at(Bank bank, String account, String what) {
        return "v2/accounts/" + id(bank, account) + what;
    }

    static String id(Bank bank, String id) {
        if (!ID.matcher(id).matches()) {
            throw notUnderstood(bank);
        }
        return id;
    }

    /// What an answer brings, which may be null.
    ///
    /// @throws BankFailure `DATA` if Mono does not take the owner's key, or the owner's money there is spent: that
    /// is neither the customer's nor the bank's. `LOGIN_EXPIRED` if Mono does not know the account, which was
    /// unlinked then. Any other as [BankAnswer#json] has it
    JsonNode data(BankAnswer answer) {
        requireTaken(answer);
        if (answer.gone()) {
            throw expired(answer.bank());
        }
        var body = answer.json();
        if (!body.has("data") || "failed".equalsIgnoreCase(body.path("status").asText())) {
            throw notUnderstood(answer.bank());
        }
        return body.path("data");
    }

    static void requireTaken(BankAnswer answer) {
        if (answer.status() == UNAUTHORIZED) {
            throw new BankFailure(BankFailure.Kind.DATA, "Mono does not take the owner's key");
        }
        if (answer.status() == PAYMENT_REQUIRED) {
            throw new BankFailure(BankFailure.Kind.DATA, "The owner's wallet at Mono is empty");
        }
    }

    /// Tells Mono that an account is read no more.
    void unlink(Access access, String account) {
        var answer = post(access, at(access.bank(), account, "/unlink"), Json.object());
        requireTaken(answer);
        if (!answer.gone()) {
            answer.done();
        }
    }

    static BankFailure expired(Bank bank) {
        return new BankFailure(BankFailure.Kind.LOGIN_EXPIRED, bank.name() + " asks the customer to sign in again");
    }

    static BankFailure notUnderstood(Bank bank) {
        return new BankFailure(
                BankFailure.Kind.ERROR, "Mono gave an answer on " + bank.name() + " that was not understood");
    }
}
