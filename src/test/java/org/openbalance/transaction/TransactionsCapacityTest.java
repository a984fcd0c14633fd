package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.DaySpan;
import org.openbalance.journey.Meter;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;

/// What the lines of an account cost, from the capacity that DynamoDB reports.
@QuarkusTest
@Tag("slow")
class TransactionsCapacityTest {

    private static final LocalDate LAST = LocalDate.of(2026, 6, 30);
    private static final DaySpan TWO_YEARS = new DaySpan(LAST.minusDays(729), LAST);

    @Inject
    Table table;

    @Inject
    Vault vault;

    private final Tenant tenant = new Tenant(Ids.next(Instant.now()), Environment.SANDBOX);
    private final String account = Ids.next(Instant.now());
    private final Statement statement = new Statement(7);
    private LocalDate today = LAST;
    private Transactions transactions;

    private void two_years(int aMonth) {
        transactions = new Transactions(table, vault, () -> today.atTime(8, 0).toInstant(ZoneOffset.UTC));
        transactions.totals(tenant, account);
        statement.days(TWO_YEARS, aMonth * 24);
        transactions.take(tenant, account, statement.of(TWO_YEARS), TWO_YEARS);
    }

    private void a_day(int lines) {
        today = today.plusDays(1);
        statement.day(today, lines);
        var week = new DaySpan(today.minusDays(7), today);
        transactions.take(tenant, account, statement.of(week), week);
    }

    private static double units(List<Meter.Use> uses, boolean writes) {
        return uses.stream()
                .filter(use -> use.writes() == writes)
                .mapToDouble(Meter.Use::units)
                .sum();
    }

    @Test
    void two_years_of_1500_lines_are_taken_in_with_150_write_units() {
        vault.fingerprint(tenant, "warm", "up");
        var uses = Meter.of(() -> two_years(63));

        assertThat(units(uses, true)).isLessThanOrEqualTo(150);
        assertThat(transactions.totals(tenant, account).lines()).isEqualTo(63 * 24);
    }

    /// As the reader does: the latest month first, then the year before it, and so on.
    @Test
    void two_years_that_come_in_pieces_cost_no_more() {
        vault.fingerprint(tenant, "warm", "up");
        transactions = new Transactions(table, vault, () -> today.atTime(8, 0).toInstant(ZoneOffset.UTC));
        transactions.totals(tenant, account);
        statement.days(TWO_YEARS, 63 * 24);
        var uses = Meter.of(() -> {
            var last = LAST;
            var first = LAST.minusDays(30);
            while (last.isAfter(TWO_YEARS.first())) {
                var piece = new DaySpan(first, last);
                transactions.take(tenant, account, statement.of(piece), piece);
                last = first.minusDays(1);
                first = last.minusMonths(12).isBefore(TWO_YEARS.first()) ? TWO_YEARS.first() : last.minusMonths(12);
            }
        });

        assertThat(transactions.totals(tenant, account).lines()).isEqualTo(63 * 24);
        assertThat(units(uses, true)).isLessThanOrEqualTo(150);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 62, 400})
    void each_day_with_three_new_lines_costs_four_write_units_at_most(int aMonth) {
        two_years(aMonth);
        a_day(3);
        var all = new ArrayList<Double>();
        for (var day = 0; day < 60; day++) {
            all.add(units(Meter.of(() -> a_day(3)), true));
        }

        assertThat(all).allMatch(units -> units <= 4);
        assertThat(units(Meter.of(() -> a_day(0)), true)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 62, 400})
    void a_page_of_100_costs_ten_read_units_and_a_line_two_requests(int aMonth) {
        two_years(aMonth);
        for (var day = 0; day < 45; day++) {
            a_day(Math.max(1, aMonth / 30));
        }
        var cursor = Optional.<String>empty();
        var worst = 0.0;
        do {
            var request = new PageRequest(1, 100, cursor);
            var page = new AtomicReference<TransactionPage>();
            var uses = Meter.of(() -> page.set(transactions.page(tenant, account, Optional.empty(), request)));
            worst = Math.max(worst, units(uses, false));
            cursor = page.get().cursor();
            var some = page.get().transactions().getLast();
            var found = Meter.of(
                    () -> assertThat(transactions.find(tenant, some.id())).contains(some));
            assertThat(found).hasSizeLessThanOrEqualTo(2);
        } while (cursor.isPresent());

        assertThat(worst).isLessThanOrEqualTo(10);
    }
}
