package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.api.Product;
import org.openbalance.platform.Tenant;

/// One opening of the widget.
///
/// @param digest of its token, which is kept nowhere
/// @param options what it was opened with; what only the owner may say stands here only if the owner said it
/// @param vouched the names of the options that the owner said, by its secret key or a short link
/// @param login the login that is under way or done, if one was begun
public record Session(
        String digest,
        Tenant tenant,
        State state,
        Offer offer,
        ObjectNode options,
        Set<String> vouched,
        Optional<String> login,
        Instant createdAt,
        Instant endsAt) {

    /// The consent that it offers, or has led to.
    ///
    /// @param consent its id
    public record Offer(
            String consent, String ownerName, String appName, List<Scope> scopes, String text, Instant ends) {}

    public enum State {
        /// The customer has not answered yet.
        OFFERED,
        DECLINED,
        /// The customer agreed and may sign in.
        CONSENTED,
        /// Accounts are linked: what the session is for is done.
        LINKED,
        CLOSED
    }

    public String consent() {
        return offer.consent();
    }

    public List<Scope> scopes() {
        return offer.scopes();
    }

    /// The company's name as the customer reads it.
    public String company() {
        return option("name").or(() -> option("clientName")).orElse(offer.ownerName());
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name))
                .filter(value -> value.isTextual() && !value.asText().isBlank())
                .map(value -> value.asText());
    }

    /// As [#option(String)], if the owner said it; what a page says is nobody's word.
    public Optional<String> vouchedOption(String name) {
        return option(name).filter(_ -> vouched.contains(name));
    }

    public Set<Product> products() {
        var products = EnumSet.noneOf(Product.class);
        scopes().forEach(scope -> products.add(scope.product()));
        return products;
    }

    Consent offered() {
        return Consent.offered(
                offer.consent(),
                tenant,
                company(),
                offer.appName(),
                offer.text(),
                offer.scopes(),
                createdAt,
                offer.ends());
    }
}
