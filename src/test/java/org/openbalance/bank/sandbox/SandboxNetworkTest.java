package org.openbalance.bank.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.Countries;
import org.openbalance.bank.Institution;

class SandboxNetworkTest {

    private static List<Institution> all() {
        var all = new ArrayList<Institution>();
        var after = Optional.<String>empty();
        do {
            var page = SandboxNetwork.page(after);
            all.addAll(page.institutions());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    @Test
    void has_three_thousand_banks_in_nine_countries_each_of_another_name() {
        var all = all();

        assertThat(all).hasSize(SandboxNetwork.BANKS);
        assertThat(all.stream().map(Institution::name)).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(all.stream().map(Institution::reference)).doesNotHaveDuplicates();
        assertThat(all.stream().map(Institution::country).collect(Collectors.toSet()))
                .hasSize(9)
                .allMatch(code -> Countries.of(code).isPresent());
    }

    @Test
    void is_always_the_same() {
        assertThat(all()).isEqualTo(all());
        assertThat(all().getFirst().name()).isEqualTo("Bürgerkasse Ellermoor");
    }

    @Test
    void asks_for_a_password_or_for_a_one_time_password_too() {
        assertThat(all().stream().map(bank -> bank.login().type()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("password", "otp");
    }
}
