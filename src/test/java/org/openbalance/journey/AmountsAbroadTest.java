package org.openbalance.journey;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.openbalance.journey.AbroadConnector.BANK;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Json;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankFailure;
import org.openbalance.journey.AbroadConnector.Printed;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.BalanceAmounts.Credit;
import org.openbalance.money.BalanceAmounts.Kind;
import org.openbalance.money.BalanceAmounts.Stated;
import org.openbalance.money.Money;
import org.openbalance.owner.Owners;

/// Amounts as banks state them: one of two, of another kind, with a credit inside, from a cache, or none at all.
@QuarkusTest
@TestProfile(AccountsAbroadTest.AtBankAbroad.class)
class AmountsAbroadTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final String USER = "bola";
    private static final String REFERENCE = "card";
    private static final String CARD = "data.balances.find { it.available_balance == 1 }.";

    @Inject
    Owners owners;

    @Inject
    AbroadConnector bank;

    private Company company;

    @BeforeEach
    void a_customer_of_a_company() {
        company = Company.of(owners);
        bank.holds(USER, new Printed(REFERENCE, null, "Bola Obi", "EUR", "1"));
    }

    @Test
    void what_the_bank_does_not_state_is_null_and_not_made_from_the_other() {
        bank.states(REFERENCE, now(amounts(null, booked(1_250), Credit.UNTOLD)));
        var account = links().account();

        checked(account)
                .body("data.balances[0].available_balance", nullValue())
                .body("data.balances[0].ledger_balance", equalTo(12.5f))
                .body("data.balances[0].kinds.available", nullValue())
                .body("data.balances[0].kinds.ledger", equalTo("booked"))
                .body("data.balances[0]", not(hasKey("credit_included")))
                .body("data.balances[0].periodic.available_balance", empty())
                .body("data.balances[0].periodic.ledger_balance.amount", contains(12.5f));
        company.call("balances/history", Map.of("account_id", account))
                .then()
                .statusCode(200)
                .body("data.periods[0].available_balance", nullValue())
                .body("data.periods[0].ledger_balance", equalTo(12.5f))
                .body("data.periods[0].kinds.ledger", equalTo("booked"));
        company.call("balance/can-pay", Map.of("account_id", account, "amount", 1, "currency", "EUR"))
                .then()
                .statusCode(400)
                .body("fields.field", contains("account_id"));
    }

    @Test
    void an_expected_amount_says_what_it_is_and_a_change_of_kind_begins_a_period() {
        var expected = Optional.of(new Stated(euros(500), Kind.EXPECTED));
        bank.states(REFERENCE, now(new BalanceAmounts(EUR, expected, expected, Credit.UNTOLD)));
        var account = links().account();
        checked(account)
                .body("data.balances[0].available_balance", equalTo(5))
                .body("data.balances[0].kinds.available", equalTo("expected"))
                .body("data.balances[0].kinds.ledger", equalTo("expected"));

        bank.states(REFERENCE, now(new BalanceAmounts(euros(500), euros(500))));
        checked(account)
                .body("data.balances[0]", not(hasKey("kinds")))
                .body("data.balances[0].periodic.available_balance.amount", contains(5, 5));
    }

    @Test
    void the_limit_of_a_card_is_told_apart_from_money() {
        bank.states(
                REFERENCE, now(amounts(available(800_000), booked(0), Credit.included(Optional.of(euros(800_000))))));

        checked(links().account())
                .body("data.balances[0].available_balance", equalTo(8000))
                .body("data.balances[0].ledger_balance", equalTo(0))
                .body("data.balances[0].credit_included", equalTo(true))
                .body("data.balances[0].available_without_credit", equalTo(0));
    }

    @Test
    void what_comes_from_a_banks_cache_is_as_old_as_the_bank_says() {
        var hourAgo = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        bank.states(REFERENCE, at(100, hourAgo));
        var account = links().account();
        checked(account)
                .body("data.balances[0].as_of", equalTo(Json.time(hourAgo)))
                .body("data.balances[0].last_updated", equalTo(Json.time(hourAgo)))
                .body("data.balances[0]", hasKey("read_at"))
                .body("data.balances[0].source", equalTo("bank"));

        bank.states(REFERENCE, at(90, hourAgo.minusSeconds(60)));
        checked(account)
                .body("data.balances[0].available_balance", equalTo(1))
                .body("data.balances[0].as_of", equalTo(Json.time(hourAgo)))
                .body("data.balances[0].periodic.available_balance", hasSize(1));

        bank.states(REFERENCE, at(110, hourAgo.plusSeconds(60)));
        checked(account)
                .body("data.balances[0].available_balance", equalTo(1.1f))
                .body("data.balances[0].as_of", equalTo(Json.time(hourAgo.plusSeconds(60))));

        bank.states(REFERENCE, at(120, Instant.now().plus(Duration.ofDays(1))));
        checked(account)
                .body("data.balances[0].available_balance", equalTo(1.2f))
                .body("data.balances[0]", not(hasKey("read_at")));
    }

    @Test
    void an_account_that_is_linked_without_a_balance_has_it_from_its_first_read() {
        bank.states(REFERENCE, now(BalanceAmounts.untold(EUR)));
        var account = links().account();
        company.call("balance/getByAccount", Map.of("account_id", account))
                .then()
                .body("data.balances[0].available_balance", nullValue())
                .body("data.balances[0].ledger_balance", nullValue())
                .body("data.balances[0].currency", equalTo("EUR"));

        bank.states(REFERENCE, now(new BalanceAmounts(euros(1), euros(2))));
        checked(account)
                .body("data.balances[0].available_balance", equalTo(0.01f))
                .body("data.balances[0].periodic.available_balance", hasSize(1));
    }

    @Test
    void a_balance_that_cannot_be_read_keeps_its_last_value_and_time() {
        bank.holds(
                USER,
                new Printed(REFERENCE, null, "Bola Obi", "EUR", "1"),
                new Printed("current", null, "Bola Obi", "EUR", "2"));
        var linked = links();
        var before = balances(linked.customer(), 3_600).extract().<String>path(CARD + "as_of");
        bank.states(REFERENCE, new AccountRead.Failed<>(new BankFailure(BankFailure.Kind.ERROR, "ASPSP_ERROR")));
        bank.states("current", now(new BalanceAmounts(euros(300), euros(300))));

        balances(linked.customer(), 0)
                .body(CARD + "available_balance", equalTo(1))
                .body(CARD + "as_of", equalTo(before))
                .body("data.balances.find { it.source == 'bank' }.available_balance", equalTo(3));
    }

    private Company.Linked links() {
        return company.opens().links(BANK, USER);
    }

    private ValidatableResponse checked(String account) {
        return company.call("balance/check", Map.of("account_id", account))
                .then()
                .statusCode(200);
    }

    private ValidatableResponse balances(String customer, int maxAge) {
        return company.call("balance/getByCustomer", Map.of("customer", customer, "max_age", maxAge))
                .then()
                .statusCode(200);
    }

    private static AccountRead<BalanceAmounts> now(BalanceAmounts amounts) {
        return new AccountRead.Value<>(amounts);
    }

    private static AccountRead<BalanceAmounts> at(long minor, Instant asOf) {
        return new AccountRead.Value<>(new BalanceAmounts(euros(minor), euros(minor)), Optional.of(asOf));
    }

    private static BalanceAmounts amounts(Stated available, Stated ledger, Credit credit) {
        return new BalanceAmounts(EUR, Optional.ofNullable(available), Optional.ofNullable(ledger), credit);
    }

    private static Stated available(long minor) {
        return new Stated(euros(minor), Kind.AVAILABLE);
    }

    private static Stated booked(long minor) {
        return new Stated(euros(minor), Kind.BOOKED);
    }

    private static Money euros(long minor) {
        return new Money(minor, EUR);
    }
}
