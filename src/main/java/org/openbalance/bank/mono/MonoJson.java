package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.BankIdentity;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.http.BankAmounts;
import org.openbalance.bank.http.BankDates;
import org.openbalance.bank.http.Fields;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.Money;

/// Reads what Mono answers. Amounts are whole minor units.
final class MonoJson {

    private static final String NIGERIA = "NG";
    private static final String ACCOUNT = "account";
    private static final String CURRENCY = "currency";

    /// States of an account's data in which nothing more comes without the customer.
    private static final Set<String> NO_DATA = Set.of("FAILED", "UNAVAILABLE");

    private MonoJson() {}

    /// Where booking days begin and end.
    static ZoneId zone(Bank bank) {
        return switch (bank.country()) {
            case "GH" -> ZoneId.of("Africa/Accra");
            case "KE" -> ZoneId.of("Africa/Nairobi");
            case "ZA" -> ZoneId.of("Africa/Johannesburg");
            default -> ZoneId.of("Africa/Lagos");
        };
    }

    /// Whether Mono has got so far with a new account that it can be told whose it is; it takes up to ten minutes.
    static boolean isThere(JsonNode data) {
        return Stream.of("account_number", "name", CURRENCY).allMatch(field -> Fields.text(data.path(ACCOUNT), field)
                        .isPresent())
                && Fields.text(data.path("customer"), "id").isPresent();
    }

    /// Whether nothing comes of an account any more until the customer has signed in again.
    static boolean wantsCustomer(JsonNode data) {
        var meta = data.path("meta");
        return NO_DATA.contains(word(meta, "data_status")) || isDead(meta);
    }

    /// Whether Mono says that the bank lets it in no more.
    static boolean isDead(JsonNode meta) {
        return "REAUTHORISATION_REQUIRED".equals(word(meta, "sync_status"));
    }

    /// A word that Mono writes in capitals in some places and in small letters in others.
    static String word(JsonNode object, String name) {
        return Fields.text(object, name)
                .map(text -> text.strip().toUpperCase(Locale.ROOT))
                .orElse("");
    }

    static BankCustomer customer(JsonNode data) {
        return new BankCustomer(
                data.path("customer").path("id").asText(),
                data.path(ACCOUNT).path("name").asText(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// @param data of `v2/accounts/{id}`
    static BankAccount account(Bank bank, String id, JsonNode data, AccountRead.Value<BalanceAmounts> read) {
        var account = data.path(ACCOUNT);
        return new BankAccount(
                id,
                number(bank, account),
                account.path("name").asText(""),
                type(bank, account.path("type").asText(""), read.value().currency()),
                read.value(),
                read.asOf());
    }

    /// Ten digits are a NUBAN in Nigeria alone.
    private static Optional<AccountNumber> number(Bank bank, JsonNode account) {
        return bank.country().equals(NIGERIA)
                ? Fields.text(account, "account_number")
                        .flatMap(printed -> AccountNumber.read(AccountNumber.Scheme.NUBAN, printed))
                : Optional.empty();
    }

    /// Mono gives on what banks call their accounts, in any words.
    private static String type(Bank bank, String printed, Currency currency) {
        var words = printed.toLowerCase(Locale.ROOT);
        if (words.contains("domiciliary")
                || bank.country().equals(NIGERIA) && !currency.getCurrencyCode().equals("NGN")) {
            return "domiciliary";
        }
        if (words.contains("corporate") || words.contains("business")) {
            return "corporate";
        }
        return words.contains("saving") ? "savings" : "current";
    }

    /// Mono states one amount. Nothing stands in the place of the other.
    ///
    /// @param data of `v2/accounts/{id}/balance`
    static Optional<BalanceAmounts> amounts(JsonNode data) {
        return BankAmounts.minor(data.path("balance"), data.path(CURRENCY))
                .map(money -> new BalanceAmounts(
                        money.currency(),
                        Optional.of(new BalanceAmounts.Stated(money, Kind.AVAILABLE)),
                        Optional.empty(),
                        Credit.UNTOLD));
    }

    /// @return empty for what is not understood
    static Optional<BankTransaction> line(Bank bank, JsonNode line, Currency currency) {
        var booked = BankDates.day(line.path("date"), zone(bank));
        return booked.flatMap(day -> amount(line, currency)
                .map(amount -> new BankTransaction(
                        Fields.text(line, "_id").or(() -> Fields.text(line, "id")),
                        BankTransaction.Status.BOOKED,
                        Optional.of(day),
                        Optional.empty(),
                        amount,
                        line.path("narration").asText(""),
                        minor(line, "balance", currency))));
    }

    /// The word for the side decides, whatever the sign.
    private static Optional<Money> amount(JsonNode line, Currency currency) {
        return minor(line, "amount", currency).flatMap(money -> switch (word(line, "type")) {
            case "CREDIT" -> Optional.of(new Money(Math.abs(money.minor()), currency));
            case "DEBIT" -> Optional.of(new Money(-Math.abs(money.minor()), currency));
            default -> Optional.empty();
        });
    }

    /// Of a line that may say no currency: then it is the account's.
    private static Optional<Money> minor(JsonNode line, String name, Currency currency) {
        var code = line.hasNonNull(CURRENCY)
                ? line.path(CURRENCY)
                : JsonNodeFactory.instance.textNode(currency.getCurrencyCode());
        return BankAmounts.minor(line.path(name), code).filter(money -> money.currency() == currency);
    }

    static BankIdentity identity(Bank bank, JsonNode data) {
        return new BankIdentity(
                texts(data, "full_name", "fullName"),
                BankDates.day(data.path("dob"), zone(bank)),
                address(data),
                texts(data, "phone"),
                texts(data, "email"),
                Fields.text(data, "bvn").filter(bvn -> bvn.matches("[0-9]{11}")));
    }

    /// One text of the lines that there are.
    private static List<String> address(JsonNode data) {
        var lines = Stream.of(List.of("address_line1", "addressLine1"), List.of("address_line2", "addressLine2"))
                .flatMap(names -> texts(data, names.getFirst(), names.getLast()).stream())
                .toList();
        return lines.isEmpty() ? List.of() : List.of(String.join("\n", lines));
    }

    /// The first that is there: the API writes `full_name`, and wrote `fullName`.
    private static List<String> texts(JsonNode data, String... names) {
        return Stream.of(names)
                .flatMap(name -> Fields.text(data, name).stream())
                .limit(1)
                .toList();
    }
}
