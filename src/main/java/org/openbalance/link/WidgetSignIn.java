package org.openbalance.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.AccountIdentity;
import org.openbalance.account.AccountIds;
import org.openbalance.account.Accounts;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.account.Identities;
import org.openbalance.account.UnlinkedAccess;
import org.openbalance.account.ViewIds;
import org.openbalance.api.ApiException;
import org.openbalance.api.Body;
import org.openbalance.api.Effect;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.RateLimits;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountNumberJson;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.CallDeadline;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.http.Fields;
import org.openbalance.consent.Session;
import org.openbalance.consent.Sessions;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;

/// The widget's sign-in: from a bank's fields to the choice of accounts.
@Singleton
final class WidgetSignIn {

    private static final Logger LOG = Logger.getLogger(WidgetSignIn.class);
    private static final String RETURN_PATH = "widget/return";
    private static final String STATE = "state";
    private static final String REAUTH_RECORD = "reauth_record";

    private final Sessions sessions;
    private final SignIns logins;
    private final SignInCounts counts;
    private final Banks banks;
    private final Linking linking;
    private final AccountIds accountIds;
    private final Accounts accounts;
    private final Connections connections;
    private final UnlinkedAccess unlinked;
    private final Identities identities;
    private final InstantSource clock;

    WidgetSignIn(
            Sessions sessions,
            SignIns logins,
            SignInCounts counts,
            Banks banks,
            Linking linking,
            AccountIds accountIds,
            Accounts accounts,
            Connections connections,
            UnlinkedAccess unlinked,
            Identities identities,
            InstantSource clock) {
        this.sessions = sessions;
        this.logins = logins;
        this.counts = counts;
        this.banks = banks;
        this.linking = linking;
        this.accountIds = accountIds;
        this.accounts = accounts;
        this.connections = connections;
        this.unlinked = unlinked;
        this.identities = identities;
        this.clock = clock;
    }

    /// What a call at the bank came to: a step of the sign-in, and the accounts once it is done.
    ///
    /// @param failure why the bank gave no step
    /// @param given what the bank gave, also where it failed after that
    private record Visit(
            SignInStep signIn,
            List<BankAccount> accounts,
            Optional<BankFailure.Kind> failure,
            Optional<SignInStep.Authenticated> given) {

        /// Whether the bank may have judged what it was sent, and did not say so in time.
        boolean inDoubt() {
            return failure.filter(kind -> kind == BankFailure.Kind.SLOW).isPresent();
        }

        /// Whether the bank has certainly judged nothing.
        boolean isUnheard() {
            return failure.isPresent() && !inDoubt();
        }
    }

    Reply login(Request request, Body body) {
        var token = body.text("session");
        var named = body.text("bank");
        var given = body.object("fields").entries();
        body.check();
        var session = sessions.find(token, request.environment());
        if (session.state() != Session.State.CONSENTED) {
            throw SignIns.notOpen();
        }
        var bank = offered(session, named);
        var fields = fields(bank, given);
        sessions.requireSignInLeft(session);
        var earlier = earlierRecord(session);
        var counted = counts.count(request, session.tenant(), bank, fields);
        var standing = begin(session, bank, counted);
        var login = standing.login().id();
        var back = new WayBack(
                request.base() + request.environment().base() + RETURN_PATH,
                redirects(bank) ? logins.openReturn(session, login) : "");
        var asked = new SignInRequest(fields, back, earlierGrant(earlier, bank), person(session));
        var visit = visit(request, session, bank, access -> banks.require(bank, SignsIn.class)
                .signIn(access, asked));
        var reply = advance(request, new Turn(session, standing, bank, earlier), visit);
        if (visit.isUnheard()) {
            Effect.then(() -> counts.giveBack(counted));
        }
        return reply;
    }

    /// A step of a sign-in that is the caller's to take.
    ///
    /// @param earlier the record that it is to renew, as it was before the bank was asked
    private record Turn(Session session, SignIns.Standing standing, Bank bank, Optional<Connection> earlier) {

        SignIn login() {
            return standing.login();
        }

        Tenant tenant() {
            return session.tenant();
        }
    }

    /// A session holds nothing of the customer that a page said.
    private static SignInRequest.Person person(Session session) {
        var said = session.options().path("customer");
        return new SignInRequest.Person(Fields.text(said, "name"), Fields.text(said, "email"));
    }

    /// What the bank gave for the account that the owner wants linked anew; a page that names an account gets nothing
    /// of it.
    private Optional<Grant> earlierGrant(Optional<Connection> earlier, Bank bank) {
        return earlier.filter(connection -> connection.bank().equals(bank.id()))
                // What is being ended at the bank is nothing to go on with.
                .filter(connection -> connection.status() != Connection.Status.ENDED)
                .flatMap(connections::lastGrant);
    }

    /// The record that the owner wants linked anew, or that of the account.
    private Optional<Connection> earlierRecord(Session session) {
        try {
            return session.vouchedOption(REAUTH_RECORD)
                    .flatMap(id -> connections.find(session.tenant(), id))
                    .or(() -> session.vouchedOption("reauth_account")
                            .flatMap(id -> accounts.latest(session.tenant(), id))
                            .map(Account::of)
                            .flatMap(account -> connections.find(session.tenant(), account.connection())));
        } catch (MalformedItem unreadable) {
            LOG.error("What is to be renewed does not open: " + Unexpected.describe(unreadable));
            throw Problem.conflict("What is kept of this connection cannot be read, so it cannot be renewed;"
                            + " link its accounts without reauth_record and reauth_account")
                    .exception();
        }
    }

    private SignIns.Standing begin(Session session, Bank bank, List<RateLimits.Counted> counted) {
        try {
            return logins.begin(session, bank.id(), counted);
        } catch (ApiException notBegun) {
            counts.giveBack(counted);
            throw notBegun;
        }
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
        if (challenge == SignIn.Challenge.REDIRECT && (standing.returned().isEmpty() || typed.isEmpty())) {
            return goesOn(
                    id, SignInSteps.away(LinkLimits.POLL_MS, standing.returned().isPresent()));
        }
        var bank = banks.find(request.environment(), standing.login().bank())
                .orElseThrow(() -> Problem.unknown("bank").exception());
        var answer = answer(standing, challenge, typed);
        var earlier = earlierRecord(session);
        var turn = logins.claim(session, standing);
        if (turn.isEmpty()) {
            return notInTurn(standing.login());
        }
        var state = standing.bankState().orElseThrow();
        var visit = visit(request, session, bank, access -> banks.require(bank, SignsIn.class)
                .answer(access, state, answer));
        return advance(request, new Turn(session, turn.get(), bank, earlier), visit);
    }

    private static SignInAnswer answer(SignIns.Standing standing, SignIn.Challenge challenge, String typed) {
        return switch (challenge) {
            case OTP, QUESTION -> {
                if (typed.isBlank()) {
                    throw Problem.field("answer", "is missing").exception();
                }
                yield new SignInAnswer.Typed(new Secret(typed));
            }
            case REDIRECT -> handedBack(standing, typed);
            case WAIT -> new SignInAnswer.Waited();
        };
    }

    /// A code of 40 bits needs no count of its own: a session's limit of calls leaves some hundred guesses.
    private static SignInAnswer handedBack(SignIns.Standing standing, String code) {
        return standing.returned()
                .filter(returned -> returned.isShownBy(code))
                .map(returned -> new SignInAnswer.Returned(returned.parameters()))
                .orElseThrow(() -> Problem.field("answer", "is not the code that the page shows after your bank")
                        .exception());
    }

    /// Another call is asking the bank. What was typed has not reached it, and may be sent again.
    private static Reply notInTurn(SignIn login) {
        if (login.isAsked()) {
            throw Problem.conflict("Another answer is being checked at the bank; wait for its outcome")
                    .retryAfter(1)
                    .exception();
        }
        return goesOn(login.id(), SignInSteps.waiting(LinkLimits.POLL_MS));
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
                .orElseThrow(() -> Problem.unknown("bank").exception());
        var chosen = chosen(session, standing.choice().orElseThrow(), ids);
        var effect = request.effect((Linking.Linked linked) -> linked(request, linked));
        return effect.reply(linking.link(session, standing, bank, chosen, effect));
    }

    private Reply linked(Request request, Linking.Linked linked) {
        var data = Json.object()
                .put("record", linked.connection().id())
                .put("receipt_url", linked.consent().receiptLink(request.base()));
        data.set(
                "customer",
                Json.object()
                        .put("_id", linked.customer().id())
                        .put("name", linked.customer().name()));
        data.set("accounts", Json.array(linked.accounts(), WidgetSignIn::linked));
        return Reply.success("Accounts linked", data);
    }

    private static ObjectNode linked(Account account) {
        var node =
                Json.object().put("_id", account.id()).put("id", account.id()).put("name", account.name());
        return AccountNumberJson.put(node, account.number())
                .put("type", account.type())
                .put("currency", account.currency().getCurrencyCode())
                .put("balance", ViewIds.balance(account.id()));
    }

    /// The way back from a bank's own page, in the customer's browser. Banks hand over what they have to say in the
    /// query, in a form (OAuth 2.0 Form Post Response Mode), or in the fragment, which the page then posts as a
    /// form.
    Reply comeBack(Request request, Body body) {
        // A way back is used once, and by a browser: what only looks, as scanners of links do, uses none.
        if (request.method().equals("HEAD")) {
            return Reply.html(200, "");
        }
        var handed = request.method().equals("POST") ? texts(body) : request.query();
        if (!request.method().equals("POST") && !handed.containsKey(STATE)) {
            return ReturnPage.ofFragment();
        }
        var found = isSmall(handed)
                ? logins.comeBack(handed.getOrDefault(STATE, ""), request.environment(), handed)
                : Optional.<SignIns.Return>empty();
        return found.map(back -> back.ownWindow()
                        ? Reply.seeOther(request.base() + "/#returned=" + back.code())
                        : ReturnPage.welcome(back))
                .orElseGet(ReturnPage::over);
    }

    Reply close(Request request, Body body) {
        var token = body.text("session");
        body.check();
        var effect = request.effect((Session _) -> Reply.success("Session closed", Json.object()));
        var session = sessions.find(token, request.environment());
        sessions.close(session, effect);
        session.login().ifPresent(login -> Effect.then(() -> unlinked.left(session.tenant(), login)));
        return effect.reply(session);
    }

    private static Map<String, String> texts(Body body) {
        var texts = new LinkedHashMap<String, String>();
        body.node().properties().forEach(field -> put(texts, field.getKey(), field.getValue()));
        return texts;
    }

    /// The names as they were sent: a form's `a.b` has become an object on the way here.
    private static void put(Map<String, String> texts, String name, JsonNode value) {
        switch (value) {
            case ObjectNode inside ->
                inside.properties().forEach(field -> put(texts, name + '.' + field.getKey(), field.getValue()));
            case ArrayNode several when !several.isEmpty() -> put(texts, name, several.get(0));
            case JsonNode one -> texts.put(name, one.asText());
        }
    }

    private static boolean isSmall(Map<String, String> handed) {
        var letters = handed.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        return letters <= LinkLimits.HANDED_BACK;
    }

    private Bank offered(Session session, String named) {
        var tenant = session.tenant();
        var bank = banks.find(tenant.environment(), named)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        if (!banks.offers(tenant, bank)) {
            throw Problem.field(
                            "bank",
                            "is reached through " + banks.keyNetwork(bank).orElseThrow()
                                    + ", which this owner has no keys for in "
                                    + tenant.environment().wire()
                                    + "; the operator sets them by scripts/owner network set")
                    .exception();
        }
        if (!SessionBanks.of(session).test(bank)) {
            throw Problem.field("bank", "is not offered in this session: it does not support all that was asked for")
                    .exception();
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
            throw Problem.fields(errors).exception();
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
    private Visit visit(Request request, Session session, Bank bank, Function<Access, SignInStep> step) {
        var attendance = Attendance.of(request.sourceIp(), request.header("user-agent"));
        var deadline = CallDeadline.until(clock.instant().plus(LinkLimits.BANK_DEADLINE));
        var given = new AtomicReference<Given>();
        try {
            return banks.call(session.tenant(), bank, attendance, deadline, () -> {}, access -> {
                var signIn = step.apply(access);
                return signIn instanceof SignInStep.Authenticated done
                        ? listed(access, done, given)
                        : new Visit(signIn, List.of(), Optional.empty(), Optional.empty());
            });
        } catch (BankFailure failure) {
            LOG.infof("Bank %s failed a sign-in: %s", bank.slug(), failure.kind());
            return new Visit(
                    SignInSteps.failure(bank, failure),
                    List.of(),
                    Optional.of(failure.kind()),
                    Optional.ofNullable(given.get()).map(Given::now));
        }
    }

    /// What a bank gave, whose grant may be exchanged while the list is asked for.
    private record Given(SignInStep.Authenticated done, HeldGrant grant) {

        SignInStep.Authenticated now() {
            return new SignInStep.Authenticated(grant.grant(), done.customer(), done.until());
        }
    }

    private Visit listed(Access access, SignInStep.Authenticated done, AtomicReference<Given> kept) {
        var given = new Given(done, HeldGrant.unkept(done.grant()));
        kept.set(given);
        var accounts = banks.require(access.bank(), ReadsAccounts.class).accounts(access, given.grant());
        return new Visit(given.now(), accounts, Optional.empty(), Optional.of(given.now()));
    }

    /// Moves the login on by what the bank said, and answers with the customer's next step.
    private Reply advance(Request request, Turn turn, Visit visit) {
        var effect = request.effect((ObjectNode step) -> goesOn(turn.login().id(), step));
        var given = visit.given().map(done -> given(turn, done));
        SignIns.Next next;
        try {
            next = next(turn, visit);
            logins.move(turn.session(), turn.standing(), next, kept(turn.session(), next.login(), given), effect);
        } catch (RuntimeException unmoved) {
            // The bank has given it all the same.
            Effect.then(() -> given.map(WidgetSignIn::byItself)
                    .ifPresent(what -> unlinked.keep(what, turn.session().endsAt())));
            throw unmoved;
        }
        if (visit.signIn() instanceof SignInStep.Authenticated) {
            Effect.then(() -> counts.giveBack(turn.standing().counted()));
        }
        return effect.reply(next.step());
    }

    private SignIns.Next next(Turn turn, Visit visit) {
        var login = turn.login();
        return switch (visit.signIn()) {
            case SignInStep.Otp otp -> asked(login, SignIn.Challenge.OTP, otp.state(), SignInSteps.otp(otp));
            case SignInStep.Question asked ->
                asked(login, SignIn.Challenge.QUESTION, asked.state(), SignInSteps.question(asked));
            case SignInStep.Redirect away ->
                asked(login, SignIn.Challenge.REDIRECT, away.state(), SignInSteps.redirect(away));
            case SignInStep.Wait wait ->
                asked(login, SignIn.Challenge.WAIT, wait.state(), SignInSteps.waiting(wait.afterMs()));
            case SignInStep.Authenticated done -> authenticated(turn, done, visit.accounts());
            case SignInStep.Failed failed -> failed(turn.standing(), failed, visit.inDoubt());
        };
    }

    private static UnlinkedAccess.Given given(Turn turn, SignInStep.Authenticated done) {
        return new UnlinkedAccess.Given(
                turn.tenant(),
                turn.login().id(),
                turn.bank(),
                done.customer(),
                done.grant(),
                turn.earlier().map(Connection::id));
    }

    /// What no accounts can be chosen by.
    private static UnlinkedAccess.Given byItself(UnlinkedAccess.Given given) {
        return given.under(Ids.token());
    }

    /// Ends with the session unless something is linked, and not before: the customer may sign in again at the same
    /// bank, which may give the same access again.
    private List<Write> kept(Session session, SignIn login, Optional<UnlinkedAccess.Given> given) {
        return given.map(what -> login.state() == SignIn.State.AUTHENTICATED ? what : byItself(what))
                .map(what -> unlinked.kept(what, session.endsAt()))
                .orElseGet(List::of);
    }

    private static SignIns.Next asked(SignIn login, SignIn.Challenge challenge, String state, ObjectNode step) {
        return new SignIns.Next(login.challenged(challenge), Optional.of(state), Optional.empty(), step);
    }

    private static SignIns.Next failed(SignIns.Standing standing, SignInStep.Failed failed, boolean inDoubt) {
        var login = standing.login();
        var sameQuestion = login.state() == SignIn.State.CHALLENGED && failed.retry() && SignInSteps.mayRepeat(failed);
        if (!sameQuestion) {
            return SignIns.Next.failed(login, failed);
        }
        var wrong = failed.reason() == SignInStep.Reason.BAD_ANSWER || inDoubt && login.isAsked();
        var next = wrong ? login.answeredWrongly() : login;
        var step = SignInSteps.failed(
                new SignInStep.Failed(failed.reason(), failed.message(), next.state() == SignIn.State.CHALLENGED));
        return new SignIns.Next(next, standing.bankState(), Optional.empty(), step);
    }

    private SignIns.Next authenticated(Turn turn, SignInStep.Authenticated done, List<BankAccount> listed) {
        var bank = turn.bank();
        var login = turn.login();
        if (!isSamePerson(turn, done.customer())) {
            return SignIns.Next.failed(
                    login,
                    new SignInStep.Failed(
                            SignInStep.Reason.UNSUPPORTED,
                            "This is to be renewed by whoever signed in at " + bank.name() + " before",
                            true));
        }
        var offered = offered(turn, listed);
        if (offered.isEmpty()) {
            return SignIns.Next.failed(
                    login,
                    new SignInStep.Failed(
                            SignInStep.Reason.UNSUPPORTED,
                            bank.name() + " shows no account of yours that can be linked",
                            true));
        }
        var choice = new AccountChoice(done.grant(), done.customer(), done.until(), offered);
        return new SignIns.Next(
                login.authenticated(),
                Optional.empty(),
                Optional.of(choice),
                SignInSteps.accounts(turn.session(), offered));
    }

    /// Holders of a joint account each sign in for themselves: the one does not renew what the other gave, and never
    /// comes to be that customer.
    private boolean isSamePerson(Turn turn, BankCustomer signedIn) {
        var bank = turn.bank().id();
        return turn.earlier()
                .filter(earlier -> earlier.bank().equals(bank))
                .flatMap(Connection::holder)
                .map(identities.ofBank(turn.tenant(), bank, signedIn.reference())::equals)
                .orElse(true);
    }

    /// The accounts that may be chosen, each with the id it has or will have.
    private List<AccountChoice.Offered> offered(Turn turn, List<BankAccount> listed) {
        var session = turn.session();
        var bank = turn.bank();
        var tenant = turn.tenant();
        var fitting = ListedAccounts.toldApart(bank, listed).stream()
                .filter(account -> session.option("currency")
                        .map(currency ->
                                currency.equalsIgnoreCase(account.currency().getCurrencyCode()))
                        .orElse(true))
                .limit(LinkLimits.ACCOUNTS_SHOWN)
                .toList();
        var known = accountIds.find(
                tenant,
                fitting.stream()
                        .map(account -> AccountIdentity.of(bank.id(), account))
                        .toList());
        var now = clock.instant();
        var renewed = turn.earlier().filter(record -> session.vouchedOption(REAUTH_RECORD)
                .filter(record.id()::equals)
                .isPresent());
        return fitting.stream()
                .map(account -> new AccountChoice.Offered(
                        known.id(AccountIdentity.of(bank.id(), account)).orElseGet(() -> Ids.next(now)), account))
                .filter(offered -> session.option("reauth_account")
                        .map(wanted -> wanted.equals(offered.id()) || wanted.equals(ViewIds.balance(offered.id())))
                        .orElse(true))
                .filter(offered -> renewed.map(record -> record.accounts().contains(offered.id()))
                        .orElse(true))
                .toList();
    }

    private static List<AccountChoice.Offered> chosen(Session session, AccountChoice choice, List<String> ids) {
        var takesAll = ids.isEmpty()
                && session.option("selection_type").filter("none"::equals).isPresent();
        if (takesAll) {
            return choice.offered().stream().limit(SignInSteps.most(session)).toList();
        }
        var wanted = List.copyOf(new LinkedHashSet<>(ids));
        if (wanted.isEmpty()) {
            throw Problem.field("accounts", "must name at least one account").exception();
        }
        var most = SignInSteps.most(session);
        if (wanted.size() > most) {
            throw Problem.field("accounts", "may name " + most + " at most").exception();
        }
        return wanted.stream()
                .map(id -> choice.offered().stream()
                        .filter(offered -> offered.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problem.field("accounts", "names an account that was not offered")
                                .exception()))
                .toList();
    }

    private static Reply goesOn(String login, ObjectNode step) {
        var data = Json.object().put("login", login);
        data.set("step", step);
        return Reply.success("Sign-in goes on", data);
    }
}
