package org.openbalance.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openbalance.account.Accounts;
import org.openbalance.api.Problem;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.Company;
import org.openbalance.journey.TestClock;
import org.openbalance.owner.Owners;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

@QuarkusTest
class BankReadsTest {

    @Inject
    Owners owners;

    @Inject
    Accounts accounts;

    @Inject
    BankReads reads;

    @Inject
    TestClock clock;

    @AfterEach
    void time_is_now_again() {
        clock.reset();
    }

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

        var result = reads.read(
                        List.of(account), Optional.empty(), Instant.now().plusSeconds(5))
                .getFirst()
                .results()
                .get(account.id());

        assertThat(result).isInstanceOfSatisfying(BankReads.Result.Denied.class, denied -> assertThat(
                        denied.why().problem().type())
                .isEqualTo(Problem.Type.REVOKED));
    }

    @Test
    void statistics_that_the_table_refuses_fail_no_read() {
        var company = Company.of(owners);
        var linked = company.links("harmattan-bank");
        var ask = Map.of("account_id", linked.account());
        company.call("balance/check", ask).then().statusCode(200);
        // From here on what was counted is due to be written with the next read.
        clock.advance(Duration.ofMinutes(2));
        var refused = new AtomicInteger();
        AwsFaults.begin(AwsFaults.Fault.THROTTLED, request -> isStatistics(request) && refused.incrementAndGet() > 0);
        try {
            company.call("balance/check", ask).then().statusCode(200).body("status", equalTo("success"));
        } finally {
            AwsFaults.end();
        }

        assertThat(refused).hasPositiveValue();
    }

    private static boolean isStatistics(AwsFaults.Request request) {
        return request.request() instanceof UpdateItemRequest update
                && update.key().get("sk").s().startsWith("HEALTH#");
    }
}
