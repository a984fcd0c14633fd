package org.openbalance.bank;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.Money;

/// Reads the several balances that banks state of one account, in the words of ISO 20022: as codes (`ITAV`), or in full
/// as the Berlin Group (`interimAvailable`) and Open Banking in the UK (`InterimAvailable`) write them.
///
/// The ledger amount is the first there is of interim booked, closing booked, expected, previously closed and opening
/// booked; the available one of interim, closing and opening available, and expected. Neither is made from the other.
public final class StatedBalances {

    private static final List<Type> LEDGER = List.of(Type.ITBD, Type.CLBD, Type.XPCD, Type.PRCD, Type.OPBD);
    private static final List<Type> AVAILABLE = List.of(Type.ITAV, Type.CLAV, Type.OPAV, Type.XPCD);

    private StatedBalances() {}

    /// What a balance is called.
    public enum Type {
        ITBD("interimBooked", Kind.BOOKED),
        CLBD("closingBooked", Kind.BOOKED),
        PRCD("previouslyClosedBooked", Kind.BOOKED),
        OPBD("openingBooked", Kind.BOOKED),
        ITAV("interimAvailable", Kind.AVAILABLE),
        CLAV("closingAvailable", Kind.AVAILABLE),
        OPAV("openingAvailable", Kind.AVAILABLE),
        XPCD("expected", Kind.EXPECTED);

        private final String word;
        private final Kind kind;

        Type(String word, Kind kind) {
            this.word = word;
            this.kind = kind;
        }

        /// @return empty for a balance that says neither what is booked nor what can be spent today, such as
        /// `forwardAvailable`
        public static Optional<Type> read(String printed) {
            return Arrays.stream(values())
                    .filter(type -> type.name().equalsIgnoreCase(printed) || type.word.equalsIgnoreCase(printed))
                    .findFirst();
        }
    }

    /// One balance of an account.
    ///
    /// @param at the bank's own time of it, if it says
    /// @param credit whether it counts an agreed credit
    public record Stated(Type type, Money money, Optional<Instant> at, Credit credit) {}

    /// What an account's balances come to.
    ///
    /// @param asOf the earlier of the bank's times of what was taken; empty if it says none
    public record Chosen(BalanceAmounts amounts, Optional<Instant> asOf) {}

    /// What a bank states under one id, by currency: each is an account of its own ([CurrencyReference]). A currency
    /// without an amount to show is left out.
    public static Map<Currency, Chosen> choose(List<Stated> balances) {
        var byCurrency = balances.stream()
                .collect(Collectors.groupingBy(
                        stated -> stated.money().currency(), LinkedHashMap::new, Collectors.toList()));
        var chosen = new LinkedHashMap<Currency, Chosen>();
        byCurrency.forEach((currency, stated) -> choose(currency, stated).ifPresent(one -> chosen.put(currency, one)));
        return chosen;
    }

    /// @param balances of one account, all in its currency
    /// @return empty if none of them is an amount to show: the balance is not known then, and is not nothing
    public static Optional<Chosen> choose(Currency currency, List<Stated> balances) {
        var available = first(AVAILABLE, balances);
        var ledger = first(LEDGER, balances);
        if (available.isEmpty() && ledger.isEmpty()) {
            return Optional.empty();
        }
        var amounts = new BalanceAmounts(
                currency,
                available.map(StatedBalances::amount),
                ledger.map(StatedBalances::amount),
                available.map(Stated::credit).orElse(Credit.UNTOLD));
        var asOf = Stream.of(available, ledger)
                .flatMap(Optional::stream)
                .flatMap(stated -> stated.at().stream())
                .min(Instant::compareTo);
        return Optional.of(new Chosen(amounts, asOf));
    }

    private static Optional<Stated> first(List<Type> wanted, List<Stated> balances) {
        return wanted.stream()
                .flatMap(type -> balances.stream().filter(stated -> stated.type() == type))
                .findFirst();
    }

    private static BalanceAmounts.Stated amount(Stated stated) {
        return new BalanceAmounts.Stated(stated.money(), stated.type().kind);
    }

    /// The amount that a bank prints with a word for its side. Where there is such a word it decides alone: some banks
    /// print `-396` and `Debit`. Without one the sign does.
    ///
    /// @param side `CRDT`, `DBIT`, `Credit` or `Debit`, in any case; null where the bank has no such word
    /// @return empty for what is no amount of the currency, or has an unknown side
    public static Optional<Money> signed(BigDecimal printed, String side, Currency currency) {
        if (side == null) {
            return Money.ofMajor(printed, currency);
        }
        return switch (side.toUpperCase(Locale.ROOT)) {
            case "CRDT", "CREDIT" -> Money.ofMajor(printed.abs(), currency);
            case "DBIT", "DEBIT" -> Money.ofMajor(printed.abs().negate(), currency);
            default -> Optional.empty();
        };
    }
}
