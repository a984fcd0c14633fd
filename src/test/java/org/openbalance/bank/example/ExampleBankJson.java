package org.openbalance.bank.example;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.bank.*;
import org.openbalance.bank.StatedBalances.Chosen;
import org.openbalance.bank.StatedBalances.Stated;
import org.openbalance.bank.http.*;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.Money;

/// Reads what Example Bank answers.
final class ExampleBankJson {

    static final ZoneId ZONE = ZoneId.of("Africa/Lagos");

    private ExampleBankJson() {}

    static BankCustomer customer(JsonNode answer) {
        var customer = answer.path("customer");
        return new BankCustomer(
                customer.path("id").asText(),
                customer.path("name").asText(),
                Fields.text(customer, "bvn"),
                Fields.text(customer, "phone"),
                Fields.text(customer, "email"));
    }

    /// When the customer's consent ends by itself, if the bank says so.
    static Optional<Instant> ends(JsonNode answer) {
        return BankDates.moment(answer.path("consent_ends"), ZONE);
    }

    /// One for each currency that is known, with what was read of it.
    static Stream<BankAccount> accounts(JsonNode account, AccountRead<Map<Currency, Chosen>> read) {
        var held = read instanceof AccountRead.Value<Map<Currency, Chosen>> given
                ? given.value()
                : Map.<Currency, Chosen>of();
        return Fields.texts(account, "currencies").stream()
                .flatMap(printed -> AccountCurrency.read(ExampleBankConnector.BANK, printed).stream())
                .map(currency -> account(account, currency, Optional.ofNullable(held.get(currency))));
    }

    private static BankAccount account(JsonNode account, Currency currency, Optional<Chosen> held) {
        return new BankAccount(
                new CurrencyReference(account.path("id").asText(), currency).toString(),
                AccountNumber.read(
                        AccountNumber.Scheme.NUBAN, account.path("number").asText()),
                account.path("name").asText(),
                account.path("type").asText(),
                held.map(Chosen::amounts).orElseGet(() -> BalanceAmounts.untold(currency)),
                held.flatMap(Chosen::asOf));
    }

    static Map<Currency, Chosen> balances(JsonNode answer) {
        return StatedBalances.choose(Fields.each(answer, "balances")
                .flatMap(balance -> stated(balance).stream())
                .toList());
    }

    /// A balance with a time that is not understood is left out: it may be of last year, and not of now.
    private static Optional<Stated> stated(JsonNode balance) {
        var at = BankDates.moment(balance.path("at"), ZONE);
        return StatedBalances.Type.read(balance.path("kind").asText())
                .filter(_ -> at.isPresent() || !balance.hasNonNull("at"))
                .flatMap(type -> amount(balance).map(money -> new Stated(type, money, at, credit(balance))));
    }

    private static Optional<Money> amount(JsonNode of) {
        return BankAmounts.directed(of.path("amount"), of.path("currency"), of.path("direction"));
    }

    private static Credit credit(JsonNode balance) {
        var included = balance.path("credit_included");
        if (!included.isBoolean()) {
            return Credit.UNTOLD;
        }
        return included.booleanValue()
                ? Credit.included(BankAmounts.major(balance.path("credit"), balance.path("currency")))
                : Credit.EXCLUDED;
    }

    /// Those in one currency.
    static Stream<BankTransaction> lines(JsonNode answer, Currency currency) {
        return Fields.each(answer, "transactions")
                .filter(line ->
                        currency.getCurrencyCode().equals(line.path("currency").asText()))
                .map(ExampleBankJson::line);
    }

    private static BankTransaction line(JsonNode line) {
        var booked = BankDates.day(line.path("booked"), ZONE);
        return new BankTransaction(
                Fields.text(line, "id"),
                booked.isPresent() ? BankTransaction.Status.BOOKED : BankTransaction.Status.PENDING,
                booked,
                BankDates.day(line.path("valued"), ZONE),
                amount(line)
                        .orElseThrow(() -> new BankFailure(
                                BankFailure.Kind.ERROR, "Example Bank gave a line that was not understood")),
                line.path("text").asText(""),
                BankAmounts.major(line.path("balance"), line.path("currency")));
    }

    static BankIdentity identity(JsonNode person) {
        return new BankIdentity(
                Fields.texts(person, "names"),
                BankDates.day(person.path("born"), ZONE),
                Fields.texts(person, "addresses"),
                Fields.texts(person, "phones"),
                Fields.texts(person, "emails"),
                Fields.text(person, "bvn"));
    }
}
