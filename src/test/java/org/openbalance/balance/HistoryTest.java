package org.openbalance.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.contract.ContractFilter;
import org.openbalance.journey.Company;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Table;

/// `balances/history` and `balance/can-pay` as an owner calls them.
@QuarkusTest
@Tag("slow")
class HistoryTest {

    private static final String HISTORY = "balances/history";
    private static final String CAN_PAY = "balance/can-pay";
    private static final ZoneId LAGOS = ZoneId.of("Africa/Lagos");

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    TestClock clock;

    private Company company;
    private Company.Linked linked;
    private String account;

    @BeforeEach
    void a_linked_account() {
        company = Company.of(owners);
        linked = company.links("harmattan-bank");
        account = linked.account();
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void each_period_tells_what_it_was_read_for() {
        changes("1", "2");

        call(HISTORY, Map.of())
                .then()
                .statusCode(200)
                .body("data.granularity", equalTo("period"))
                .body("data.time_zone", equalTo("Africa/Lagos"))
                .body("data.periods.source", contains("check", "check", "link"))
                .body("data.periods.open", contains(true, false, false))
                .body("data.periods[0].available_balance", equalTo(2))
                .body("data.pagination.hasNextPage", equalTo(false))
                .body("data.pagination.cursor", nullValue());
    }

    @Test
    void periods_that_were_written_before_sources_were_kept_have_none() {
        holds(List.of(new BalancePeriod(days(3), days(2), amounts(5), new PeriodReads(Optional.empty(), List.of()))));

        call(HISTORY, Map.of()).then().body("data.periods[1].source", nullValue());
        company.call("balance/getByAccount", Map.of("account_id", account))
                .then()
                .body("data.balances[0].periodic.available_balance[1].source", nullValue());
    }

    @Test
    void a_walk_by_cursor_meets_every_period_once_while_the_balance_changes_and_each_page_is_one_query() {
        var months = new ArrayList<BalancePeriod>();
        for (var period = 0; period < 250; period++) {
            var from = days(89).plus(Duration.ofHours(8L * period));
            months.add(new BalancePeriod(
                    from, from.plusSeconds(60), amounts(period), PeriodReads.of(PeriodReads.Source.SCHEDULE)));
        }
        holds(months);
        company.call("balance/getByAccount", Map.of("account_id", account))
                .then()
                .body("data.balances[0].periodic.available_balance", hasSize(100))
                .body("data.balances[0].periodic.available_balance[1].amount", equalTo(2.49f));

        var met = new ArrayList<String>();
        var more = new HashMap<String, Object>(Map.of("limit", 100));
        for (var next = true; next; ) {
            call(HISTORY, more);
            var page = new Response[1];
            var uses = Meter.of(() -> page[0] = call(HISTORY, more));
            assertThat(uses).extracting(Meter.Use::operation).containsExactly("Query", "Query");
            assertThat(uses.getLast().units()).as("100 periods").isLessThanOrEqualTo(8);
            met.addAll(page[0].path("data.periods._id"));
            more.put("cursor", page[0].path("data.pagination.cursor"));
            next = page[0].path("data.pagination.hasNextPage");
            changes(Integer.toString(met.size()));
        }
        assertThat(met).hasSize(251).doesNotHaveDuplicates();
    }

    @Test
    void months_of_days_are_one_query_a_page_in_the_zone_that_is_asked_for() {
        var periods = new ArrayList<BalancePeriod>();
        for (var day = 80; day > 0; day--) {
            periods.add(new BalancePeriod(
                    days(day), days(day).plusSeconds(60), amounts(day), PeriodReads.of(PeriodReads.Source.SCHEDULE)));
        }
        holds(periods);
        var ask = Map.of("granularity", "day", "limit", 60, "time_zone", "America/New_York");
        call(HISTORY, ask);

        var page = new Response[1];
        var uses = Meter.of(() -> page[0] = call(HISTORY, ask));

        assertThat(uses).extracting(Meter.Use::operation).containsExactly("Query", "Query");
        var today = LocalDate.ofInstant(clock.instant(), ZoneId.of("America/New_York"));
        page[0].then()
                .statusCode(200)
                .body("data.days", hasSize(60))
                .body("data.days[0].date", equalTo(today.toString()))
                .body("data.days[0].complete", equalTo(false))
                .body("data.days[0].source", equalTo("link"))
                .body("data.days[59].date", equalTo(today.minusDays(59).toString()))
                .body("data.days[59].complete", equalTo(true))
                .body("data.pagination.hasNextPage", equalTo(true));
        var rest = new HashMap<String, Object>(ask);
        rest.put("cursor", page[0].path("data.pagination.cursor"));
        call(HISTORY, rest)
                .then()
                .body("data.days[0].date", equalTo(today.minusDays(60).toString()))
                .body("data.pagination.hasNextPage", equalTo(false));
    }

    @Test
    void days_without_a_read_are_carried_within_a_period_as_well() {
        var noon = LocalDate.ofInstant(clock.instant(), LAGOS)
                .minusDays(9)
                .atTime(12, 0)
                .atZone(LAGOS)
                .toInstant();
        var later = noon.plus(Duration.ofDays(3));
        holds(List.of(new BalancePeriod(
                noon,
                later,
                amounts(7),
                PeriodReads.of(PeriodReads.Source.SCHEDULE).then(noon, later))));

        call(HISTORY, Map.of("granularity", "day", "from", date(9), "to", date(5)))
                .then()
                .body("data.days.date", contains(date(5), date(6), date(7), date(8), date(9)))
                .body("data.days.carried", contains(true, false, true, true, false))
                .body("data.days.available_balance", contains(0.07f, 0.07f, 0.07f, 0.07f, 0.07f));
    }

    @Test
    void a_date_is_a_whole_day_of_the_owners_zone() {
        owners.set(
                company.id(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ZoneId.of("Asia/Tokyo")));
        var midnight = LocalDate.now(LAGOS)
                .minusDays(5)
                .atStartOfDay(ZoneId.of("Asia/Tokyo"))
                .toInstant();
        var reads = PeriodReads.of(PeriodReads.Source.CHECK);
        holds(List.of(
                new BalancePeriod(midnight.minusSeconds(2), midnight.minusSeconds(1), amounts(1), reads),
                new BalancePeriod(midnight, midnight.plusSeconds(1), amounts(2), reads)));

        call(HISTORY, Map.of("to", date(6)))
                .then()
                .body("data.time_zone", equalTo("Asia/Tokyo"))
                .body("data.periods.available_balance", contains(0.01f));
        call(HISTORY, Map.of("from", date(5), "to", date(5)))
                .then()
                .body("data.periods.available_balance", contains(0.02f));
    }

    @Test
    void a_cursor_goes_on_with_its_own_question_only() {
        changes("1", "2");
        String cursor = call(HISTORY, Map.of("limit", 1)).path("data.pagination.cursor");

        for (var other : List.of(
                Map.of("cursor", cursor, "granularity", "day"),
                Map.of("cursor", cursor, "time_zone", "UTC"),
                Map.of("cursor", cursor, "from", "2026-01-01"),
                Map.of("cursor", cursor + "x"),
                Map.of("cursor", "1700000000000"))) {
            call(HISTORY, other).then().statusCode(400).body("fields.field", contains("cursor"));
        }
        call(HISTORY, Map.of("cursor", cursor)).then().statusCode(200).body("data.periods", hasSize(2));
    }

    @Test
    void bad_questions_are_told_field_by_field() {
        refused(HISTORY, Map.of("time_zone", "Lagos"), "time_zone");
        refused(HISTORY, Map.of("time_zone", "+01:00"), "time_zone");
        refused(HISTORY, Map.of("granularity", "hour"), "granularity");
        refused(HISTORY, Map.of("from", "2026-02-02", "to", "2026-02-01"), "from");
        refused(HISTORY, Map.of("limit", 101), "limit");
        refused(HISTORY, Map.of("form", "2026-02-02"), "form");
        refused(CAN_PAY, Map.of("currency", "NGN"), "amount");
        refused(CAN_PAY, Map.of("amount", 1), "currency");
        refused(CAN_PAY, Map.of("amount", 0, "currency", "NGN"), "amount");
        refused(CAN_PAY, Map.of("amount", 1.001, "currency", "NGN"), "amount");
        refused(CAN_PAY, Map.of("amount", 1, "currency", "USD"), "currency");
        refused(CAN_PAY, Map.of("amount", 1, "currency", "naira"), "currency");
        refused(CAN_PAY, Map.of("amount", 1, "currency", "NGN", "on", "2020-01-01"), "on");
        refused(CAN_PAY, Map.of("amount", 1, "currency", "NGN", "on", date(-61)), "on");
        refused(CAN_PAY, Map.of("amount", 1, "currency", "NGN", "on", "tomorrow"), "on");
        refused(CAN_PAY, Map.of("amount", 1, "currency", "NGN", "privat", true), "privat");
    }

    @Test
    void nothing_is_shown_after_the_consent_and_all_of_it_again_under_the_next() {
        changes("1");
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        call(HISTORY, Map.of()).then().statusCode(403).body("type", equalTo("REVOKED"));
        call(CAN_PAY, Map.of("amount", 1, "currency", "NGN")).then().statusCode(403);
        call(CAN_PAY, Map.of("amount", 1, "currency", "NGN", "privacy", true))
                .then()
                .statusCode(403);

        company.links("harmattan-bank");
        call(HISTORY, Map.of()).then().statusCode(200).body("data.periods[1].source", equalTo("link"));
    }

    @Test
    void days_between_two_consents_are_carried() {
        changes("1");
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        clock.advance(Duration.ofDays(4));
        company.links("harmattan-bank");

        call(HISTORY, Map.of("granularity", "day"))
                .then()
                .body("data.days.carried", contains(false, true, true, true, false));
    }

    @Test
    void another_owner_finds_no_such_account() {
        var other = Company.of(owners);

        other.call(HISTORY, Map.of("account_id", account)).then().statusCode(404);
        other.call(CAN_PAY, Map.of("account_id", account, "amount", 1, "currency", "NGN"))
                .then()
                .statusCode(404);
    }

    @Test
    void whether_it_can_pay_is_answered_with_every_figure_at_the_cost_of_one_query() {
        var ask = Map.<String, Object>of("amount", 100, "currency", "NGN");
        changes("10000");
        call(CAN_PAY, ask);
        var answer = new Response[1];

        var uses = Meter.of(() -> answer[0] = call(CAN_PAY, ask));

        assertThat(uses).extracting(Meter.Use::operation).containsExactly("Query", "Query");
        answer[0]
                .then()
                .statusCode(200)
                .body("data.answer", equalTo("yes"))
                .body("data.floor", equalTo(5000))
                .body("data.ceiling", equalTo(10000))
                .body(
                        "data.reasons.name",
                        contains(
                                "available_balance",
                                "age",
                                "history",
                                "lowest_30_days",
                                "lowest_90_days",
                                "usual_lowest_day",
                                "expected_inflow",
                                "possible_inflow",
                                "greatest_outflow",
                                "spread"));
        call(CAN_PAY, Map.of("amount", 5000.01, "currency", "NGN")).then().body("data.answer", equalTo("unsure"));
        call(CAN_PAY, Map.of("amount", 10000.01, "currency", "NGN")).then().body("data.answer", equalTo("no"));
    }

    @Test
    void a_private_answer_tells_nothing_but_yes_or_no() {
        changes("10000");

        call(CAN_PAY, privately(100)).then().body("data", equalTo(told("yes")));
        call(CAN_PAY, privately(5001)).then().body("data", equalTo(told("no")));
        call(CAN_PAY, privately(20000)).then().body("data", equalTo(told("no")));
    }

    @Test
    void an_account_answers_three_private_questions_a_day_and_each_of_them_again() {
        changes("10000");
        for (var amount : List.of(1000, 2000, 3000, 1000, 2950)) {
            call(CAN_PAY, privately(amount)).then().statusCode(200);
        }

        call(CAN_PAY, privately(4000)).then().statusCode(429).body("type", equalTo("RATE_LIMIT"));
        var elsewhere = new HashMap<>(privately(4000));
        elsewhere.put("time_zone", "Pacific/Kiritimati");
        call(CAN_PAY, elsewhere).then().statusCode(429);
        call(CAN_PAY, Map.of("amount", 4000, "currency", "NGN")).then().statusCode(200);

        clock.advance(Duration.ofDays(1));
        call(CAN_PAY, privately(4000)).then().statusCode(200);
    }

    private Map<String, Object> told(String answer) {
        return Map.of("account_id", account, "answer", answer, "on", date(0));
    }

    private static Map<String, Object> privately(int amount) {
        return Map.of("amount", amount, "currency", "NGN", "privacy", true);
    }

    private void refused(String operation, Map<String, ?> more, String field) {
        call(operation, more).then().statusCode(400).body("fields.field", contains(field));
    }

    private Response call(String operation, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("account_id", account);
        return Company.request()
                .filter(new ContractFilter())
                .header("Authorization", "Bearer " + company.keys().secret())
                .body(body)
                .post("/v2/sandbox/" + operation);
    }

    private void changes(String... amounts) {
        for (var amount : amounts) {
            company.call("balances/set", Map.of("account", account, "available", amount))
                    .then()
                    .statusCode(200);
            company.call("balance/check", Map.of("account_id", account)).then().statusCode(200);
        }
    }

    /// Puts closed periods into the account's history.
    private void holds(List<BalancePeriod> periods) {
        periods.forEach(period -> assertThat(
                        table.write(period.close(company.tenant(), account)).done())
                .isTrue());
    }

    private Instant days(int ago) {
        return clock.instant().minus(Duration.ofDays(ago));
    }

    private String date(int daysAgo) {
        return LocalDate.ofInstant(clock.instant(), LAGOS).minusDays(daysAgo).toString();
    }

    private static BalanceAmounts amounts(long minor) {
        var money = new Money(minor, Currency.getInstance("NGN"));
        return new BalanceAmounts(money, money);
    }
}
