package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openbalance.owner.Owners;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// The most that one `widget/accounts` changes fits into one transaction of DynamoDB, which holds 100 writes: twenty
/// accounts, each linked first on another day by a sign-in of its own, with another balance since, told to ten webhooks
/// and a callback.
@QuarkusTest
@Tag("slow")
class LinkingAtMostTest {

    private static final int ACCOUNTS = 20;
    private static final int LIMIT = 100;

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    private Company company;

    /// What became of the earlier links.
    private enum Before {
        /// Each account is counted anew, on the day that it was linked first.
        ENDED,
        /// Each sign-in is replaced.
        STANDING
    }

    @BeforeEach
    void a_company_with_ten_webhooks() {
        company = Company.of(owners);
        IntStream.range(0, 10)
                .forEach(number -> company.call("webhooks/create", Map.of("url", "https://hooks.example/" + number))
                        .then()
                        .statusCode(200));
    }

    @AfterEach
    void real_time_again() {
        AwsFaults.end();
        clock.reset();
    }

    @ParameterizedTest
    @EnumSource
    void twenty_accounts_of_twenty_days_are_linked_anew_at_once(Before before) {
        var earlier = linkedEachOnADayOfItsOwn();
        if (before == Before.ENDED) {
            earlier.forEach(one -> company.call("consents/revoke", Map.of("id", one.consent()))
                    .then()
                    .statusCode(200));
        }
        var widget = company.opens(Map.of("callback_url", "https://hooks.example/callback"));
        var consent = widget.agrees();
        earlier.forEach(one -> company.call("balances/set", Map.of("account", one.account(), "available", "4711.25"))
                .then()
                .statusCode(200));
        var offered = widget.signsIn("harmattan-bank", "user_many_accounts");
        var most = writes();

        var again = widget.chooses(offered.subList(0, ACCOUNTS), consent);

        AwsFaults.end();
        assertThat(most).isNotEmpty().allMatch(writes -> writes <= LIMIT);
        assertThat(again.accounts())
                .containsExactlyInAnyOrderElementsOf(
                        earlier.stream().map(Company.Linked::account).toList());
        again.accounts().forEach(this::hasBothPeriods);
        company.call("products/balances", Map.of("limit", 100))
                .then()
                .body("data.pagination.totalDocs", equalTo(ACCOUNTS));
    }

    private List<Company.Linked> linkedEachOnADayOfItsOwn() {
        var linked = new ArrayList<Company.Linked>();
        for (var account = 0; account < ACCOUNTS; account++) {
            var widget = company.opens();
            var consent = widget.agrees();
            var offered = widget.signsIn("harmattan-bank", "user_many_accounts");
            linked.add(widget.chooses(List.of(offered.get(account)), consent));
            clock.advance(Duration.ofDays(1));
        }
        return linked;
    }

    /// How many each transaction from now on has.
    private static List<Integer> writes() {
        var sizes = new ArrayList<Integer>();
        AwsFaults.begin(AwsFaults.Fault.THROTTLED, request -> {
            if (request.request() instanceof TransactWriteItemsRequest transaction) {
                sizes.add(transaction.transactItems().size());
            }
            return false;
        });
        return sizes;
    }

    private void hasBothPeriods(String account) {
        var periods = company.call("balance/getByAccount", Map.of("account_id", account))
                .then()
                .statusCode(200)
                .extract()
                .<List<Object>>path("data.balances[0].periodic.available_balance.amount");
        assertThat(periods).hasSize(2);
        assertThat(periods.getFirst()).hasToString("4711.25");
    }
}
