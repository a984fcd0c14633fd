package org.openbalance.money;

import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/// What a bank states of an account at one moment, in one currency: either amount, both, or none.
///
/// What the bank does not state is missing: it is not nothing, and no amount is derived from another. Of what kind an
/// amount is, is kept with it.
///
/// @param available what can be spent now, an agreed credit included if the bank counts it
/// @param ledger what is booked
/// @param credit what the bank says of a credit within the available amount
public record BalanceAmounts(Currency currency, Optional<Stated> available, Optional<Stated> ledger, Credit credit) {

    private static final String BETWEEN = " ";
    private static final String NONE = "-";

    /// What a bank means by an amount.
    public enum Kind {
        BOOKED,
        AVAILABLE,
        /// Booked, and what is pending.
        EXPECTED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record Stated(Money money, Kind kind) {}

    /// @param included whether an agreed credit, such as an overdraft or a card's limit, is part of the available
    /// amount; empty if the bank does not say, and many do not that do include it
    /// @param amount of that credit, if the bank tells
    public record Credit(Optional<Boolean> included, Optional<Money> amount) {

        public static final Credit UNTOLD = new Credit(Optional.empty(), Optional.empty());
        public static final Credit EXCLUDED = new Credit(Optional.of(false), Optional.empty());

        public Credit {
            if (amount.isPresent() && !included.equals(Optional.of(true))) {
                throw new IllegalArgumentException("Only a credit that is included has an amount here");
            }
        }

        public static Credit included(Optional<Money> amount) {
            return new Credit(Optional.of(true), amount);
        }

        private String text() {
            return included.map(is ->
                            is ? amount.map(money -> "in:" + money.minor()).orElse("in") : "out")
                    .orElse(NONE);
        }

        private static Credit of(String text, Currency currency) {
            return switch (text) {
                case NONE -> UNTOLD;
                case "out" -> EXCLUDED;
                case "in" -> included(Optional.empty());
                default ->
                    included(Optional.of(new Money(Long.parseLong(text.substring(text.indexOf(':') + 1)), currency)));
            };
        }
    }

    public BalanceAmounts {
        for (var money : Arrays.asList(available.map(Stated::money), ledger.map(Stated::money), credit.amount())) {
            if (money.filter(one -> one.currency() != currency).isPresent()) {
                throw new IllegalArgumentException("All amounts of an account are in its currency");
            }
        }
    }

    /// Both amounts, each of the kind that it is called.
    public BalanceAmounts(Money available, Money ledger) {
        this(
                available.currency(),
                Optional.of(new Stated(available, Kind.AVAILABLE)),
                Optional.of(new Stated(ledger, Kind.BOOKED)),
                Credit.UNTOLD);
    }

    /// Of an account that the bank lists without a balance.
    public static BalanceAmounts untold(Currency currency) {
        return new BalanceAmounts(currency, Optional.empty(), Optional.empty(), Credit.UNTOLD);
    }

    public Optional<Money> availableMoney() {
        return available.map(Stated::money);
    }

    public Optional<Money> ledgerMoney() {
        return ledger.map(Stated::money);
    }

    /// What can be spent without the credit, if the bank tells how much of it there is.
    public Optional<Money> ownFunds() {
        return availableMoney()
                .flatMap(all -> credit.amount().map(part -> new Money(all.minor() - part.minor(), currency)));
    }

    /// Whether both amounts are there, of the kinds that they are called.
    public boolean isPlain() {
        return kindOf(available).equals(Optional.of(Kind.AVAILABLE))
                && kindOf(ledger).equals(Optional.of(Kind.BOOKED));
    }

    /// The kinds and the credit in one short text, for [#ofStored]; empty if there is nothing that goes without saying.
    public Optional<String> storedKinds() {
        return isPlain() && credit.equals(Credit.UNTOLD)
                ? Optional.empty()
                : Optional.of(String.join(BETWEEN, kindText(available), kindText(ledger), credit.text()));
    }

    /// @param available minor units, if they were stated
    /// @param ledger minor units, if they were stated
    /// @param kinds as [#storedKinds] gave them
    public static BalanceAmounts ofStored(
            Currency currency, Optional<Long> available, Optional<Long> ledger, Optional<String> kinds) {
        var parts = kinds.map(text -> text.split(BETWEEN))
                .orElseGet(() -> new String[] {Kind.AVAILABLE.name(), Kind.BOOKED.name(), NONE});
        return new BalanceAmounts(
                currency,
                available.map(minor -> new Stated(new Money(minor, currency), Kind.valueOf(parts[0]))),
                ledger.map(minor -> new Stated(new Money(minor, currency), Kind.valueOf(parts[1]))),
                Credit.of(parts[2], currency));
    }

    private static Optional<Kind> kindOf(Optional<Stated> amount) {
        return amount.map(Stated::kind);
    }

    private static String kindText(Optional<Stated> amount) {
        return kindOf(amount).map(Kind::name).orElse(NONE);
    }
}
