package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Institution;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.http.Fields;

/// Reads Mono's list of banks: all on one page, each with the form of its sign-in.
final class MonoDirectory {

    /// What failures name where no bank is asked.
    private static final Bank NETWORK = new Bank(
            "",
            MonoConnector.NETWORK,
            "",
            "Mono",
            "",
            new Bank.Colors("", "", "", ""),
            false,
            Set.of(),
            new Bank.Login("password", List.of()));

    private static final String SCOPE = "financial_data";

    private final MonoCalls calls;

    MonoDirectory(MonoCalls calls) {
        this.calls = calls;
    }

    ListsBanks.Page institutions(NetworkKeys keys, Instant deadline) {
        var answer = calls.get(NETWORK, keys, deadline, "v3/institutions?scope=" + SCOPE);
        calls.data(answer);
        var institutions = Fields.each(answer.json(), "data")
                .filter(MonoDirectory::hasAccounts)
                .flatMap(listed -> institution(listed, MonoHostedLink.isWanted(keys)).stream())
                .toList();
        return new ListsBanks.Page(institutions, Optional.empty());
    }

    private static boolean hasAccounts(JsonNode listed) {
        return !listed.path("scope").isArray() || Fields.texts(listed, "scope").contains(SCOPE);
    }

    /// @return empty for one that asks for more than texts: nobody could sign in
    private static Optional<Institution> institution(JsonNode listed, boolean hosted) {
        var corporate = "BUSINESS_BANKING".equals(MonoJson.word(listed, "type"));
        return Fields.text(listed, "_id").flatMap(reference -> login(listed, hosted)
                .map(login -> new Institution(
                        reference,
                        listed.path("name").asText(""),
                        MonoJson.word(listed, "country"),
                        code(listed),
                        Fields.text(listed, "icon"),
                        corporate,
                        !corporate,
                        EnumSet.of(Product.AUTH, Product.BALANCE, Product.IDENTITY, Product.TRANSACTIONS),
                        login,
                        OptionalInt.empty())));
    }

    /// Nothing is typed here where it is at Mono's page.
    private static Optional<Bank.Login> login(JsonNode listed, boolean hosted) {
        return hosted
                ? Optional.of(new Bank.Login("redirect", List.of()))
                : form(listed).map(form -> new Bank.Login("password", form.fields()));
    }

    /// Of the preferred way in that has one.
    private static Optional<MonoForm> form(JsonNode listed) {
        return MonoSignIn.METHODS.stream()
                .flatMap(method -> Fields.each(listed, "auth_methods")
                        .filter(way -> method.equals(way.path("type").asText())))
                .flatMap(way -> MonoForm.of(way.path("ui")).stream())
                .findFirst();
    }

    private static Optional<String> code(JsonNode listed) {
        return Stream.of("identifier", "nip_code")
                .flatMap(name -> Fields.text(listed, name).flatMap(MonoBankCodes::read).stream())
                .findFirst();
    }
}
