package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Connections;
import org.openbalance.account.SealedGrants;
import org.openbalance.bank.Grant;
import org.openbalance.bank.example.ExampleBankInSandbox;
import org.openbalance.local.LocalQueues;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// A connector may fail to say whether two logins go on by one access at the bank, as after a change of what it keeps.
@QuarkusTest
@Tag("slow")
@TestProfile(AccessNotToldApartTest.WithExampleBank.class)
class AccessNotToldApartTest {

    public static final class WithExampleBank implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ExampleBankInSandbox.class);
        }
    }

    @Inject
    Owners owners;

    @Inject
    Table table;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    @Inject
    Connections connections;

    @Inject
    Vault vault;

    @Inject
    ExampleBankInSandbox bank;

    private Company company;

    @BeforeEach
    void a_company_and_a_bank() {
        company = Company.of(owners);
        bank.anew();
    }

    @AfterEach
    void real_time_again() {
        clock.reset();
    }

    @Test
    void an_access_that_another_login_may_go_on_by_is_not_ended_until_the_connector_can_tell() {
        var before = links(0);
        var after = links(1);
        var grant = grantOf(after);
        keeps(after, new Grant("of an older form"));

        company.call("consents/revoke", Map.of("id", before.consent())).then().statusCode(200);
        assertThat(end(before)).isEqualTo("pending");
        queues.tick("refresh");
        assertThat(end(before)).isEqualTo("pending");

        keeps(after, grant);
        clock.advance(Duration.ofMinutes(3));
        queues.tick("refresh");
        assertThat(end(before)).isEqualTo("confirmed");
    }

    private Company.Linked links(int account) {
        var widget = company.opens();
        var consent = widget.agrees();
        return widget.chooses(
                widget.signsIn(ExampleBankInSandbox.BANK, "user_good").subList(account, account + 1), consent);
    }

    private Grant grantOf(Company.Linked linked) {
        return connections
                .grant(
                        connections.find(company.tenant(), linked.connection()).orElseThrow(),
                        clock.instant().plusSeconds(5))
                .grant();
    }

    private void keeps(Company.Linked linked, Grant grant) {
        table.write(Write.change(new ItemKey(company.tenant().prefix() + "#RECORD#" + linked.connection(), "RECORD"))
                .set("grant", SealedGrants.sealed(vault, company.tenant(), linked.connection(), grant)));
    }

    private String end(Company.Linked linked) {
        return company.call("records/getAccess", Map.of("id", linked.connection()))
                .path("data.access.status");
    }
}
