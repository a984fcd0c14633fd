package org.openbalance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.openbalance.money.AccountNumber.Scheme;

/// Only what tells an account apart is its number.
class AccountNumberTest {

    /// The examples of the registry of ISO 13616.
    private static final String[] IBANS = {
        "DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NO9386011117947"
    };

    @Example
    void an_iban_is_read_as_banks_print_it() {
        for (var iban : IBANS) {
            assertThat(AccountNumber.read(Scheme.IBAN, iban)).contains(new AccountNumber(Scheme.IBAN, iban));
        }
        assertThat(AccountNumber.read(Scheme.IBAN, " de89 3704 0044 0532 0130 00 "))
                .contains(new AccountNumber(Scheme.IBAN, "DE89370400440532013000"));
    }

    @Property
    void a_wrong_digit_of_an_iban_is_seen(
            @ForAll @NumericChars @StringLength(18) String account,
            @ForAll @IntRange(min = 4, max = 21) int place,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        var iban = AccountNumber.iban("DE", account).text();
        var digit = (char) ('0' + (iban.charAt(place) - '0' + change) % 10);

        assertThat(AccountNumber.read(Scheme.IBAN, iban)).isPresent();
        assertThat(AccountNumber.read(Scheme.IBAN, iban.substring(0, place) + digit + iban.substring(place + 1)))
                .isEmpty();
    }

    @Example
    void what_only_hints_at_a_number_is_none() {
        for (var printed : new String[] {
            null, "", "****1234", "XXXX XXXX XXXX 1234", "DE89…3000", "DE8937040044053201300", "1234", "XX8937040044"
        }) {
            for (var scheme : Scheme.values()) {
                assertThat(AccountNumber.read(scheme, printed))
                        .as(scheme + " " + printed)
                        .isEmpty();
            }
        }
        assertThat(AccountNumber.read(Scheme.NUBAN, "4929420573595709")).isEmpty();
    }

    @Example
    void a_sort_code_goes_with_its_account_number() {
        var number = new AccountNumber(Scheme.UK_SORT_CODE, "20000055779911");

        assertThat(AccountNumber.read(Scheme.UK_SORT_CODE, "20-00-00 55779911")).contains(number);
        assertThat(AccountNumber.read(Scheme.UK_SORT_CODE, "20-00-00")).isEmpty();
        assertThat(number.masked()).isEqualTo("**********9911");
    }

    @Example
    void a_number_is_told_apart_by_its_scheme_and_comes_back_from_the_table() {
        for (var number : new AccountNumber[] {
            new AccountNumber(Scheme.NUBAN, "0000014579"), new AccountNumber(Scheme.IBAN, IBANS[0])
        }) {
            assertThat(AccountNumber.ofStored(number.stored())).isEqualTo(number);
        }
    }

    @Example
    void no_number_stands_in_what_may_be_logged() {
        assertThat(new AccountNumber(Scheme.NUBAN, "0000014579")).hasToString("nuban ******4579");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccountNumber(Scheme.IBAN, "DE88370400440532013000"))
                .withMessage("That is no valid number of the scheme IBAN");
    }
}
