package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.openbalance.api.Json;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Write;

/// Makes the short links that an owner sends to a customer whose access ends soon: they open the widget for that one
/// sign-in to be made anew, on the owner's word.
@Singleton
public final class RenewalLinks {

    /// How long a link works after the access has ended, for customers who come late.
    public static final Duration LATE = Duration.ofDays(7);

    private final ShortLinks links;
    private final Optional<String> base;

    RenewalLinks(ShortLinks links, @ConfigProperty(name = "openbalance.base-url") Optional<String> base) {
        this.links = links;
        this.base = base;
    }

    /// What is to be renewed.
    ///
    /// @param connection the sign-in, of whose accounts alone the widget offers any
    /// @param options of the earlier session, that this one goes on with
    public record Renewed(
            Tenant tenant,
            String connection,
            String customer,
            String bank,
            List<String> products,
            ObjectNode options) {}

    /// A link that is made by its write.
    public record Link(String id, Optional<String> url, Instant until, Write write) {}

    /// @param ends when the access ends
    public Link make(Renewed renewed, Instant ends) {
        var options = renewed.options().deepCopy();
        options.set("products", Json.texts(renewed.products()));
        options.set("customer", Json.object().put("id", renewed.customer()));
        options.put("reauth_bank", renewed.bank()).put("reauth_record", renewed.connection());
        var until = ends.plus(LATE);
        var made = links.draft(renewed.tenant(), options, Optional.of(until));
        var url = base.map(known -> ShortLinks.url(known, made.link().id()));
        return new Link(made.link().id(), url, until, made.write());
    }
}
