package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.consent.AccountConsent;
import org.openbalance.owner.Owner;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.tools.AccountUpgrade;
import org.openbalance.tools.ConsentUpgrade;

/// Items of the first version, read by functions of today and brought to today's version.
@QuarkusTest
class UpgradeTest {

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    Due due;

    private Company company;
    private Company.Linked linked;

    @BeforeEach
    void an_account_and_a_consent_of_the_first_version() {
        company = Company.of(owners);
        linked = company.opensAndLinks("user_good", 1);
        for (var key : new ItemKey[] {account(), consent()}) {
            table.write(Write.change(key).set(Item.VERSION, 1).remove(AccountConsent.DUE_SHARD, AccountConsent.DUE));
        }
        table.write(Write.change(account())
                .remove("record", "sequence", "low", "alerts_rev", "alerts_seen", "watched", "source", "gaps"));
    }

    private ItemKey account() {
        return AccountConsent.account(company.tenant(), linked.account());
    }

    private ItemKey consent() {
        return new ItemKey(company.tenant().prefix() + "#CONSENT#" + linked.consent(), "CONSENT");
    }

    private Item item(ItemKey key) {
        return table.getLatest(key).orElseThrow();
    }

    @Test
    void functions_of_today_serve_them_as_they_are() {
        company.call("balance/getByAccount", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200)
                .body("data.balances[0].next_refresh_at", equalTo(null));
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
        company.call("consents/revoke", Map.of("id", linked.consent(), "reason", "enough"))
                .then()
                .statusCode(200);
    }

    @Test
    void an_account_becomes_due_within_its_cadence() {
        var now = Instant.now();

        assertThat(table.write(AccountUpgrade.from1(item(account()), due, now)).done())
                .isTrue();

        var upgraded = item(account());
        assertThat(upgraded.number(Item.VERSION)).isEqualTo(2);
        assertThat(upgraded.text("record")).isEqualTo(linked.connection());
        assertThat(upgraded.instant(AccountConsent.DUE))
                .isBetween(now.plus(Owner.USUAL_CADENCE.dividedBy(2)), now.plus(Owner.USUAL_CADENCE.multipliedBy(2)));
        company.call("balance/getByAccount", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200)
                .body("data.balances[0].next_refresh_at", notNullValue());
    }

    @Test
    void an_account_that_may_not_be_read_is_never_due() {
        company.call("consents/revoke", Map.of("id", linked.consent(), "reason", "enough"));

        assertThat(table.write(AccountUpgrade.from1(item(account()), due, Instant.now()))
                        .done())
                .isTrue();

        assertThat(item(account()).has(AccountConsent.DUE)).isFalse();
    }

    @Test
    void one_that_ends_while_it_is_upgraded_is_left_to_the_next_look() {
        var before = item(account());
        company.call("consents/revoke", Map.of("id", linked.consent(), "reason", "enough"));

        assertThat(table.write(AccountUpgrade.from1(before, due, Instant.now())).done())
                .isFalse();

        assertThat(item(account()).has(AccountConsent.DUE)).isFalse();
    }

    @Test
    void a_consent_is_due_a_week_before_its_end() {
        assertThat(table.write(ConsentUpgrade.from1(item(consent()))).done()).isTrue();

        var upgraded = item(consent());
        assertThat(upgraded.number(Item.VERSION)).isEqualTo(2);
        assertThat(upgraded.instant(AccountConsent.DUE))
                .isEqualTo(upgraded.instant("ends_at").minus(Duration.ofDays(7)));
    }
}
