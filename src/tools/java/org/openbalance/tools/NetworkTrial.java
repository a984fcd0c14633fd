package org.openbalance.tools;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.core5.net.URIBuilder;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankIdentity;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.EndsAccess;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.ReadsAccounts;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.bank.ReadsIdentity;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.SignsIn;
import org.openbalance.bank.WayBack;
import org.openbalance.local.LocalFailure;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Tenant;

/// One customer's way through a network, from the sign-in to the end of the access, told line by line and redacted.
///
/// @param pause between two looks at what takes its time
record NetworkTrial(
        Terminal terminal,
        Connector connector,
        Tenant tenant,
        Bank bank,
        NetworkKeys keys,
        WayBack back,
        SignInRequest.Person person,
        Pause pause) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_LOOKS = 40;
    private static final int DAYS = 30;

    /// Lets time pass.
    @FunctionalInterface
    interface Pause {
        void of(Duration time);
    }

    /// @throws LocalFailure if nobody signed in
    void run() {
        var signedIn = signIn();
        terminal.say("Signed in as " + Redacted.name(signedIn.customer().name())
                + signedIn.until().map(until -> ", until " + until).orElse(", until the bank ends it") + ".");
        var grant = HeldGrant.unkept(signedIn.grant());
        try {
            read(grant);
        } finally {
            end(grant);
        }
    }

    private Access access() {
        return new Access(tenant, bank, Optional.empty(), Instant.now().plus(PATIENCE), () -> Optional.of(keys));
    }

    private SignInStep.Authenticated signIn() {
        var signsIn = (SignsIn) connector;
        var step = signsIn.signIn(access(), new SignInRequest(typed(), back, Optional.empty(), person));
        for (var looks = 0; looks < MOST_LOOKS; looks++) {
            switch (step) {
                case SignInStep.Authenticated done -> {
                    return done;
                }
                case SignInStep.Failed failed ->
                    throw new LocalFailure("The sign-in failed (" + failed.reason() + "): " + failed.message() + ".");
                default -> step = signsIn.answer(access(), state(step), answer(step));
            }
        }
        throw new LocalFailure("The bank had not finished the sign-in after " + MOST_LOOKS + " steps. What a network"
                + " tells by webhooks alone does not come here.");
    }

    private Map<String, Secret> typed() {
        var typed = new HashMap<String, Secret>();
        bank.login()
                .fields()
                .forEach(field -> typed.put(
                        field.name(),
                        new Secret(terminal.ask(field.label(), field.type().equals("password")))));
        return typed;
    }

    private static String state(SignInStep step) {
        return switch (step) {
            case SignInStep.Otp otp -> otp.state();
            case SignInStep.Question asked -> asked.state();
            case SignInStep.Redirect page -> page.state();
            case SignInStep.Wait wait -> wait.state();
            case SignInStep.Authenticated _, SignInStep.Failed _ ->
                throw new IllegalStateException("Nothing is answered at the end");
        };
    }

    private SignInAnswer answer(SignInStep step) {
        return switch (step) {
            case SignInStep.Otp otp -> new SignInAnswer.Typed(new Secret(terminal.ask(otp.message(), false)));
            case SignInStep.Question asked -> new SignInAnswer.Typed(new Secret(terminal.ask(asked.question(), false)));
            case SignInStep.Redirect page -> {
                terminal.say("Open this address in a browser and sign in:");
                terminal.say(page.url());
                yield new SignInAnswer.Returned(
                        parameters(terminal.ask("The address that the browser shows in the end, all of it", false)));
            }
            case SignInStep.Wait wait -> {
                pause.of(Duration.ofMillis(wait.afterMs()));
                yield new SignInAnswer.Waited();
            }
            case SignInStep.Authenticated _, SignInStep.Failed _ ->
                throw new IllegalStateException("Nothing is answered at the end");
        };
    }

    /// Of the query and of the fragment.
    private static Map<String, String> parameters(String address) {
        try {
            var uri = new URI(address);
            var parameters = new HashMap<String, String>();
            new URIBuilder(uri).getQueryParams().forEach(pair -> parameters.put(pair.getName(), pair.getValue()));
            if (uri.getRawFragment() != null) {
                new URIBuilder("?" + uri.getRawFragment())
                        .getQueryParams()
                        .forEach(pair -> parameters.put(pair.getName(), pair.getValue()));
            }
            return parameters;
        } catch (URISyntaxException none) {
            throw new LocalFailure("That is no address.");
        }
    }

    private void read(HeldGrant grant) {
        var accounts = told("Accounts", () -> ((ReadsAccounts) connector).accounts(access(), grant))
                .orElse(List.of());
        accounts.forEach(account -> terminal.say("  " + described(account)));
        var asked = accounts.stream()
                .map(account -> AccountRequest.of(account.reference()))
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        if (connector instanceof ReadsBalances reads) {
            each("Balances", asked, requests -> reads.balances(access(), grant, requests), NetworkTrial::described);
        }
        if (connector instanceof ReadsTransactions reads) {
            var today = LocalDate.now(ZoneOffset.UTC);
            var days = new DaySpan(today.minusDays(DAYS), today);
            each(
                    "Transactions of " + DAYS + " days",
                    asked,
                    requests -> reads.transactions(access(), grant, requests, days),
                    NetworkTrial::described);
        }
        if (connector instanceof ReadsIdentity reads) {
            each("Identity", asked, requests -> reads.identity(access(), grant, requests), NetworkTrial::described);
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T make();
    }

    /// A failure is told, and what comes after it is tried all the same.
    private <T> Optional<T> told(String what, Read<T> read) {
        terminal.say(what + ":");
        try {
            return Optional.of(read.make());
        } catch (BankFailure failure) {
            terminal.say("  " + failed(failure));
            return Optional.empty();
        }
    }

    private <T> void each(
            String what,
            List<AccountRequest> requests,
            Function<List<AccountRequest>, Map<String, AccountRead<T>>> read,
            Function<T, String> described) {
        var left = requests;
        for (var looks = 0; !left.isEmpty() && looks < MOST_LOOKS; looks++) {
            var asked = left;
            var answered = told(what, () -> read.apply(asked));
            if (answered.isEmpty()) {
                return;
            }
            left = later(answered.get(), described);
        }
        left.forEach(request -> terminal.say("  " + Redacted.number(request.reference()) + ": never came"));
    }

    /// Tells what is there, and waits as long as the bank wants for the rest.
    private <T> List<AccountRequest> later(Map<String, AccountRead<T>> reads, Function<T, String> described) {
        var later = new ArrayList<AccountRequest>();
        var wait = Duration.ZERO;
        for (var read : reads.entrySet()) {
            var account = "  " + Redacted.number(read.getKey()) + ": ";
            switch (read.getValue()) {
                case AccountRead.Value<T>(var value, var asOf) ->
                    terminal.say(account
                            + described.apply(value)
                            + asOf.map(at -> ", as of " + at).orElse(", as of now"));
                case AccountRead.Failed<T>(var failure) -> terminal.say(account + failed(failure));
                case AccountRead.Gone<T>() -> terminal.say(account + "gone from the bank");
                case AccountRead.Later<T>(var job, var after) -> {
                    terminal.say(account + "the bank fetches it, " + after.toSeconds() + " s");
                    later.add(new AccountRequest(read.getKey(), Optional.of(job)));
                    wait = after.compareTo(wait) > 0 ? after : wait;
                }
            }
        }
        if (!later.isEmpty()) {
            pause.of(wait);
        }
        return later;
    }

    private static String failed(BankFailure failure) {
        return "failed, " + failure.kind() + ": " + failure.getMessage();
    }

    private static String described(BankAccount account) {
        return Redacted.number(account.reference()) + ": " + account.type() + ", "
                + account.currency().getCurrencyCode() + ", "
                + account.number()
                        .map(AccountNumber::text)
                        .map(number -> "number " + Redacted.number(number))
                        .orElse("no number")
                + ", " + Redacted.name(account.name());
    }

    private static String described(BalanceAmounts amounts) {
        var available = amounts.availableMoney().map(Redacted::amount).orElse("untold");
        var ledger = amounts.ledgerMoney().map(Redacted::amount).orElse("untold");
        return "available " + available + ", ledger " + ledger;
    }

    private static String described(BankTransactions lines) {
        var pending = lines.lines().stream()
                .filter(line -> line.status() == BankTransaction.Status.PENDING)
                .count();
        var named = lines.lines().stream()
                .filter(line -> line.reference().isPresent())
                .count();
        return lines.lines().size() + " lines, " + pending + " of them pending, " + named + " with an id"
                + (lines.complete() ? "" : ", not all of them")
                + lines.lines().stream()
                        .findFirst()
                        .map(line -> "; the first: " + Redacted.amount(line.amount()) + ", narration of "
                                + Redacted.text(line.narration()))
                        .orElse("");
    }

    private static String described(BankIdentity identity) {
        return identity.names().size() + " names, " + identity.addresses().size() + " addresses, "
                + identity.phones().size() + " telephone numbers, "
                + identity.emails().size() + " e-mail addresses, "
                + (identity.born().isPresent() ? "a" : "no") + " date of birth, "
                + (identity.bvn().isPresent() ? "a" : "no") + " BVN";
    }

    private void end(HeldGrant grant) {
        if (connector instanceof EndsAccess ends) {
            told("End of access", () -> {
                        ends.endAccess(access(), grant);
                        return "confirmed";
                    })
                    .ifPresent(confirmed -> terminal.say("  " + confirmed));
        } else {
            terminal.say("This network has no end of access: end it where you gave it.");
        }
    }
}
