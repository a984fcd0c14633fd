package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.StatedBalances.Stated;
import org.openbalance.bank.StatedBalances.Type;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.Money;

/// Banks state sets of balances of their own, with signs and times of their own: each is read as what it is.
class StatedBalancesTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void a_bank_that_states_only_what_is_expected() {
        var amounts = chosen("expected").orElseThrow();

        assertThat(amounts.available()).contains(stated(1, Kind.EXPECTED));
        assertThat(amounts.ledger()).contains(stated(1, Kind.EXPECTED));
    }

    @Test
    void a_bank_that_states_only_what_was_booked_at_the_close() {
        var amounts = chosen("CLBD").orElseThrow();

        assertThat(amounts.available()).isEmpty();
        assertThat(amounts.ledger()).contains(stated(1, Kind.BOOKED));
    }

    @Test
    void a_bank_that_states_what_is_available_and_expected() {
        var amounts = chosen("XPCD", "ITAV").orElseThrow();

        assertThat(amounts.available()).contains(stated(2, Kind.AVAILABLE));
        assertThat(amounts.ledger()).contains(stated(1, Kind.EXPECTED));
    }

    @Test
    void a_bank_that_states_six_kinds() {
        var amounts = chosen(
                        "openingBooked",
                        "forwardAvailable",
                        "closingBooked",
                        "expected",
                        "InterimBooked",
                        "interimAvailable")
                .orElseThrow();

        assertThat(amounts.available()).contains(stated(6, Kind.AVAILABLE));
        assertThat(amounts.ledger()).contains(stated(5, Kind.BOOKED));
    }

    @Test
    void no_balance_and_an_unknown_one_are_not_nothing() {
        assertThat(chosen()).isEmpty();
        assertThat(chosen("nonInvoiced", "forwardAvailable", "")).isEmpty();
    }

    @Test
    void available_and_ledger_stay_apart_where_an_overdraft_is_included_silently() {
        var chosen = StatedBalances.choose(
                        GBP, List.of(new Stated(Type.ITAV, pounds(130_000), Optional.of(NOON), Credit.UNTOLD)))
                .orElseThrow();

        assertThat(chosen.amounts().ledger()).isEmpty();
        assertThat(chosen.amounts().ownFunds()).isEmpty();
        assertThat(chosen.asOf()).contains(NOON);
    }

    @Test
    void the_limit_of_a_card_is_not_its_holders_money() {
        var limit = Credit.included(Optional.of(pounds(800_000)));
        var amounts = StatedBalances.choose(
                        GBP,
                        List.of(
                                new Stated(Type.ITAV, pounds(800_000), Optional.empty(), limit),
                                new Stated(Type.ITBD, pounds(0), Optional.empty(), Credit.UNTOLD)))
                .orElseThrow()
                .amounts();

        assertThat(amounts.ledgerMoney()).contains(pounds(0));
        assertThat(amounts.ownFunds()).contains(pounds(0));
        assertThat(pounds(12_345).negated()).isEqualTo(pounds(-12_345));
    }

    @Test
    void a_word_for_the_side_decides_alone_and_without_one_the_sign_does() {
        assertThat(signed("-396", "Debit")).contains(pounds(-39_600));
        assertThat(signed("396", "DBIT")).contains(pounds(-39_600));
        assertThat(signed("-396", "Credit")).contains(pounds(39_600));
        assertThat(signed("396", "crdt")).contains(pounds(39_600));
        assertThat(signed("-396", null)).contains(pounds(-39_600));
        assertThat(signed("396", null)).contains(pounds(39_600));
        assertThat(signed("396", "both")).isEmpty();
    }

    @Test
    void what_was_taken_is_as_old_as_its_older_part() {
        var chosen = StatedBalances.choose(
                        GBP,
                        List.of(
                                new Stated(Type.ITAV, pounds(2), Optional.of(NOON), Credit.UNTOLD),
                                new Stated(Type.CLBD, pounds(1), Optional.of(NOON.minusSeconds(60)), Credit.UNTOLD),
                                new Stated(Type.OPBD, pounds(1), Optional.of(NOON.minusSeconds(600)), Credit.UNTOLD)))
                .orElseThrow();

        assertThat(chosen.asOf()).contains(NOON.minusSeconds(60));
    }

    @Test
    void each_currency_under_one_id_has_amounts_and_a_time_of_its_own() {
        var chosen = StatedBalances.choose(List.of(
                new Stated(Type.CLBD, pounds(1), Optional.of(NOON), Credit.UNTOLD),
                new Stated(Type.ITAV, new Money(2, EUR), Optional.empty(), Credit.UNTOLD)));

        assertThat(chosen.keySet()).containsExactly(GBP, EUR);
        assertThat(chosen.get(GBP).amounts().ledgerMoney()).contains(pounds(1));
        assertThat(chosen.get(GBP).asOf()).contains(NOON);
        assertThat(chosen.get(EUR).amounts().ledger()).isEmpty();
        assertThat(chosen.get(EUR).asOf()).isEmpty();
    }

    /// What is chosen of balances of one cent, two cents and so on.
    private static Optional<BalanceAmounts> chosen(String... printed) {
        var types = Arrays.asList(printed);
        var balances = types.stream()
                .flatMap(word -> Type.read(word).stream()
                        .map(type -> new Stated(
                                type, new Money(types.indexOf(word) + 1, EUR), Optional.empty(), Credit.UNTOLD)))
                .toList();
        return StatedBalances.choose(EUR, balances).map(StatedBalances.Chosen::amounts);
    }

    private static Optional<Money> signed(String printed, String side) {
        return StatedBalances.signed(new BigDecimal(printed), side, GBP);
    }

    private static BalanceAmounts.Stated stated(long minor, Kind kind) {
        return new BalanceAmounts.Stated(new Money(minor, EUR), kind);
    }

    private static Money pounds(long minor) {
        return new Money(minor, GBP);
    }
}
