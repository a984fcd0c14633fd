package org.openbalance.bank.mono;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.Connector;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.PaidCalls;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Finds out whether a key with Mono is right: its list of banks costs nothing.
public final class MonoKeys implements ChecksKeys {

    private final BankHttp http;
    private final InstantSource clock;
    private final URI base;
    private final MonoDirectory directory;

    public MonoKeys() {
        this(new BankHttp(InstantSource.system()), InstantSource.system(), MonoCalls.BASE);
    }

    /// @param base where Mono stands, with a slash at its end
    MonoKeys(BankHttp http, InstantSource clock, URI base) {
        this.http = http;
        this.clock = clock;
        this.base = base;
        this.directory = new MonoDirectory(new MonoCalls(http, base));
    }

    @Override
    public String network() {
        return MonoConnector.NETWORK;
    }

    @Override
    public Map<String, String> neededKeys() {
        return Map.of(MonoCalls.KEY, "the secret key of the app, as Mono's dashboard shows it");
    }

    @Override
    public Map<String, String> optionalKeys() {
        return Map.of(
                MonoPosts.SECRET,
                "what Mono sends with each webhook, as it was set there; without it nothing that Mono posts is believed",
                MonoHostedLink.KEY,
                "the word hosted, if customers are to sign in at Mono's own page; that needs webhooks");
    }

    @Override
    public Connector connector(PaidCalls paid) {
        return new MonoConnector(http, clock, paid, new NothingHeard(), base);
    }

    /// Where no hook comes.
    private static final class NothingHeard implements HeardLinks {

        @Override
        public void keep(Tenant tenant, String ref, Heard heard) {
            throw new IllegalStateException("No hook comes here");
        }

        @Override
        public Optional<Heard> find(Tenant tenant, String ref) {
            return Optional.empty();
        }
    }

    @Override
    public void check(NetworkKeys keys, Environment environment, Instant deadline) {
        var key = keys.require(MonoCalls.KEY).value();
        if (key.startsWith(environment == Environment.SANDBOX ? "live_" : "test_")) {
            throw new IllegalArgumentException("This " + MonoCalls.KEY + " of Mono is of the other environment: its"
                    + " test keys serve the sandbox, its live keys production");
        }
        try {
            directory.institutions(keys, deadline);
        } catch (BankFailure failure) {
            if (failure.kind() == BankFailure.Kind.DATA) {
                throw new IllegalArgumentException("Mono does not take this " + MonoCalls.KEY, failure);
            }
            throw failure;
        }
    }
}
