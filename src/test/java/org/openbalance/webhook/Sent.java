package org.openbalance.webhook;

import io.restassured.path.json.JsonPath;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.vault.Vault;

/// What webhooks are sent, as it stands in the table.
@Singleton
public final class Sent {

    private static final int MOST = 100;

    private final Deliveries deliveries;
    private final Vault vault;

    Sent(Deliveries deliveries, Vault vault) {
        this.deliveries = deliveries;
        this.vault = vault;
    }

    /// @return bodies, the newest first
    public List<JsonPath> to(Tenant tenant, String webhook) {
        return deliveries
                .page(tenant, List.of(webhook), Optional.empty(), 0, MOST, Optional.empty())
                .deliveries()
                .stream()
                .map(delivery -> JsonPath.from(EventPublisher.body(vault, delivery)))
                .toList();
    }
}
