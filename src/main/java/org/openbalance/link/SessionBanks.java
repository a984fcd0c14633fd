package org.openbalance.link;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.consent.Session;

/// Which banks a session may sign in at: read from its options once, however many banks there are.
///
/// @param products that the bank must support
/// @param banks ids and slugs of those that the page names; empty for all
/// @param countries that the page names; empty for all
/// @param corporate whether it must serve firms
/// @param personal whether it must serve persons
/// @param again the bank to sign in at anew, if it is that one alone
record SessionBanks(
        Set<Product> products,
        Set<String> banks,
        Set<String> countries,
        boolean corporate,
        boolean personal,
        Optional<String> again)
        implements Predicate<Bank> {

    /// As they stand in options, in the words of the old contract and the short ones of its sandbox.
    private static final Set<String> CORPORATE = Set.of("corporate", "corp");
    private static final Set<String> PERSONAL = Set.of("individual", "ind");

    static SessionBanks of(Session session) {
        var filter = session.options().path("filter");
        var industry = filter.path("industry_type").asText("").toLowerCase(Locale.ROOT);
        return new SessionBanks(
                session.products(),
                texts(filter.path("banks")),
                texts(filter.path("countries")),
                session.options().path("isCorporate").asBoolean(false) || CORPORATE.contains(industry),
                PERSONAL.contains(industry),
                session.option("reauth_bank"));
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new HashSet<String>();
        list.forEach(text -> texts.add(text.asText().strip()));
        texts.remove("");
        return Set.copyOf(texts);
    }

    @Override
    public boolean test(Bank bank) {
        return !bank.withdrawn()
                && bank.supports(products)
                && (!corporate || bank.corporate())
                && (!personal || bank.personal())
                && (banks.isEmpty() || banks.contains(bank.id()) || banks.contains(bank.slug()))
                && (countries.isEmpty() || countries.contains(bank.country()))
                && again.map(bank::named).orElse(true);
    }
}
