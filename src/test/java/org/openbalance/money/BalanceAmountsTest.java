package org.openbalance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Currency;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.BalanceAmounts.Stated;

/// What a bank does not state is missing, and stays missing wherever it is kept.
class BalanceAmountsTest {

    private static final Currency EUR = Currency.getInstance("EUR");

    @Property
    void whatever_is_stated_comes_back_from_where_it_is_kept(@ForAll("amounts") BalanceAmounts amounts) {
        assertThat(BalanceAmounts.ofStored(
                        amounts.currency(),
                        amounts.availableMoney().map(Money::minor),
                        amounts.ledgerMoney().map(Money::minor),
                        amounts.storedKinds()))
                .isEqualTo(amounts);
    }

    @Example
    void two_amounts_of_the_kinds_they_are_called_need_no_further_word() {
        assertThat(new BalanceAmounts(euros(1), euros(2)).storedKinds()).isEmpty();
        assertThat(BalanceAmounts.untold(EUR).storedKinds()).isPresent();
        assertThat(BalanceAmounts.untold(EUR).isPlain()).isFalse();
    }

    @Example
    void the_own_funds_are_told_only_where_the_credit_is() {
        assertThat(available(8_000, Credit.included(Optional.of(euros(7_500)))).ownFunds())
                .contains(euros(500));
        assertThat(available(8_000, Credit.included(Optional.empty())).ownFunds())
                .isEmpty();
        assertThat(available(8_000, Credit.UNTOLD).ownFunds()).isEmpty();
    }

    @Example
    void all_amounts_of_an_account_are_in_its_currency() {
        var dollars = new Money(1, Currency.getInstance("USD"));

        assertThatIllegalArgumentException().isThrownBy(() -> new BalanceAmounts(euros(1), dollars));
        assertThatIllegalArgumentException().isThrownBy(() -> available(1, Credit.included(Optional.of(dollars))));
    }

    private static BalanceAmounts available(long minor, Credit credit) {
        return new BalanceAmounts(EUR, Optional.of(new Stated(euros(minor), Kind.AVAILABLE)), Optional.empty(), credit);
    }

    private static Money euros(long minor) {
        return new Money(minor, EUR);
    }

    @Provide
    Arbitrary<BalanceAmounts> amounts() {
        var money = Arbitraries.longs().between(-1_000_000, 1_000_000).map(BalanceAmountsTest::euros);
        var stated = Combinators.combine(money, Arbitraries.of(Kind.class))
                .as(Stated::new)
                .optional();
        var credit = Arbitraries.oneOf(
                Arbitraries.of(Credit.UNTOLD, Credit.EXCLUDED), money.optional().map(Credit::included));
        return Combinators.combine(stated, stated, credit)
                .as((available, ledger, told) -> new BalanceAmounts(EUR, available, ledger, told));
    }
}
