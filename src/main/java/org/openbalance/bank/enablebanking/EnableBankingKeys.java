package org.openbalance.bank.enablebanking;

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

/// Finds out whether an application's keys with Enable Banking are right, by the banks of a small country. Which
/// environment an application is of is not told there.
public final class EnableBankingKeys implements ChecksKeys {

    private static final String SMALL = "LI";

    private final EnableBankingConnector connector;

    public EnableBankingKeys() {
        this(new BankHttp(InstantSource.system()), InstantSource.system(), EnableBankingCalls.HOST);
    }

    /// @param base of the network's interface, with a slash at its end
    EnableBankingKeys(BankHttp http, InstantSource clock, URI base) {
        this.connector = new EnableBankingConnector(http, clock, base);
    }

    @Override
    public String network() {
        return EnableBankingConnector.NETWORK;
    }

    @Override
    public Map<String, String> neededKeys() {
        return Map.of(
                EnableBankingTokens.APPLICATION,
                "the id of the application, as the control panel shows it",
                EnableBankingTokens.KEY,
                "the private key of the application in PEM, whose certificate was uploaded there");
    }

    /// None of its calls is charged for one by one.
    @Override
    public Connector connector(PaidCalls paid) {
        return connector;
    }

    @Override
    public void check(NetworkKeys keys, Environment environment, Instant deadline) {
        if (RsaPrivateKeys.read(keys.require(EnableBankingTokens.KEY).value()).isEmpty()) {
            throw new IllegalArgumentException(
                    "This " + EnableBankingTokens.KEY + " is no RSA key in PEM: it begins with"
                            + " BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY, and has no password");
        }
        try {
            connector.institutions(Optional.of(SMALL), keys, deadline);
        } catch (BankFailure failure) {
            if (failure.kind() == BankFailure.Kind.DATA) {
                throw new IllegalArgumentException(
                        "Enable Banking does not know this " + EnableBankingTokens.APPLICATION + " with this "
                                + EnableBankingTokens.KEY,
                        failure);
            }
            throw failure;
        }
    }
}
