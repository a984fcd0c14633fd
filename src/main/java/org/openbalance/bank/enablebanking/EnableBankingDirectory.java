package org.openbalance.bank.enablebanking;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Institution;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.http.Fields;

/// The banks that Enable Banking reaches, and what each wants.
final class EnableBankingDirectory {

    private static final String PERSONAL = "personal";
    private static final String BUSINESS = "business";

    /// What the rules of the European Union leave to a bank for reads without the customer, in any day
    /// (Delegated Regulation 2018/389, article 36). Some banks are stricter, and say so when it is too much.
    private static final int DAILY_READS = 4;

    private static final Set<Product> PRODUCTS = Set.of(Product.AUTH, Product.BALANCE, Product.TRANSACTIONS);
    private static final Bank.Login LOGIN = new Bank.Login("redirect", List.of());

    private final EnableBankingCalls calls;

    EnableBankingDirectory(EnableBankingCalls calls) {
        this.calls = calls;
    }

    /// What the network knows a bank by: both together, as there is no id.
    record Aspsp(String country, String name) {

        /// @throws BankFailure `ERROR` for a bank that is not of this directory
        static Aspsp of(Bank bank) {
            var listing = bank.listing()
                    .orElseThrow(() -> new BankFailure(
                            BankFailure.Kind.ERROR, bank.name() + " is not reached through Enable Banking"));
            var parts = listing.reference().split(":", 2);
            return new Aspsp(parts[0], parts[1]);
        }

        String reference() {
            return country + ':' + name;
        }
    }

    /// What a bank wants of a sign-in.
    ///
    /// @param longest that access may last there
    /// @param psuHeaders what it wants to be told of a customer who is present, in lower case
    record Terms(Duration longest, List<String> psuHeaders) {

        private static final Duration MOST = Duration.ofDays(180);

        static Terms of(JsonNode aspsp) {
            var told = aspsp.path("maximum_consent_validity").asLong();
            var seconds = told > 0 ? told : MOST.toSeconds();
            var headers = Fields.texts(aspsp, "required_psu_headers").stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            return new Terms(Duration.ofSeconds(Math.min(MOST.toSeconds(), seconds)), headers);
        }
    }

    /// The banks of one country.
    ///
    /// @param after the country before; empty for the first
    ListsBanks.Page page(Access access, Optional<String> after) {
        var country = after.isEmpty() ? Optional.of(EnableBankingCountries.first()) : after;
        return new ListsBanks.Page(
                country.map(code -> institutions(access, code)).orElse(List.of()),
                country.flatMap(EnableBankingCountries::after));
    }

    private List<Institution> institutions(Access access, String country) {
        return aspsps(access, Map.of("country", country))
                .flatMap(aspsp -> Fields.text(aspsp, "name").map(name -> institution(country, name, aspsp)).stream())
                .toList();
    }

    private static Institution institution(String country, String name, JsonNode aspsp) {
        var serves = Fields.texts(aspsp, "psu_types");
        return new Institution(
                new Aspsp(country, name).reference(),
                name,
                country,
                Optional.empty(),
                Fields.text(aspsp, "logo"),
                serves.contains(BUSINESS),
                serves.contains(PERSONAL) || !serves.contains(BUSINESS),
                PRODUCTS,
                LOGIN,
                OptionalInt.of(DAILY_READS));
    }

    private Stream<JsonNode> aspsps(Access access, Map<String, String> which) {
        return Fields.each(calls.directory(access, which), "aspsps");
    }

    /// What a bank wants now, from the network itself.
    ///
    /// @return empty if the network does not reach it any more
    Optional<Terms> terms(Access access) {
        var aspsp = Aspsp.of(access.bank());
        return aspsps(access, Map.of("country", aspsp.country(), "psu_type", psuType(access.bank())))
                .filter(each -> aspsp.name().equals(each.path("name").asText()))
                .findFirst()
                .map(Terms::of);
    }

    /// Where a bank serves both, persons sign in.
    static String psuType(Bank bank) {
        return bank.personal() ? PERSONAL : BUSINESS;
    }

    /// Until when access is asked for.
    static Instant until(Terms terms, Instant now) {
        return Instant.ofEpochSecond(now.plus(terms.longest()).getEpochSecond());
    }
}
