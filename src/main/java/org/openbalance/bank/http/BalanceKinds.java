package org.openbalance.bank.http;

import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;

/// Makes the two amounts of an account out of the kinds of balance that its bank gives, which differ from bank to bank.
/// One is never reckoned from the other: an overdraft may or may not be in what is available, and banks do not always
/// say so.
///
/// @param ledger the kinds that may stand for what is booked, the best first
/// @param available those that may stand for what can be spent
public record BalanceKinds(List<String> ledger, List<String> available) {

    /// A balance as a bank gives it.
    ///
    /// @param amount empty if it was not understood
    public record Given(String kind, Optional<Money> amount) {}

    /// By currency, as an account may hold several. A currency without both amounts is left out.
    public Map<Currency, BalanceAmounts> of(List<Given> balances) {
        var amounts = new LinkedHashMap<Currency, BalanceAmounts>();
        balances.stream()
                .flatMap(balance -> balance.amount().stream())
                .map(Money::currency)
                .distinct()
                .forEach(currency -> best(balances, available, currency)
                        .flatMap(spendable ->
                                best(balances, ledger, currency).map(booked -> new BalanceAmounts(spendable, booked)))
                        .ifPresent(both -> amounts.put(currency, both)));
        return amounts;
    }

    private static Optional<Money> best(List<Given> balances, List<String> kinds, Currency currency) {
        return kinds.stream()
                .flatMap(kind ->
                        balances.stream().filter(balance -> balance.kind().equals(kind)))
                .flatMap(balance -> balance.amount().stream())
                .filter(amount -> amount.currency().equals(currency))
                .findFirst();
    }
}
