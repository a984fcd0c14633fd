package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.SignInStep;
import org.openbalance.consent.Session;

/// The steps of a sign-in on the wire.
final class SignInSteps {

    private SignInSteps() {}

    static ObjectNode otp(SignInStep.Otp otp) {
        return Json.object().put("type", "otp").put("message", otp.message()).put("length", otp.length());
    }

    static ObjectNode question(SignInStep.Question question) {
        return Json.object().put("type", "question").put("question", question.question());
    }

    static ObjectNode redirect(SignInStep.Redirect redirect) {
        return Json.object().put("type", "redirect").put("url", redirect.url());
    }

    static ObjectNode waiting(int afterMs) {
        return Json.object().put("type", "wait").put("after_ms", afterMs);
    }

    /// The customer is at the bank's own page, or back from it.
    ///
    /// @param returned whether a browser has come back: its code is wanted now
    static ObjectNode away(int afterMs, boolean returned) {
        return waiting(afterMs).put("returned", returned);
    }

    static ObjectNode failed(SignInStep.Failed failed) {
        return Json.object()
                .put("type", "failed")
                .put("code", failed.reason().name())
                .put("message", failed.message())
                .put("retry", failed.retry());
    }

    static ObjectNode accounts(Session session, List<AccountChoice.Offered> offered) {
        var step = Json.object().put("type", "accounts");
        step.set("accounts", Json.array(offered, SignInSteps::account));
        return step.put("most", most(session));
    }

    private static ObjectNode account(AccountChoice.Offered offered) {
        var account = offered.account();
        var node = Json.object().put("_id", offered.id()).put("name", account.name());
        return AccountNumberJson.putMasked(node, account.number())
                .put("type", account.type())
                .put("currency", account.currency().getCurrencyCode());
    }

    /// How many accounts may be chosen in a session.
    static int most(Session session) {
        var several = session.options().path("multi_account").asBoolean(true);
        return several ? LinkLimits.ACCOUNTS_A_LOGIN : 1;
    }

    /// A bank that could not be asked, in words for the customer.
    static SignInStep.Failed failure(Bank bank, BankFailure failure) {
        return switch (failure.kind()) {
            case SLOW, BUSY ->
                new SignInStep.Failed(
                        SignInStep.Reason.BANK_SLOW, bank.name() + " takes too long to answer; try again", true);
            case DOWN, ERROR, RESTING ->
                new SignInStep.Failed(
                        SignInStep.Reason.BANK_DOWN,
                        bank.name() + " cannot be reached right now; try again later",
                        true);
            case QUOTA ->
                new SignInStep.Failed(
                        SignInStep.Reason.BANK_DOWN,
                        bank.name() + " takes no more sign-ins for now; try again later",
                        true);
            case LOGIN_EXPIRED, DATA ->
                new SignInStep.Failed(SignInStep.Reason.EXPIRED, bank.name() + " ended the sign-in; begin again", true);
        };
    }

    /// Whether the question that was answered still stands after this failure.
    static boolean mayRepeat(SignInStep.Failed failed) {
        return switch (failed.reason()) {
            case BAD_ANSWER, BANK_DOWN, BANK_SLOW -> true;
            case BAD_CREDENTIALS, LOCKED, EXPIRED, CANCELLED, UNSUPPORTED -> false;
        };
    }
}
