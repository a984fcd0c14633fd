package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.consent.AccountConsent;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.tools.ConsentUpgrade;

/// Items of the first version, read by functions of today and brought to today's version.
@QuarkusTest
class UpgradeTest {

    @Inject
    Owners owners;

    @Inject
    Table table;

    private Company company;
    private Company.Linked linked;

    @BeforeEach
    void a_consent_of_the_first_version() {
        company = Company.of(owners);
        linked = company.opensAndLinks("user_good", 1);
        table.write(Write.change(consent()).set(Item.VERSION, 1).remove(AccountConsent.DUE_SHARD, AccountConsent.DUE));
    }

    private ItemKey consent() {
        return new ItemKey(company.tenant().prefix() + "#CONSENT#" + linked.consent(), "CONSENT");
    }

    private Item item(ItemKey key) {
        return table.getLatest(key).orElseThrow();
    }

    @Test
    void functions_of_today_serve_it_as_it_is() {
        company.call("balance/check", Map.of("account_id", linked.account()))
                .then()
                .statusCode(200);
        company.call("consents/revoke", Map.of("id", linked.consent(), "reason", "enough"))
                .then()
                .statusCode(200);
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
