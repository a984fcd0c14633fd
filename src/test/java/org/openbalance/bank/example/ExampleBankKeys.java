package org.openbalance.bank.example;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.*;
import org.openbalance.bank.http.*;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Finds out whether a key with Example Bank is right.
public final class ExampleBankKeys implements ChecksKeys {

    private static final String KEY = "client_secret";

    private final BankHttp http;
    private final URI base;

    /// @param base of the bank's interface, with a slash at its end
    public ExampleBankKeys(BankHttp http, URI base) {
        this.http = http;
        this.base = base;
    }

    @Override
    public String network() {
        return "example";
    }

    @Override
    public Map<String, String> neededKeys() {
        return Map.of(KEY, "the secret of the client, as the bank's console shows it");
    }

    @Override
    public Connector connector(PaidCalls paid) {
        return new ExampleBankConnector(http, InstantSource.system(), base);
    }

    /// The bank tells a client what it is known as; it sees no owner and no customer.
    @Override
    public void check(NetworkKeys keys, Environment environment, Instant deadline) {
        var access = new Access(new Tenant("none", environment), ExampleBankConnector.BANK, Optional.empty(), deadline);
        var form = Map.of(
                "client_id",
                ExampleBankCalls.CLIENT,
                "client_secret",
                keys.require(KEY).value());
        var answer = http.send(access, BankRequest.post(base.resolve("client"), form));
        if (answer.status() == 401) {
            throw new IllegalArgumentException("Example Bank does not know this client_secret");
        }
        answer.done();
    }
}
