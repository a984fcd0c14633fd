package org.openbalance.journey;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openbalance.owner.Owners;

/// Where a connector cannot end what a bank gave.
@QuarkusTest
@TestProfile(AccessWithoutEndTest.AtCountingBank.class)
@Tag("slow")
class AccessWithoutEndTest {

    public static final class AtCountingBank implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(CountingConnector.class);
        }
    }

    @Inject
    Owners owners;

    @Test
    void of_a_bank_that_cannot_be_told_the_owner_hears_just_that() {
        var company = Company.of(owners);
        String webhook = company.call(
                        "webhooks/create", Map.of("url", "https://hooks.example/", "events", List.of("access.ended")))
                .path("data.webhook.id");
        var widget = company.opens();
        var consent = widget.agrees();
        widget.logsIn(CountingConnector.BANK, "ada", CountingConnector.PASSWORD);
        List<String> accounts = widget.answers(CountingConnector.OTP).path("data.step.accounts._id");
        var linked = widget.chooses(accounts, consent);

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200)
                .body("data.access", hasSize(1))
                .body("data.access[0].status", equalTo("not_supported"));

        company.call("webhooks/deliveries", Map.of("id", webhook))
                .then()
                .body("data.deliveries.event", contains("access.ended"));
    }
}
