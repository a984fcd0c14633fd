package org.openbalance.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.openbalance.account.Identities.Kind.BVN;
import static org.openbalance.account.Identities.Kind.EMAIL;
import static org.openbalance.account.Identities.Kind.NIN;
import static org.openbalance.account.Identities.Kind.PHONE;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {

    @Test
    void blanks_around_a_fact_do_not_count() {
        assertEquals(Optional.of("22123456789"), BVN.normal(" 22123456789\n"));
        assertEquals(Optional.of("70123456789"), NIN.normal("70123456789 "));
    }

    @Test
    void the_capitals_of_an_address_do_not_count() {
        assertEquals(Optional.of("ada@example.com"), EMAIL.normal(" Ada@Example.COM"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+2348012345678",
                "08012345678",
                "002348012345678",
                "+234 (801) 234-5678",
                "+234 (0) 801 234 5678",
                "0801-234-5678"
            })
    void a_phone_number_is_one_number_in_every_spelling(String written) {
        assertEquals(Optional.of("2348012345678"), PHONE.normal(written));
    }

    @Test
    void a_number_of_another_country_is_its_digits() {
        assertEquals(Optional.of("254712345678"), PHONE.normal("+254 712 345678"));
        assertEquals(Optional.of("254712345678"), PHONE.normal("00254712345678"));
        assertEquals(Optional.of("0712345678"), PHONE.normal("0712 345678"));
    }

    @Test
    void what_says_nothing_is_no_fact() {
        assertEquals(Optional.empty(), PHONE.normal("unknown"));
        assertEquals(Optional.empty(), EMAIL.normal("  "));
    }
}
