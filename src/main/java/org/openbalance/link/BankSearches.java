package org.openbalance.link;

import org.openbalance.api.Body;
import org.openbalance.bank.BankSearch;
import org.openbalance.bank.Countries;

/// A search for banks as a body asks for it.
final class BankSearches {

    private static final int SEARCH_LENGTH = 60;

    private BankSearches() {}

    /// Notes a country that there is not.
    static BankSearch of(Body body) {
        var text = body.optionalExact("search", SEARCH_LENGTH).orElse("");
        var named = body.optionalText("country");
        var country = named.flatMap(Countries::of);
        if (named.isPresent() && country.isEmpty()) {
            body.error("country", "must be a country: NG, NGA or Nigeria, as ISO 3166 and English have it");
        }
        return new BankSearch(text, country, _ -> true);
    }
}
