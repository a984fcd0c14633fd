package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.openbalance.journey.AbroadConnector.BANK;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.AbroadConnector.Printed;
import org.openbalance.owner.Owners;

/// Accounts with an IBAN, with a number that only hints at one, or with none, in any currency: each is known again as
/// itself, and none is taken for another.
@QuarkusTest
@TestProfile(AccountsAbroadTest.AtBankAbroad.class)
class AccountsAbroadTest {

    public static final class AtBankAbroad implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(AbroadConnector.class);
        }
    }

    private static final String USER = "ada";
    private static final String IBAN = "DE89 3704 0044 0532 0130 00";
    private static final String EUROS = "data.balances.find { it.currency == 'EUR' }.";
    private static final String DOLLARS = "data.balances.find { it.currency == 'USD' }.";
    private static final String PLAIN_IBAN = "DE89370400440532013000";

    @Inject
    Owners owners;

    @Inject
    AbroadConnector bank;

    private Company company;

    @BeforeEach
    void a_company() {
        company = Company.of(owners);
    }

    @Test
    void one_number_in_two_currencies_is_two_accounts_with_histories_of_their_own() {
        bank.holds(USER, printed("a-eur", IBAN, "EUR", "100.10"), printed("a-usd", IBAN, "USD", "7"));
        var linked = links(USER);
        bank.holds(USER, printed("a-eur", IBAN, "EUR", "100.10"), printed("a-usd", IBAN, "USD", "8"));

        assertThat(linked.accounts()).hasSize(2).doesNotHaveDuplicates();
        for (var account : linked.accounts()) {
            company.call("balance/check", Map.of("account_id", account)).then().statusCode(200);
        }
        company.call("balance/getByCustomer", Map.of("customer", linked.customer()))
                .then()
                .body("data.balances", hasSize(2))
                .body(EUROS + "available_balance", equalTo(100.1f))
                .body(DOLLARS + "available_balance", equalTo(8))
                .body("data.balances.account.nuban", everyItem(equalTo("")))
                .body("data.balances.account.number.scheme", everyItem(equalTo("iban")))
                .body("data.balances.account.number.value", everyItem(equalTo(PLAIN_IBAN)))
                .body(EUROS + "periodic.available_balance.amount", contains(100.1f))
                .body(DOLLARS + "periodic.available_balance.amount", contains(8, 7));
    }

    @Test
    void new_references_under_the_same_numbers_are_the_same_accounts() {
        bank.holds(USER, printed("first-1", IBAN, "EUR", "1"), printed("first-2", IBAN, "USD", "2"));
        var first = links(USER);
        bank.holds(USER, printed("second-2", IBAN, "USD", "2"), printed("second-1", IBAN, "EUR", "3"));
        var second = links(USER);

        assertThat(second.accounts())
                .containsExactly(first.accounts().get(1), first.accounts().get(0));
        company.call("products/accounts", Map.of()).then().body("data.pagination.totalDocs", equalTo(2));
        bank.holds(USER, printed("second-1", IBAN, "EUR", "4"));
        company.call("balance/check", Map.of("account_id", first.accounts().get(0)))
                .then()
                .body("data.balances[0].periodic.available_balance.amount", contains(4, 3, 1));
    }

    @Test
    void an_account_without_a_number_is_known_by_its_reference() {
        bank.holds(
                USER,
                printed("pot-1", null, "ISK", "1250"),
                printed("pot-2", "****1234", "BHD", "1.25"),
                printed("pot-3", "****1234", "BHD", "2.5"));
        var first = links(USER);
        var second = links(USER);

        assertThat(second.accounts()).isEqualTo(first.accounts()).doesNotHaveDuplicates();
        company.call("accounts/getByCustomer", Map.of("customer", first.customer()))
                .then()
                .body("data.accounts", hasSize(3))
                .body("data.accounts.nuban", everyItem(equalTo("")))
                .body("data.accounts.number", everyItem(nullValue()));
        company.call("balance/check", Map.of("account_id", first.account()))
                .then()
                .body("data.balances[0].available_balance", equalTo(1250))
                .body("data.balances[0].currency", equalTo("ISK"));
    }

    @Test
    void a_number_that_two_accounts_of_one_currency_share_identifies_neither() {
        bank.holds(
                USER, printed("a", IBAN, "EUR", "1"), printed("b", IBAN, "EUR", "2"), printed("a", null, "EUR", "3"));
        var first = links(USER);
        bank.holds(USER, printed("b", IBAN, "EUR", "2"), printed("a", IBAN, "EUR", "1"));
        var second = links(USER);

        assertThat(first.accounts()).hasSize(2).doesNotHaveDuplicates();
        assertThat(second.accounts())
                .containsExactly(first.accounts().get(1), first.accounts().get(0));
    }

    @Test
    void two_customers_who_share_an_account_stay_two() {
        bank.holds(USER, printed("joint-ada", IBAN, "EUR", "1"));
        bank.holds("bola", printed("joint-bola", IBAN, "EUR", "1"));

        var one = links(USER);
        var other = links("bola");

        assertThat(other.customer()).isNotEqualTo(one.customer());
        assertThat(other.accounts()).isEqualTo(one.accounts());
        company.call("customers/list", Map.of()).then().body("data.pagination.totalDocs", equalTo(2));
    }

    @Test
    void an_account_in_an_unknown_currency_is_left_out_alone_and_the_log_says_why() {
        bank.holds(
                USER, printed("a", IBAN, "eur", "1"), printed("b", null, "DOGE", "2"), printed("c", null, "KSH", "3"));
        var logs = CapturedLogs.begin();
        Company.Linked linked;
        try {
            linked = links(USER);
        } finally {
            logs.close();
        }

        assertThat(linked.accounts()).hasSize(2);
        assertThat(logs.text())
                .contains("An account at abroad-bank is left out: its currency is not known (DOGE)")
                .doesNotContain(PLAIN_IBAN, IBAN);
        company.call("accounts/getByCustomer", Map.of("customer", linked.customer()))
                .then()
                .body("data.accounts.currency", containsInAnyOrder("KES", "EUR"));
    }

    @Test
    void a_balance_in_another_currency_is_not_taken_for_the_accounts() {
        bank.holds(USER, printed("a", IBAN, "EUR", "1"), printed("b", null, "EUR", "2"));
        var linked = links(USER);
        bank.holds(USER, printed("a", IBAN, "USD", "5"), printed("b", null, "EUR", "6"));

        var body = Map.of("customer", linked.customer(), "max_age", 0);
        company.call("balance/getByCustomer", body)
                .then()
                .body("data.balances.currency", everyItem(equalTo("EUR")))
                .body("data.balances.find { it.source == 'stored' }.available_balance", equalTo(1))
                .body("data.balances.find { it.source == 'bank' }.available_balance", equalTo(6));
    }

    @Test
    void the_customer_chooses_by_the_ends_of_numbers_and_by_currencies() {
        bank.holds(
                USER, printed("a", IBAN, "EUR", "1"), printed("b", IBAN, "USD", "1"), printed("c", null, "EUR", "1"));
        var widget = company.opens();
        widget.agrees();

        widget.logsIn(BANK, USER)
                .then()
                .body("data.step.accounts.currency", contains("EUR", "USD", "EUR"))
                .body("data.step.accounts.nuban", everyItem(equalTo("")))
                .body("data.step.accounts[0].number.value", equalTo("******************3000"))
                .body("data.step.accounts[2].number", nullValue());
    }

    @Test
    void nothing_is_known_of_a_removed_customers_accounts() {
        bank.holds(USER, printed("a", IBAN, "EUR", "1"), printed("b", null, "EUR", "2"));
        var first = links(USER);
        company.call("customers/remove", Map.of("customer", first.customer()))
                .then()
                .statusCode(200);

        assertThat(links(USER).accounts()).hasSize(2).doesNotContainAnyElementsOf(first.accounts());
    }

    @Test
    void the_receipt_and_the_consent_name_each_account() {
        bank.holds(
                USER, printed("a", IBAN, "EUR", "1"), printed("b", IBAN, "USD", "1"), printed("c", null, "EUR", "1"));
        var linked = links(USER);

        company.call("consents/getById", Map.of("id", linked.consent()))
                .then()
                .body(
                        "data.consent.accounts.label",
                        containsInAnyOrder(
                                "******************3000 current EUR",
                                "******************3000 current USD",
                                "current EUR"));
    }

    private Company.Linked links(String user) {
        return company.opens().links(BANK, user);
    }

    private static Printed printed(String reference, String iban, String currency, String amount) {
        return new Printed(reference, iban, "Ada Obi", currency, amount);
    }
}
