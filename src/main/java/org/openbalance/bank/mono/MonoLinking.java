package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.Fields;
import org.openbalance.bank.mono.MonoSignInState.Choice;
import org.openbalance.money.Currencies;

/// The end of a sign-in: the account that Mono has linked, once Mono can tell of it, if it is the one that was chosen.
final class MonoLinking {

    /// Mono tells of a new account after ten minutes at the latest.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final int WAIT_MS = 3_000;
    private static final Logger LOG = Logger.getLogger(MonoLinking.class);

    private final MonoCalls calls;
    private final InstantSource clock;

    MonoLinking(MonoCalls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /// What a sign-in's code stands for. Mono takes each once, for ten minutes.
    SignInStep exchanged(Access access, MonoSignInState state, String code) {
        var answer = calls.post(access, "v2/accounts/auth", Json.object().put("code", code));
        if (MonoSignIn.isRefusal(answer) || answer.gone()) {
            return failed(SignInStep.Reason.EXPIRED, "That took too long. Sign in again");
        }
        return told(access, state.linkedAs(account(access.bank(), answer), clock.instant()));
    }

    /// Mono writes the id beside the data, or in it.
    private static String account(Bank bank, BankAnswer answer) {
        MonoCalls.requireTaken(answer);
        var body = answer.json();
        return Fields.text(body, "id")
                .or(() -> Fields.text(body.path("data"), "id"))
                .orElseThrow(() -> MonoCalls.notUnderstood(bank));
    }

    /// What fails now is no reason to have the account linked twice, so it is waited for.
    SignInStep told(Access access, MonoSignInState state) {
        var account = state.linked().orElseThrow();
        var told = told(access, account);
        if (told.isEmpty()) {
            return isLate(state) ? late(access, state, account) : new SignInStep.Wait(WAIT_MS, state.write());
        }
        var data = told.orElseThrow();
        return state.renews().isPresent() || isAsChosen(access.bank(), state, data.path("account"))
                ? new SignInStep.Authenticated(
                        MonoGrant.linked(account, clock.instant()).grant(), MonoJson.customer(data))
                : another(access, account);
    }

    /// @return empty as long as Mono does not say whose account it is
    private Optional<JsonNode> told(Access access, String account) {
        try {
            return Optional.of(calls.account(access, account)).filter(MonoJson::isThere);
        } catch (BankFailure failure) {
            LOG.infof(
                    "Mono does not tell of a new account at %s: %s",
                    access.bank().slug(), failure.kind());
            return Optional.empty();
        }
    }

    private boolean isLate(MonoSignInState state) {
        return !clock.instant().isBefore(state.since().orElseThrow().plus(LONGEST_WAIT));
    }

    private SignInStep late(Access access, MonoSignInState state, String account) {
        if (state.renews().isEmpty()) {
            unlink(access, account);
        }
        return failed(SignInStep.Reason.BANK_SLOW, access.bank().name() + " takes too long; try again later");
    }

    private SignInStep another(Access access, String account) {
        LOG.errorf(
                "Mono linked another account at %s than the customer chose",
                access.bank().slug());
        unlink(access, account);
        return failed(SignInStep.Reason.UNSUPPORTED, "Another account was linked than you chose; try again");
    }

    /// What is linked and not wanted. Nobody else knows of it.
    private void unlink(Access access, String account) {
        try {
            calls.unlink(access, account);
        } catch (BankFailure failure) {
            LOG.errorf(
                    "An account at %s stays linked at Mono: %s", access.bank().slug(), failure.kind());
        }
    }

    /// Mono was seen to link another row of the list. What is not told on both sides says nothing.
    private static boolean isAsChosen(Bank bank, MonoSignInState state, JsonNode account) {
        var chosen = state.chosen();
        return isSame(chosen.map(Choice::number), Fields.text(account, "account_number"))
                && isSame(
                        chosen.flatMap(Choice::currency).flatMap(Currencies::ofBank),
                        Fields.text(account, "currency").flatMap(Currencies::ofBank))
                && MonoBankCodes.mayBe(
                        bank, account.path("institution").path("bank_code").asText(""));
    }

    private static boolean isSame(Optional<?> one, Optional<?> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private static SignInStep.Failed failed(SignInStep.Reason reason, String message) {
        return new SignInStep.Failed(reason, message, true);
    }
}
