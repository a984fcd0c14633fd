package org.openbalance.bank.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openbalance.bank.Bank;
import org.openbalance.platform.Ids;

/// A sandbox bank's memory of a sign-in under way. Whoever keeps it seals it, so what comes back is what was given.
///
/// @param attempt this sign-in among all others; of a redirect, its request
/// @param since seconds since the epoch
record SandboxSignIn(Step step, String bank, String username, String attempt, long since) {

    enum Step {
        OTP,
        QUESTION,
        WAIT,
        REDIRECT
    }

    private static final Set<String> STEPS =
            Arrays.stream(Step.values()).map(Step::name).collect(Collectors.toUnmodifiableSet());

    static SandboxSignIn begin(Step step, SandboxUser user, Instant now) {
        var customer = user.customer();
        return new SandboxSignIn(step, customer.bank().id(), customer.username(), Ids.token(), now.getEpochSecond());
    }

    static SandboxSignIn redirect(Bank bank, String request, Instant now) {
        return new SandboxSignIn(Step.REDIRECT, bank.id(), "", request, now.getEpochSecond());
    }

    String text() {
        return SandboxJson.object()
                .put("step", step.name())
                .put("bank", bank)
                .put("user", username)
                .put("attempt", attempt)
                .put("since", since)
                .toString();
    }

    /// Empty for what no sign-in at this bank gave.
    static Optional<SandboxSignIn> read(Bank bank, String text) {
        return SandboxJson.read(text)
                .filter(json -> STEPS.contains(json.path("step").asText()))
                .map(json -> new SandboxSignIn(
                        Step.valueOf(json.path("step").asText()),
                        json.path("bank").asText(),
                        json.path("user").asText(),
                        json.path("attempt").asText(),
                        json.path("since").asLong()))
                .filter(state -> state.bank().equals(bank.id()));
    }
}
