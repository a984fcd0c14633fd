package org.openbalance.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Patience;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignIn;
import org.openbalance.consent.Consents;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;
import org.openbalance.http.Body;
import org.openbalance.http.Json;
import org.openbalance.http.Problem;
import org.openbalance.http.Reply;
import org.openbalance.http.Request;
import org.openbalance.store.Ids;

/// The widget's sign-in: from a bank's fields to the choice of accounts.
@Singleton
final class WidgetLogin {

    private static final Logger LOG = Logger.getLogger(WidgetLogin.class);
    private static final String RETURN_PATH = "widget/return";

    private final Sessions sessions;
    private final Consents consents;
    private final Logins logins;
    private final Banks banks;
    private final Linking linking;
    private final Accounts accounts;
    private final InstantSource clock;

    WidgetLogin(
            Sessions sessions,
            Consents consents,
            Logins logins,
            Banks banks,
            Linking linking,
            Accounts accounts,
            InstantSource clock) {
        this.sessions = sessions;
        this.consents = consents;
        this.logins = logins;
        this.banks = banks;
        this.linking = linking;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// What a call at the bank came to: a step of the sign-in, and the accounts once it is done.
    private record Visit(SignIn signIn, List<BankAccount> accounts) {}

    Reply login(Request request, Body body) {
        var token = body.text("session");
        var named = body.text("bank");
        var given = body.object("fields").entries();
        body.check();
        var session = sessions.find(token, request.environment());
        if (session.state() != Session.State.CONSENTED) {
            throw Logins.notOpen();
        }
        var bank = offered(session, named);
        var fields = fields(bank, given);
        var standing = logins.begin(session, bank.id());
        var login = standing.login().id();
        var back = request.base() + request.environment().base() + RETURN_PATH + "?login="
                + (redirects(bank) ? logins.openReturn(session, login) : "");
        var visit = visit(session, bank, access -> banks.connector(bank).signIn(access, fields, back));
        return told(login, advance(session, standing, bank, visit));
    }

    Reply answer(Request request, Body body) {
        var token = body.text("session");
        var id = body.id("login");
        var typed = body.optionalExact("answer", LinkLimits.ANSWER_LENGTH).orElse("");
        body.check();
        var session = sessions.find(token, request.environment());
        var standing = logins.get(session, id);
        standing.login().requireChallenged();
        var challenge = standing.login().challenge().orElseThrow();
        if (challenge == Login.Challenge.REDIRECT && standing.returned().isEmpty()) {
            return told(id, Steps.waiting(LinkLimits.POLL_MS));
        }
        var bank = banks.find(request.environment(), standing.login().bank())
                .orElseThrow(() -> Problem.unknown("bank").refused());
        var answer = new Secret(
                challenge == Login.Challenge.REDIRECT ? standing.returned().get() : typed);
        var state = standing.bankState().orElseThrow();
        var visit = visit(session, bank, access -> banks.connector(bank).answer(access, state, answer));
        return told(id, advance(session, standing, bank, visit));
    }

    Reply choose(Request request, Body body) {
        var token = body.text("session");
        var id = body.id("login");
        var ids = body.texts("accounts", LinkLimits.ACCOUNTS_SHOWN);
        body.check();
        var session = sessions.find(token, request.environment());
        var standing = logins.get(session, id);
        standing.login().requireAuthenticated();
        var bank = banks.find(request.environment(), standing.login().bank())
                .orElseThrow(() -> Problem.unknown("bank").refused());
        var chosen = chosen(session, standing.choice().orElseThrow(), ids);
        var linked = linking.link(session, standing, bank, chosen);
        var consent = consents.find(session.tenant(), session.consent()).orElseThrow();
        var data = Json.object()
                .put("record", linked.record().id())
                .put("receipt_url", consents.receiptLink(consent, request.base()));
        data.set(
                "customer",
                Json.object()
                        .put("_id", linked.customer().id())
                        .put("name", linked.customer().name()));
        data.set("accounts", Json.array(linked.accounts(), account -> Json.object()
                .put("_id", account.id())
                .put("id", account.id())
                .put("name", account.name())
                .put("nuban", account.nuban())
                .put("type", account.type())
                .put("currency", account.currency().name())
                .put("balance", ViewIds.balance(account.id()))));
        return Reply.success("Accounts linked", data);
    }

    /// The way back from a bank's own page, in the customer's browser.
    Reply comeBack(Request request, Body body) {
        var token = request.query().getOrDefault("login", "");
        var handed = request.query().getOrDefault("code", request.query().getOrDefault("error", "access_denied"));
        var found = logins.comeBack(token, request.environment(), handed);
        return found.map(alone -> alone ? Reply.seeOther(request.base() + '/') : ReturnPage.welcome())
                .orElseGet(ReturnPage::over);
    }

    Reply close(Request request, Body body) {
        var token = body.text("session");
        body.check();
        sessions.close(sessions.find(token, request.environment()));
        return Reply.success("Session closed", Json.object());
    }

    private Bank offered(Session session, String named) {
        var bank = banks.find(session.tenant().environment(), named)
                .orElseThrow(() -> Problem.unknown("bank").refused());
        if (!WidgetBanks.offered(session, bank)) {
            throw Problem.field("bank", "is not offered in this session: it does not support all that was asked for")
                    .refused();
        }
        return bank;
    }

    private static Map<String, Secret> fields(Bank bank, Map<String, String> given) {
        var errors = new ArrayList<Problem.FieldError>();
        var fields = new LinkedHashMap<String, Secret>();
        for (var field : bank.login().fields()) {
            var value = given.getOrDefault(field.name(), "");
            if (value.isEmpty()) {
                errors.add(new Problem.FieldError("fields." + field.name(), "is missing"));
            } else if (value.length() > field.length()) {
                errors.add(new Problem.FieldError(
                        "fields." + field.name(), "may not have more than " + field.length() + " characters"));
            }
            fields.put(field.name(), new Secret(value));
        }
        given.keySet().stream()
                .filter(name -> !fields.containsKey(name))
                .forEach(name ->
                        errors.add(new Problem.FieldError("fields." + shown(name), "is not asked by this bank")));
        if (!errors.isEmpty()) {
            throw Problem.fields(errors).refused();
        }
        return fields;
    }

    private static String shown(String name) {
        return name.length() > 30 ? name.substring(0, 30) : name;
    }

    private static boolean redirects(Bank bank) {
        return bank.login().type().equals("redirect");
    }

    /// One visit at the bank: the step, and the list of accounts if the step was the last.
    private Visit visit(Session session, Bank bank, Function<Access, SignIn> step) {
        var patience = Patience.until(clock.instant().plus(LinkLimits.BANK_DEADLINE));
        try {
            return banks.call(session.tenant(), bank, patience, access -> {
                var signIn = step.apply(access);
                return signIn instanceof SignIn.Authenticated done
                        ? new Visit(signIn, banks.connector(bank).accounts(access, done.grant()))
                        : new Visit(signIn, List.of());
            });
        } catch (BankFailure failure) {
            LOG.infof("Bank %s failed a sign-in: %s", bank.slug(), failure.kind());
            return new Visit(Steps.failure(bank, failure), List.of());
        }
    }

    /// Moves the login on by what the bank said, and tells the customer's next step.
    private ObjectNode advance(Session session, Logins.Standing standing, Bank bank, Visit visit) {
        var login = standing.login();
        return switch (visit.signIn()) {
            case SignIn.Otp otp -> asked(session, standing, Login.Challenge.OTP, otp.state(), Steps.otp(otp));
            case SignIn.Question asked ->
                asked(session, standing, Login.Challenge.QUESTION, asked.state(), Steps.question(asked));
            case SignIn.Redirect away ->
                asked(session, standing, Login.Challenge.REDIRECT, away.state(), Steps.redirect(away));
            case SignIn.Wait wait ->
                asked(session, standing, Login.Challenge.WAIT, wait.state(), Steps.waiting(wait.afterMs()));
            case SignIn.Authenticated done -> authenticated(session, standing, bank, done, visit.accounts());
            case SignIn.Failed failed -> failed(session, standing, login, failed);
        };
    }

    private ObjectNode asked(
            Session session, Logins.Standing standing, Login.Challenge challenge, String state, ObjectNode step) {
        logins.move(session, standing, standing.login().challenged(challenge), Optional.of(state), Optional.empty());
        return step;
    }

    private ObjectNode failed(Session session, Logins.Standing standing, Login login, SignIn.Failed failed) {
        var sameQuestion = login.state() == Login.State.CHALLENGED && failed.retry() && Steps.mayRepeat(failed);
        if (!sameQuestion) {
            logins.move(session, standing, login.failed(), Optional.empty(), Optional.empty());
            return Steps.failed(failed);
        }
        var wrong = failed.reason() == SignIn.Reason.BAD_ANSWER;
        var next = wrong ? login.answeredWrongly() : login;
        logins.move(session, standing, next, standing.bankState(), Optional.empty());
        return Steps.failed(
                new SignIn.Failed(failed.reason(), failed.message(), next.state() == Login.State.CHALLENGED));
    }

    private ObjectNode authenticated(
            Session session, Logins.Standing standing, Bank bank, SignIn.Authenticated done, List<BankAccount> listed) {
        var offered = offered(session, bank, listed);
        if (offered.isEmpty()) {
            logins.move(session, standing, standing.login().failed(), Optional.empty(), Optional.empty());
            return Steps.failed(new SignIn.Failed(
                    SignIn.Reason.UNSUPPORTED, bank.name() + " shows no account of yours that can be linked", true));
        }
        var choice = new Choice(done.grant(), done.customer(), offered);
        logins.move(session, standing, standing.login().authenticated(), Optional.empty(), Optional.of(choice));
        return Steps.accounts(session, offered);
    }

    /// The accounts that may be chosen, each with the id it has or will have.
    private List<Choice.Offered> offered(Session session, Bank bank, List<BankAccount> listed) {
        var tenant = session.tenant();
        var fitting = listed.stream()
                .filter(account -> session.option("currency")
                        .map(currency -> currency.equalsIgnoreCase(
                                account.reading().currency().name()))
                        .orElse(true))
                .limit(LinkLimits.ACCOUNTS_SHOWN)
                .toList();
        var known = linking.knownIds(
                tenant, bank.id(), fitting.stream().map(BankAccount::nuban).toList());
        var now = clock.instant();
        return fitting.stream()
                .map(account -> new Choice.Offered(idOf(account, known, now), account))
                .filter(offered -> session.option("reauth_account")
                        .map(wanted -> wanted.equals(offered.id()) || wanted.equals(ViewIds.balance(offered.id())))
                        .orElse(true))
                .toList();
    }

    private static String idOf(BankAccount account, Map<String, String> known, Instant now) {
        var id = known.get(account.nuban());
        return id == null ? Ids.next(now) : id;
    }

    private static List<Choice.Offered> chosen(Session session, Choice choice, List<String> ids) {
        var takesAll = ids.isEmpty()
                && session.option("selection_type").filter("none"::equals).isPresent();
        if (takesAll) {
            return choice.offered().stream().limit(LinkLimits.ACCOUNTS_A_LOGIN).toList();
        }
        var wanted = List.copyOf(new LinkedHashSet<>(ids));
        if (wanted.isEmpty()) {
            throw Problem.field("accounts", "must name at least one account").refused();
        }
        var most = Steps.most(session);
        if (wanted.size() > most) {
            throw Problem.field("accounts", "may name " + most + " at most").refused();
        }
        return wanted.stream()
                .map(id -> choice.offered().stream()
                        .filter(offered -> offered.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problem.field("accounts", "names an account that was not offered")
                                .refused()))
                .toList();
    }

    private static Reply told(String login, ObjectNode step) {
        var data = Json.object().put("login", login);
        data.set("step", step);
        return Reply.success("Sign-in goes on", data);
    }
}
