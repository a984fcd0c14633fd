package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.owner.Owners;

/// A cursor is good for the list and the owner it was given to; every other is the client's mistake, not ours.
@QuarkusTest
@Tag("slow")
class CursorTest {

    @Inject
    Owners owners;

    private Company company;
    private String customer;
    private String cursor;

    @BeforeEach
    void a_company_with_accounts() {
        company = Company.of(owners);
        customer = company.opensAndLinks("user_many_accounts", 3).customer();
        cursor = company.call("products/balances", Map.of("limit", 1)).path("data.pagination.cursor");
    }

    @Test
    void goes_on_where_the_page_ended() {
        var first = company.call("products/balances", Map.of("limit", 1)).<String>path("data.balances[0].id");

        var second = company.call("products/balances", Map.of("limit", 1, "cursor", cursor));

        second.then().statusCode(200).body("data.pagination.page", equalTo(2));
        assertThat(second.<String>path("data.balances[0].id")).isNotEqualTo(first);
    }

    @Test
    void of_another_owner_is_refused() {
        var other = Company.of(owners);
        other.opensAndLinks("user_many_accounts", 2);

        refused(other, "products/balances", Map.of("cursor", cursor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "balance/getByCustomer",
                "balance/getByDate",
                "balance/getByBank",
                "balance/getByType",
                "accounts/getByName",
                "customers/list",
                "records/list",
                "consents/list"
            })
    void of_another_list_is_refused(String operation) {
        refused(company, operation, Map.of("cursor", cursor));
    }

    @Test
    void forged_cut_or_changed_is_refused() {
        for (var forged : new String[] {
            "x",
            "AAAA",
            "%%%",
            cursor.substring(1),
            cursor.substring(0, cursor.length() - 4),
            cursor + "AAAA",
            (cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1),
            "\u0000"
        }) {
            refused(company, "products/balances", Map.of("cursor", forged));
        }
    }

    private void refused(Company by, String operation, Map<String, Object> asked) {
        var body = new HashMap<>(asked);
        switch (operation) {
            case "balance/getByCustomer" -> body.put("customer", customer);
            case "balance/getByDate" -> body.putAll(Map.of("from", "2026-01-01", "to", "2036-01-01"));
            case "balance/getByBank" -> body.put("bank", "harmattan-bank");
            case "balance/getByType" -> body.putAll(Map.of("type", "available_balance", "value", 1));
            case "accounts/getByName" -> body.put("name", "a");
            default -> {}
        }
        var response = by.call(operation, body);

        assertThat(response.statusCode())
                .as(operation + " " + response.asString())
                .isEqualTo(400);
        response.then().body("type", equalTo("VALIDATION")).body("fields[0].field", equalTo("cursor"));
    }
}
