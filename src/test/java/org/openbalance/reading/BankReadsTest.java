package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Accounts;
import org.openbalance.api.Problem;
import org.openbalance.journey.Company;
import org.openbalance.owner.Owners;

@QuarkusTest
class BankReadsTest {

    @Inject
    Owners owners;

    @Inject
    Accounts accounts;

    @Inject
    BankReads reads;

    @Test
    void a_consent_that_ended_after_the_account_was_looked_up_keeps_the_bank_from_being_asked() {
        var company = Company.of(owners);
        var linked = company.links("monsoon-bank");
        var account = accounts.get(company.tenant(), linked.account());
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        // Had the bank been asked, the answer would be that it is down.
        company.call("banks/outage", Map.of("bank", "monsoon-bank", "kind", "down", "seconds", 60))
                .then()
                .statusCode(200);

        var result = reads.read(List.of(account), Instant.now().plusSeconds(5))
                .getFirst()
                .results()
                .get(account.id());

        assertThat(result).isInstanceOfSatisfying(BankReads.Result.Denied.class, denied -> assertThat(
                        denied.why().problem().type())
                .isEqualTo(Problem.Type.REVOKED));
    }
}
