package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Nuban;
import org.openbalance.bank.SignIn;
import org.openbalance.consent.Session;
import org.openbalance.http.Json;

/// The steps of a sign-in on the wire.
final class Steps {

    private Steps() {}

    static ObjectNode otp(SignIn.Otp otp) {
        return Json.object().put("type", "otp").put("message", otp.message()).put("length", otp.length());
    }

    static ObjectNode question(SignIn.Question question) {
        return Json.object().put("type", "question").put("question", question.question());
    }

    static ObjectNode redirect(SignIn.Redirect redirect) {
        return Json.object().put("type", "redirect").put("url", redirect.url());
    }

    static ObjectNode waiting(int afterMs) {
        return Json.object().put("type", "wait").put("after_ms", afterMs);
    }

    static ObjectNode failed(SignIn.Failed failed) {
        return Json.object()
                .put("type", "failed")
                .put("code", failed.reason().name())
                .put("message", failed.message())
                .put("retry", failed.retry());
    }

    static ObjectNode accounts(Session session, List<Choice.Offered> offered) {
        var step = Json.object().put("type", "accounts");
        step.set("accounts", Json.array(offered, each -> Json.object()
                .put("_id", each.id())
                .put("name", each.account().name())
                .put("nuban", Nuban.masked(each.account().nuban()))
                .put("type", each.account().type())
                .put("currency", each.account().reading().currency().name())));
        return step.put("most", most(session));
    }

    /// How many accounts may be chosen in a session.
    static int most(Session session) {
        var several = session.options().path("multi_account").asBoolean(true);
        return several ? LinkLimits.ACCOUNTS_A_LOGIN : 1;
    }

    /// A bank that could not be asked, as the customer is told it.
    static SignIn.Failed failure(Bank bank, BankFailure failure) {
        return switch (failure.kind()) {
            case SLOW, BUSY ->
                new SignIn.Failed(SignIn.Reason.BANK_SLOW, bank.name() + " takes too long to answer; try again", true);
            case DOWN, ERROR, RESTING ->
                new SignIn.Failed(
                        SignIn.Reason.BANK_DOWN, bank.name() + " cannot be reached right now; try again later", true);
            case LOGIN_EXPIRED ->
                new SignIn.Failed(SignIn.Reason.EXPIRED, bank.name() + " ended the sign-in; begin again", true);
        };
    }

    /// Whether the question that was answered still stands after this failure.
    static boolean mayRepeat(SignIn.Failed failed) {
        return switch (failed.reason()) {
            case BAD_ANSWER, BANK_DOWN, BANK_SLOW -> true;
            case BAD_CREDENTIALS, LOCKED, EXPIRED, CANCELLED, UNSUPPORTED -> false;
        };
    }
}
