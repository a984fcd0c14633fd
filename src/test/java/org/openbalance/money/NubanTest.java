package org.openbalance.money;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

/// The check digit sees every change of one digit, as its weights 3 and 7 share no factor with ten. Two neighbours that
/// change places escape it where their weights are the same, or where they differ by five.
class NubanTest {

    private static final int LARGEST = 999_999_999;

    /// The worked example of the Central Bank's own standard.
    @Example
    void the_example_of_the_standard_is_valid() {
        assertThat(Nuban.of("011", 1_457)).isEqualTo("0000014579");
        assertThat(Nuban.valid("011", "0000014579")).isTrue();
    }

    @Property
    void a_number_with_its_check_digit_is_valid_at_its_bank(
            @ForAll @NumericChars @StringLength(3) String bank, @ForAll @IntRange(max = LARGEST) int serial) {
        assertThat(Nuban.of(bank, serial)).hasSize(10).satisfies(number -> assertThat(Nuban.valid(bank, number))
                .isTrue());
    }

    @Property
    void one_wrong_digit_is_seen_wherever_it_stands(
            @ForAll @NumericChars @StringLength(3) String bank,
            @ForAll @IntRange(max = LARGEST) int serial,
            @ForAll @IntRange(max = 9) int place,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        assertThat(Nuban.valid(bank, changed(Nuban.of(bank, serial), place, change)))
                .isFalse();
    }

    @Property
    void one_wrong_digit_of_the_banks_code_is_seen(
            @ForAll @NumericChars @StringLength(3) String bank,
            @ForAll @IntRange(max = LARGEST) int serial,
            @ForAll @IntRange(max = 2) int place,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        assertThat(Nuban.valid(changed(bank, place, change), Nuban.of(bank, serial)))
                .isFalse();
    }

    @Property
    void one_serial_has_one_check_digit(
            @ForAll @NumericChars @StringLength(3) String bank, @ForAll @NumericChars @StringLength(9) String serial) {
        var valid = 0;
        for (var digit = 0; digit <= 9; digit++) {
            valid += Nuban.valid(bank, serial + digit) ? 1 : 0;
        }
        assertThat(valid).isEqualTo(1);
    }

    @Property
    void only_ten_digits_are_a_number(@ForAll String text) {
        assertThat(Nuban.wellFormed(text)).isEqualTo(text.matches("[0-9]{10}"));
    }

    @Property
    void a_mask_shows_four_digits_at_most(@ForAll @IntRange(max = LARGEST) int serial) {
        var number = Nuban.of("011", serial);

        assertThat(new AccountNumber(AccountNumber.Scheme.NUBAN, number).masked())
                .isEqualTo("******" + number.substring(6));
    }

    private static String changed(String number, int place, int change) {
        var digit = (char) ('0' + (number.charAt(place) - '0' + change) % 10);
        return number.substring(0, place) + digit + number.substring(place + 1);
    }
}
