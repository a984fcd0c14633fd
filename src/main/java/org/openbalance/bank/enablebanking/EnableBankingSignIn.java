package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.enablebanking.EnableBankingDirectory.Aspsp;
import org.openbalance.bank.enablebanking.EnableBankingDirectory.Terms;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.BankDates;
import org.openbalance.bank.http.CodeRedirect;
import org.openbalance.bank.http.Fields;

/// How a customer signs in: at a page that the network leads to, and back with a code that a session is
/// made of.
final class EnableBankingSignIn {

    private static final Set<String> CODE_REFUSED =
            Set.of("ALREADY_AUTHORIZED", "EXPIRED_AUTHORIZATION_CODE", "WRONG_AUTHORIZATION_CODE");
    private static final String BANK_UNKNOWN = "WRONG_ASPSP_PROVIDED";
    private static final int MULTIPLE = 300;

    private static final String UNTIL = "until";
    private static final String HEADERS = "psu_headers";
    private static final String EARLIER = "earlier";

    private final EnableBankingCalls calls;
    private final EnableBankingDirectory directory;
    private final InstantSource clock;

    EnableBankingSignIn(EnableBankingCalls calls, EnableBankingDirectory directory, InstantSource clock) {
        this.calls = calls;
        this.directory = directory;
        this.clock = clock;
    }

    /// A renewal is a new session: the accounts' hashes stay, so nothing of the earlier one is shown to the
    /// network.
    SignInStep begin(Access access, SignInRequest request) {
        calls.requireKeys(access);
        return directory
                .terms(access)
                .map(terms -> redirected(access, request, terms))
                .orElseGet(() -> notOffered(access.bank()));
    }

    private SignInStep redirected(Access access, SignInRequest request, Terms terms) {
        var until = EnableBankingDirectory.until(terms, clock.instant());
        var answer = calls.authorize(access, authorization(access.bank(), request, until));
        if (isRefused(answer, Set.of(BANK_UNKNOWN))) {
            return notOffered(access.bank());
        }
        var state = CodeRedirect.begun(request.back()).put(UNTIL, until.toString());
        state.set(HEADERS, Json.texts(terms.psuHeaders()));
        request.earlier()
                .map(grant -> EnableBankingHolder.of(EnableBankingGrant.of(grant)))
                .ifPresent(holder -> state.set(EARLIER, holder.kept()));
        return new SignInStep.Redirect(page(access, json(answer)), Json.write(state));
    }

    private static JsonNode authorization(Bank bank, SignInRequest request, Instant until) {
        var aspsp = Aspsp.of(bank);
        var body = Json.object()
                .put("state", request.back().state())
                .put("redirect_url", request.back().url())
                .put("psu_type", EnableBankingDirectory.psuType(bank));
        body.putObject("access")
                .put("valid_until", until.toString())
                .put("balances", true)
                .put("transactions", true);
        body.putObject("aspsp").put("name", aspsp.name()).put("country", aspsp.country());
        return body;
    }

    /// A customer is sent nowhere but over TLS.
    private static String page(Access access, JsonNode answer) {
        return Fields.text(answer, "url")
                .filter(EnableBankingSignIn::isSafe)
                .orElseThrow(() ->
                        new BankFailure(BankFailure.Kind.ERROR, access.bank().name() + " gave no page to sign in at"));
    }

    private static boolean isSafe(String url) {
        try {
            return "https".equals(URI.create(url).getScheme());
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    SignInStep goOn(Access access, String state, SignInAnswer answer) {
        return switch (CodeRedirect.back(access.bank(), state, answer)) {
            case CodeRedirect.Return.Refused(var failed) -> failed;
            case CodeRedirect.Return.Code back -> exchanged(access, Json.readOwn(state), back.code());
        };
    }

    private SignInStep exchanged(Access access, JsonNode begun, String code) {
        var answer = calls.session(access, Json.object().put("code", code));
        if (isRefused(answer, CODE_REFUSED)) {
            return new SignInStep.Failed(SignInStep.Reason.EXPIRED, "That took too long. Sign in again", true);
        }
        return authenticated(access, begun, json(answer));
    }

    private static SignInStep authenticated(Access access, JsonNode begun, JsonNode session) {
        var accounts = Fields.each(session, "accounts")
                .flatMap(resource -> EnableBankingAccount.given(resource).stream())
                .toList();
        var signedIn = EnableBankingHolder.of(accounts);
        var holder = begun.has(EARLIER) ? signedIn.renewing(EnableBankingHolder.ofKept(begun.path(EARLIER))) : signedIn;
        var ends = BankDates.moment(session.path("access").path("valid_until"), ZoneOffset.UTC)
                .orElseGet(() -> Instant.parse(begun.path(UNTIL).asText()));
        var grant = new EnableBankingGrant(
                id(access, session), ends, holder.reference(), Fields.texts(begun, HEADERS), accounts);
        return new SignInStep.Authenticated(grant.grant(), customer(access, holder, accounts), Optional.of(ends));
    }

    private static String id(Access access, JsonNode session) {
        return EnableBankingAccount.plain(session, "session_id")
                .orElseThrow(() -> new BankFailure(
                        BankFailure.Kind.ERROR, access.bank().name() + " gave a session that was not understood"));
    }

    private static BankCustomer customer(
            Access access, EnableBankingHolder holder, List<EnableBankingAccount> accounts) {
        var name = accounts.stream()
                .flatMap(account -> account.holder().stream())
                .findFirst()
                .orElseGet(() -> "Customer of " + access.bank().name());
        return new BankCustomer(holder.reference(), name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static SignInStep notOffered(Bank bank) {
        return new SignInStep.Failed(
                SignInStep.Reason.UNSUPPORTED, bank.name() + " cannot be signed in at through this page now", false);
    }

    private static boolean isRefused(BankAnswer answer, Set<String> codes) {
        return answer.status() >= MULTIPLE
                && EnableBankingFailures.code(answer).filter(codes::contains).isPresent();
    }

    /// What is made in our own name before a customer has a session.
    private static JsonNode json(BankAnswer answer) {
        if (answer.status() >= MULTIPLE) {
            throw EnableBankingFailures.ofOurselves(answer);
        }
        return answer.json();
    }
}
