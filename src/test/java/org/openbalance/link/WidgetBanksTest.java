package org.openbalance.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.consent.Session;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// Which banks a session offers.
class WidgetBanksTest {

    private static Bank bank(String country, boolean corporate, boolean personal, boolean withdrawn) {
        return new Bank(
                "0123456789abcdef01234567",
                "some-bank-012345",
                "",
                "Some Bank",
                "",
                new Bank.Colors("", "", "", ""),
                corporate,
                Set.of(Product.AUTH, Product.BALANCE),
                new Bank.Login("password", List.of()),
                OptionalInt.empty(),
                country,
                personal,
                Optional.of(new Bank.Listing("network", "some", Instant.EPOCH, withdrawn)));
    }

    private static Session session(ObjectNode options) {
        return new Session(
                "",
                new Tenant("owner", Environment.SANDBOX),
                Session.State.CONSENTED,
                new Session.Offer("", "", "", List.of(), "", Instant.EPOCH),
                options,
                Set.of(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static ObjectNode filter(String name, String value) {
        var options = Json.object();
        options.withObjectProperty("filter").put(name, value);
        return options;
    }

    private static boolean offered(ObjectNode options, Bank bank) {
        return SessionBanks.of(session(options)).test(bank);
    }

    @Test
    void a_bank_that_its_network_has_withdrawn_is_offered_to_nobody() {
        assertThat(offered(Json.object(), bank("NG", false, true, false))).isTrue();
        assertThat(offered(Json.object(), bank("NG", false, true, true))).isFalse();
        assertThat(offered(Json.object().put("reauth_bank", "some-bank-012345"), bank("NG", false, true, true)))
                .isFalse();
    }

    @Test
    void a_bank_for_persons_and_firms_is_offered_to_both() {
        var both = bank("NG", true, true, false);

        assertThat(offered(filter("industry_type", "corporate"), both)).isTrue();
        assertThat(offered(filter("industry_type", "individual"), both)).isTrue();
        assertThat(offered(filter("industry_type", "corporate"), bank("NG", false, true, false)))
                .isFalse();
        assertThat(offered(filter("industry_type", "individual"), bank("NG", true, false, false)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "corporate, true, false", "Corporate, true, false", "corp, true, false", "individual, false, true",
        "INDIVIDUAL, false, true", "ind, false, true", "all, true, true", "'', true, true"
    })
    void an_industry_is_firms_or_persons_and_any_other_word_leaves_nobody_out(
            String industry, boolean firms, boolean persons) {
        assertThat(offered(filter("industry_type", industry), bank("NG", true, false, false)))
                .isEqualTo(firms);
        assertThat(offered(filter("industry_type", industry), bank("NG", false, true, false)))
                .isEqualTo(persons);
    }

    @ParameterizedTest
    @CsvSource({
        "some-bank-012345, true",
        "0123456789abcdef01234567, true",
        "' some-bank-012345 ', true",
        "some-bank, false",
        "'', true"
    })
    void a_filter_names_banks_by_id_or_slug(String name, boolean offered) {
        var options = Json.object();
        options.withObjectProperty("filter").set("banks", Json.texts(List.of(name)));

        assertThat(offered(options, bank("KE", false, true, false))).isEqualTo(offered);
    }

    @Test
    void a_session_bounds_its_banks_by_name_and_country() {
        var options = Json.object();
        options.withObjectProperty("filter").set("countries", Json.texts(List.of("GH", "KE")));

        assertThat(offered(options, bank("KE", false, true, false))).isTrue();
        assertThat(offered(options, bank("NG", false, true, false))).isFalse();

        options.withObjectProperty("filter").set("banks", Json.texts(List.of("another-bank")));
        assertThat(offered(options, bank("KE", false, true, false))).isFalse();
    }
}
