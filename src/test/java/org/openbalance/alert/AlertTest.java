package org.openbalance.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Low below the threshold, recovered from threshold and margin on, and in between as it was.
class AlertTest {

    private static final long THRESHOLD = 10_000;
    private static final Tenant TENANT = new Tenant("o", Environment.SANDBOX);

    private static Alert alert(long margin) {
        return new Alert(
                "a", TENANT, "c", Optional.empty(), Alert.On.AVAILABLE, ngn(THRESHOLD), ngn(margin), Instant.EPOCH);
    }

    private static Money ngn(long minor) {
        return new Money(minor, Currency.getInstance("NGN"));
    }

    private static BalanceAmounts available(long minor) {
        return new BalanceAmounts(ngn(minor), ngn(0));
    }

    /// What a walk of balances raises: true for low, false for recovered.
    private static List<Boolean> pending(Alert alert, List<Long> walk) {
        var pending = new ArrayList<Boolean>();
        var low = false;
        for (var amount : walk) {
            var next = alert.low(available(amount), low);
            if (next != low) {
                pending.add(next);
            }
            low = next;
        }
        return pending;
    }

    @Property
    void below_the_threshold_is_low_and_from_threshold_and_margin_on_is_not(
            @ForAll @LongRange(min = -50_000, max = 50_000) long amount,
            @ForAll @LongRange(max = 20_000) long margin,
            @ForAll boolean wasLow) {
        var low = alert(margin).low(available(amount), wasLow);

        if (amount < THRESHOLD) {
            assertThat(low).isTrue();
        } else if (amount >= THRESHOLD + margin) {
            assertThat(low).isFalse();
        } else {
            assertThat(low).isEqualTo(wasLow);
        }
    }

    @Property
    void a_balance_that_swings_within_the_margin_raises_one_event(
            @ForAll @LongRange(min = 1, max = 20_000) long margin,
            @ForAll @Size(min = 1, max = 50) List<@LongRange(min = -20_000, max = 19_999) Long> swings) {
        var walk = new ArrayList<Long>();
        walk.add(THRESHOLD - 1);
        swings.forEach(swing -> walk.add(THRESHOLD + Math.min(swing, margin - 1)));

        assertThat(pending(alert(margin), walk)).containsExactly(true);
    }

    @Property
    void low_and_recovered_take_turns_however_a_balance_walks(
            @ForAll @LongRange(max = 20_000) long margin,
            @ForAll @Size(max = 100) List<@LongRange(min = -50_000, max = 50_000) Long> walk) {
        var pending = pending(alert(margin), walk);

        for (var place = 0; place < pending.size(); place++) {
            assertThat(pending.get(place)).isEqualTo(place % 2 == 0);
        }
    }

    @Property
    void a_reading_that_comes_twice_raises_nothing_more(
            @ForAll @LongRange(max = 20_000) long margin,
            @ForAll @Size(max = 50) List<@LongRange(min = -50_000, max = 50_000) Long> walk) {
        var doubled = walk.stream()
                .flatMap(amount -> List.of(amount, amount, amount).stream())
                .toList();

        assertThat(pending(alert(margin), doubled)).isEqualTo(pending(alert(margin), walk));
    }

    @Property
    void the_ledger_is_what_an_alert_on_the_ledger_looks_at(
            @ForAll @LongRange(min = -50_000, max = 50_000) long available,
            @ForAll @LongRange(min = -50_000, max = 50_000) long ledger) {
        var alert =
                new Alert("a", TENANT, "c", Optional.empty(), Alert.On.LEDGER, ngn(THRESHOLD), ngn(0), Instant.EPOCH);

        assertThat(alert.low(new BalanceAmounts(ngn(available), ngn(ledger)), false))
                .isEqualTo(ledger < THRESHOLD);
    }

    @Property
    void an_amount_that_is_missing_leaves_an_alert_as_it_is(@ForAll Alert.On on, @ForAll boolean wasLow) {
        var alert = new Alert("a", TENANT, "c", Optional.empty(), on, ngn(THRESHOLD), ngn(0), Instant.EPOCH);

        assertThat(alert.low(BalanceAmounts.untold(ngn(0).currency()), wasLow)).isEqualTo(wasLow);
    }
}
