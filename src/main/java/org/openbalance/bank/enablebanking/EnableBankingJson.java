package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.bank.AccountCurrency;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.StatedBalances;
import org.openbalance.bank.StatedBalances.Chosen;
import org.openbalance.bank.StatedBalances.Stated;
import org.openbalance.bank.http.BankAmounts;
import org.openbalance.bank.http.BankDates;
import org.openbalance.bank.http.Fields;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.Money;

/// Reads what Enable Banking answers of accounts at a bank.
///
/// @param zone what the bank writes its days in
record EnableBankingJson(Bank bank, ZoneId zone) {

    static EnableBankingJson of(Bank bank) {
        return new EnableBankingJson(bank, EnableBankingCountries.zone(bank.country()));
    }

    /// One for each currency that is known: the account's own, and those that a balance is in.
    Stream<BankAccount> accounts(EnableBankingAccount account, Map<Currency, Chosen> held) {
        var currencies = new LinkedHashSet<Currency>();
        account.currency().ifPresent(currencies::add);
        currencies.addAll(held.keySet());
        if (currencies.isEmpty()) {
            AccountCurrency.read(bank, account.printed());
        }
        return currencies.stream().map(currency -> account(account, currency, Optional.ofNullable(held.get(currency))));
    }

    private static BankAccount account(EnableBankingAccount account, Currency currency, Optional<Chosen> held) {
        return new BankAccount(
                account.reference(currency),
                account.number(),
                account.name(),
                account.type(),
                held.map(Chosen::amounts).orElseGet(() -> BalanceAmounts.untold(currency)),
                held.flatMap(Chosen::asOf));
    }

    /// By currency. Balances are signed here, and have no word for their side.
    Map<Currency, Chosen> balances(JsonNode answer, EnableBankingAccount account) {
        var chosen = new LinkedHashMap<>(StatedBalances.choose(Fields.each(answer, "balances")
                .flatMap(balance -> stated(balance).stream())
                .toList()));
        chosen.replaceAll((_, each) -> credited(each, account));
        return chosen;
    }

    private Optional<Stated> stated(JsonNode balance) {
        var amount = balance.path("balance_amount");
        return StatedBalances.Type.read(balance.path("balance_type").asText())
                .filter(_ -> isDated(balance, "last_change_date_time") && isDated(balance, "reference_date"))
                .flatMap(type -> BankAmounts.major(amount.path("amount"), amount.path("currency"))
                        .map(money -> new Stated(type, money, at(balance), Credit.UNTOLD)));
    }

    /// A balance with a time that is not understood is left out: it may be of last year, and not of now.
    private boolean isDated(JsonNode balance, String name) {
        return !balance.hasNonNull(name) || moment(balance, name).isPresent();
    }

    /// The older of both times: banks were seen to put one of years ago beside one of today.
    private Optional<Instant> at(JsonNode balance) {
        return Stream.of("last_change_date_time", "reference_date")
                .flatMap(name -> moment(balance, name).stream())
                .min(Instant::compareTo);
    }

    private Optional<Instant> moment(JsonNode balance, String name) {
        return BankDates.moment(balance.path(name), zone);
    }

    /// The network does not say whether an available amount counts the credit that was agreed. Where it is
    /// what is booked and all of that credit, it does; in any other case that stays untold.
    private static Chosen credited(Chosen chosen, EnableBankingAccount account) {
        var amounts = chosen.amounts();
        var counted = account.limit()
                .filter(limit -> limit.currency() == amounts.currency() && limit.minor() > 0)
                .filter(limit -> isCounted(limit, amounts));
        return counted.isEmpty()
                ? chosen
                : new Chosen(
                        new BalanceAmounts(
                                amounts.currency(), amounts.available(), amounts.ledger(), Credit.included(counted)),
                        chosen.asOf());
    }

    private static boolean isCounted(Money limit, BalanceAmounts amounts) {
        return amounts.availableMoney()
                .flatMap(all -> amounts.ledgerMoney().map(booked -> all.minor() - booked.minor() == limit.minor()))
                .orElse(false);
    }

    /// Those in one currency. What was cancelled, refused or only planned is no line.
    Stream<BankTransaction> lines(JsonNode answer, Currency currency) {
        return Fields.each(answer, "transactions")
                .filter(line -> currency.getCurrencyCode()
                        .equalsIgnoreCase(
                                line.path("transaction_amount").path("currency").asText()))
                .flatMap(line -> status(line).map(status -> line(line, status, currency)).stream());
    }

    private Optional<BankTransaction.Status> status(JsonNode line) {
        return switch (line.path("status").asText()) {
            case "BOOK" -> Optional.of(BankTransaction.Status.BOOKED);
            case "PDNG", "HOLD" -> Optional.of(BankTransaction.Status.PENDING);
            case "CNCL", "RJCT", "SCHD" -> Optional.empty();
            default -> booked(line).map(_ -> BankTransaction.Status.BOOKED);
        };
    }

    private Optional<LocalDate> booked(JsonNode line) {
        return BankDates.day(line.path("booking_date"), zone);
    }

    private BankTransaction line(JsonNode line, BankTransaction.Status status, Currency currency) {
        var isBooked = status == BankTransaction.Status.BOOKED;
        var day = booked(line)
                .or(() -> BankDates.day(line.path("transaction_date"), zone))
                .or(() -> BankDates.day(line.path("value_date"), zone))
                .filter(_ -> isBooked);
        if (isBooked && day.isEmpty()) {
            throw notUnderstood();
        }
        var amount = line.path("transaction_amount");
        var after = line.path("balance_after_transaction");
        return new BankTransaction(
                Fields.text(line, "entry_reference"),
                status,
                day,
                BankDates.day(line.path("value_date"), zone),
                BankAmounts.directed(
                                amount.path("amount"), amount.path("currency"), line.path("credit_debit_indicator"))
                        .orElseThrow(this::notUnderstood),
                narration(line),
                BankAmounts.major(after.path("amount"), after.path("currency"))
                        .filter(money -> money.currency() == currency));
    }

    /// Where nothing was written to the line, whom it came from or went to stands for it.
    private static String narration(JsonNode line) {
        var written = Fields.texts(line, "remittance_information").stream()
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
        var other = "DBIT".equals(line.path("credit_debit_indicator").asText()) ? "creditor" : "debtor";
        return written.isEmpty() ? Fields.text(line.path(other), "name").orElse("") : written;
    }

    private BankFailure notUnderstood() {
        return new BankFailure(BankFailure.Kind.ERROR, bank.name() + " gave a line that was not understood");
    }
}
