package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openbalance.api.ApiException;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.Countries;
import org.openbalance.bank.Secret;
import org.openbalance.money.Currencies;
import org.openbalance.platform.Tenant;

/// Customers of the sandbox banks, made for tests.
@Singleton
final class SandboxCustomerCalls {

    /// So many in one call of `customers/create`.
    static final int MOST_CREATED = 10;

    /// Some old clients look at the second account without asking whether there is one.
    private static final int USUAL_ACCOUNTS = 2;

    /// In the letters of any script, with one at least.
    private static final Pattern NAME = Pattern.compile("(?=.*\\p{L})[\\p{L}\\p{M}\\p{N} .,'’&()/-]+");

    private static final Set<String> RESERVED =
            Arrays.stream(WellKnownUser.values()).map(WellKnownUser::username).collect(Collectors.toUnmodifiableSet());

    private final SandboxCustomers customers;
    private final Banks banks;

    SandboxCustomerCalls(SandboxCustomers customers, Banks banks) {
        this.customers = customers;
        this.banks = banks;
    }

    List<Operation> operations() {
        return List.of(
                Operation.old("customers/create", this::create).effecting().sandboxOnly(),
                Operation.old("customers/generate", this::generate).effecting().sandboxOnly(),
                Operation.old("customers/get", this::get).sandboxOnly());
    }

    /// One customer, a list of them, or what `customers/generate` answered with.
    Reply create(Call call) {
        var wishes = bodies(call.body()).stream()
                .map(body -> read(call.tenant(), body))
                .toList();
        call.body().check();
        var wanted = wishes.stream().map(Supplier::get).toList();
        refuseTaken(call, wanted);
        var nodes = Json.array(
                wanted,
                one -> created(
                        call,
                        one,
                        customers.create(call.tenant(), one, call.request().mark())));
        return answer("Customers created", nodes);
    }

    private static List<Body> bodies(Body body) {
        for (var name : List.of(Body.LIST, "customers")) {
            if (body.has(name)) {
                var bodies = body.objects(name, MOST_CREATED);
                if (bodies.isEmpty()) {
                    body.error(name, "must have at least one customer");
                }
                return bodies;
            }
        }
        return List.of(body);
    }

    /// Notes what is wrong; what it gives may be asked only when nothing is.
    private Supplier<NewCustomer> read(Tenant tenant, Body body) {
        var accounts = body.whole("noOfAccount", 1, NewCustomer.MAX_ACCOUNTS, USUAL_ACCOUNTS);
        var name = name(body);
        var bank = bank(tenant, body);
        var username = username(body);
        var password = password(body);
        var type = body.oneOf("type", Set.of("ind", "corp")).flatMap(Holder::of).orElse(Holder.IND);
        var volume = body.oneOf("volume", Set.of("low", "medium", "high"))
                .flatMap(ActivityLevel::of)
                .orElse(ActivityLevel.MEDIUM);
        var identity = body.whole("identity", 1, NewCustomer.MAX_IDENTITY, NewCustomer.MAX_IDENTITY);
        var speed = body.whole("internetSpeed", NewCustomer.SLOWEST, NewCustomer.QUICKEST, NewCustomer.QUICKEST);
        var country = country(body);
        var currency = currency(body, country);
        return () -> new NewCustomer(
                accounts,
                name,
                bank.orElseThrow(),
                username,
                new Secret(password),
                type,
                volume,
                identity,
                speed,
                currency.orElseThrow(),
                country.orElseGet(() -> LifeAbroad.country(currency.orElseThrow())));
    }

    /// Of the holder.
    private static String name(Body body) {
        var name = bounded(body, "name", NewCustomer.MAX_NAME);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            body.error("name", "must be a name: letters, with digits and . , ' & ( ) / - between them");
        }
        return name;
    }

    private static Optional<String> country(Body body) {
        var text = body.optionalText("country");
        var country = text.flatMap(Countries::of);
        if (text.isPresent() && country.isEmpty()) {
            body.error("country", "must be a country of ISO 3166, such as NG");
        }
        return country;
    }

    private static Optional<Currency> currency(Body body, Optional<String> country) {
        var text = body.optionalText("currency");
        var currency = text.map(code -> Currencies.ofBank(code))
                .orElseGet(() -> Optional.of(country.map(LifeAbroad::currency).orElse(NewCustomer.naira())));
        if (currency.isEmpty()) {
            body.error("currency", "must be a currency of ISO 4217, such as NGN");
        }
        return currency;
    }

    private static String bounded(Body body, String name, int length) {
        var text = body.text(name);
        if (text.length() > length) {
            body.error(name, "may not have more than " + length + " characters");
        }
        return text;
    }

    private static String username(Body body) {
        var username = bounded(body, "username", NewCustomer.MAX_USERNAME);
        if (RESERVED.contains(username)) {
            body.error("username", "is reserved: it works at every sandbox bank without being created");
        }
        return username;
    }

    private static String password(Body body) {
        if (!body.has("password")) {
            body.error("password", "is missing");
        }
        return body.optionalExact("password", NewCustomer.MAX_PASSWORD).orElse("");
    }

    /// Named among the fields that are wrong, as it stands in a list of customers.
    private Optional<Bank> bank(Tenant tenant, Body body) {
        var name = body.text("bank");
        var bank = banks.find(tenant.environment(), name)
                .filter(found -> found.listing().isEmpty());
        if (bank.isEmpty() && !name.isEmpty()) {
            body.error("bank", "must be the id or slug of a sandbox bank, and none of the sandbox's network");
        }
        return bank;
    }

    /// Before the first is made, so that a list is made whole or not at all.
    private void refuseTaken(Call call, List<NewCustomer> wanted) {
        var taken = new HashSet<List<String>>();
        customers
                .madeBefore(call.tenant(), call.request().mark())
                .forEach(one -> taken.add(List.of(one.bank().id(), one.username())));
        if (taken.size() + wanted.size() > SandboxCustomers.MAX_CUSTOMERS) {
            throw refusal(SandboxCustomers.Refusal.FULL);
        }
        for (var one : wanted) {
            if (!taken.add(List.of(one.bank().id(), one.username()))) {
                throw refusal(SandboxCustomers.Refusal.NAME_TAKEN);
            }
        }
    }

    /// Without `create` the customers are only shown, in the form that `customers/create` takes.
    Reply generate(Call call) {
        var number = call.body().whole("number", 1, SandboxCustomers.MAX_GENERATED, 1);
        var create = call.body().flag("create", false);
        call.body().check();
        var nodes = Json.array(
                customers.generate(call.tenant(), number, create, call.request().mark()), one -> one.creation()
                        .map(creation -> created(call, one.wanted(), creation))
                        .orElseGet(() -> SandboxCustomerJson.wanted(one.wanted())));
        return answer(create ? "Customers created" : "Customers thought up; none was created", nodes);
    }

    private static ObjectNode created(Call call, NewCustomer wanted, SandboxCustomers.Creation creation) {
        return switch (creation) {
            case SandboxCustomers.Creation.Created(var customer) ->
                SandboxCustomerJson.of(
                        customer, Optional.of(wanted.password()), call.request().base());
            case SandboxCustomers.Creation.Refused(var why) -> throw refusal(why);
        };
    }

    private static ApiException refusal(SandboxCustomers.Refusal why) {
        return switch (why) {
            case NAME_TAKEN ->
                Problem.conflict("The bank has a customer of this username in your sandbox already")
                        .exception();
            case NAME_RESERVED -> Problem.field("username", "is reserved").exception();
            case FULL ->
                Problem.conflict("A sandbox holds " + SandboxCustomers.MAX_CUSTOMERS + " customers, and yours is full")
                        .exception();
        };
    }

    /// The password is not told again: `account.password` is null, and `note` says why.
    Reply get(Call call) {
        var id = call.body().id("customer", "customer_id", "id");
        call.body().check();
        var customer = customers.get(call.tenant(), id).orElseThrow(() -> Problem.unknown("sandbox customer")
                .exception());
        var data = Json.object().putNull("pagination");
        data.set(
                "customer",
                SandboxCustomerJson.of(
                        customer, Optional.empty(), call.request().base()));
        return Reply.success("Customer successfully retrieved", data);
    }

    private static Reply answer(String message, ArrayNode nodes) {
        var data = Json.object().putNull("pagination");
        data.set("customers", nodes);
        return Reply.success(message, data);
    }
}
