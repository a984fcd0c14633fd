package org.openbalance.bank.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Mark;
import org.openbalance.bank.Secret;
import org.openbalance.bank.sandbox.SandboxCustomers.Creation;
import org.openbalance.bank.sandbox.SandboxCustomers.Refusal;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.money.Nuban;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

class SandboxCustomersTest {

    private final Sandbox sandbox = new Sandbox();

    @Test
    void a_made_customer_is_found_again_whole() {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        assertTrue(Ids.wellFormed(made.id()));
        assertEquals(Optional.of(made), sandbox.customers.get(Sandbox.TENANT, made.id()));
        assertEquals(List.of(made), sandbox.customers.list(Sandbox.TENANT));
    }

    @Test
    void a_customer_that_was_kept_without_currency_and_country_lives_in_nigeria() {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        sandbox.store
                .list(Sandbox.TENANT, "CUSTOMER#")
                .forEach((key, entry) -> sandbox.store.put(
                        Sandbox.TENANT,
                        key,
                        Entry.lasting(entry.text()
                                .replace("\"currency\":\"NGN\",", "")
                                .replace("\"country\":\"NG\",", ""))));
        assertFalse(sandbox.store.everything().contains("\"currency\""));
        assertFalse(sandbox.store.everything().contains("\"country\""));

        assertEquals(Optional.of(made), sandbox.customers.get(Sandbox.TENANT, made.id()));
    }

    @Test
    void the_same_owner_bank_and_user_name_make_the_same_customer() {
        var one = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        var again = new Sandbox().made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        assertEquals(one, again);
    }

    @Test
    void three_accounts_are_savings_current_and_dollars() {
        var accounts =
                sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada")).accounts();
        assertEquals(
                List.of("savings", "current", "domiciliary"),
                accounts.stream().map(SandboxAccount::type).toList());
        assertEquals(Currency.getInstance("USD"), accounts.get(2).currency());
        assertEquals("ADA OKAFOR", accounts.getFirst().name());
    }

    @Test
    void contact_details_have_the_forms_that_clients_expect() {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        assertTrue(made.bvn().matches("22[0-9]{9}"), made.bvn());
        assertTrue(made.phone().matches("\\+23480[0-9]{8}"), made.phone());
        assertTrue(made.email().matches("customer\\.[0-9a-f]{8}@example\\.com"), made.email());
        assertTrue(made.companyId().matches("RC[0-9]{6}"), made.companyId());
    }

    @Test
    void an_incomplete_identity_leaves_details_out_of_what_the_bank_tells() {
        var vague =
                new NewCustomer(1, "Efe", Sandbox.OTP, "efe", new Secret("x"), Holder.IND, ActivityLevel.LOW, 30, 4);
        var known = sandbox.made(Sandbox.TENANT, vague).asKnown();
        assertTrue(known.phone().isPresent());
        assertEquals(Optional.empty(), known.email());
        assertEquals(Optional.empty(), known.bvn());
    }

    @Property(tries = 20)
    void account_numbers_are_valid_and_each_is_given_once(
            @ForAll @AlphaChars @StringLength(min = 1, max = 10) String stem,
            @ForAll @IntRange(min = 1, max = 5) int n) {
        var tenant = Sandbox.TENANT;
        var fresh = new Sandbox();
        var numbers = new HashSet<String>();
        for (var i = 0; i < 2; i++) {
            for (var nuban : fresh.made(tenant, Sandbox.wanted(Sandbox.OTP, stem + i, n, 4))
                    .nubans()) {
                assertTrue(Nuban.valid(Sandbox.OTP.code(), nuban));
                assertTrue(numbers.add(nuban));
            }
        }
    }

    @Test
    void a_number_that_is_taken_is_passed_over() {
        var first = new Sandbox()
                .made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"))
                .nubans()
                .getFirst();
        sandbox.store.put(Sandbox.TENANT, "NUBAN#902#" + first, SandboxStore.Entry.lasting("another customer"));
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        assertNotEquals(first, made.nubans().getFirst());
        assertTrue(Nuban.valid("902", made.nubans().getFirst()));
    }

    @Test
    void a_user_name_is_taken_once_for_each_bank_and_owner() {
        var wanted = Sandbox.wanted(Sandbox.OTP, "ada");
        sandbox.made(Sandbox.TENANT, wanted);
        assertEquals(
                new Creation.Refused(Refusal.NAME_TAKEN), sandbox.customers.create(Sandbox.TENANT, wanted, Mark.NONE));
        assertInstanceOf(Creation.Created.class, sandbox.customers.create(Sandbox.OTHER, wanted, Mark.NONE));
        assertInstanceOf(
                Creation.Created.class,
                sandbox.customers.create(Sandbox.TENANT, Sandbox.wanted(Sandbox.QUESTION, "ada"), Mark.NONE));
    }

    @Test
    void well_known_names_cannot_be_taken() {
        for (var known : WellKnownUser.values()) {
            assertEquals(
                    new Creation.Refused(Refusal.NAME_RESERVED),
                    sandbox.customers.create(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, known.username()), Mark.NONE));
        }
    }

    @Test
    void one_owner_sees_nothing_of_another() {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        assertEquals(Optional.empty(), sandbox.customers.get(Sandbox.OTHER, made.id()));
        assertEquals(List.of(), sandbox.customers.list(Sandbox.OTHER));
        var reference = made.accounts().getFirst().reference();
        assertEquals(Optional.empty(), sandbox.balances.account(Sandbox.OTHER, Sandbox.OTP, reference));
    }

    @Test
    void production_has_no_sandbox_customers() {
        var production = new Tenant(Sandbox.TENANT.owner(), Environment.PRODUCTION);
        assertThrows(
                IllegalArgumentException.class,
                () -> sandbox.customers.create(production, Sandbox.wanted(Sandbox.OTP, "ada"), Mark.NONE));
    }

    @Test
    void passwords_are_not_written_down_nor_shown() {
        sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        assertFalse(sandbox.store.everything().contains("correct horse"));
        assertFalse(Sandbox.wanted(Sandbox.OTP, "ada").toString().contains("correct horse"));
        var user = sandbox.customers.find(Sandbox.TENANT, Sandbox.OTP, "ada").orElseThrow();
        assertTrue(user.takes("correct horse"));
        assertFalse(user.takes("wrong horse"));
        assertFalse(user.toString().contains(user.secret()));
    }

    @Test
    void what_is_only_thought_up_is_thought_up_again_until_it_is_made() {
        var review = sandbox.customers.generate(Sandbox.TENANT, 3, false, Mark.NONE);
        assertEquals(review, sandbox.customers.generate(Sandbox.TENANT, 3, false, Mark.NONE));
        assertEquals(List.of(), sandbox.customers.list(Sandbox.TENANT));

        var made = sandbox.customers.generate(Sandbox.TENANT, 3, true, Mark.NONE);
        assertEquals(
                review.stream().map(SandboxCustomers.Generated::wanted).toList(),
                made.stream().map(SandboxCustomers.Generated::wanted).toList());
        assertTrue(made.stream().allMatch(one -> one.creation().orElseThrow() instanceof Creation.Created));
        assertEquals(3, sandbox.customers.list(Sandbox.TENANT).size());

        var next = sandbox.customers.generate(Sandbox.TENANT, 3, false, Mark.NONE);
        next.forEach(one -> assertFalse(review.contains(one)));
    }

    @Test
    void a_set_balance_stays_until_it_is_set_again_or_released() {
        var made = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"));
        var account = made.accounts().getFirst();
        var amounts = new BalanceAmounts(
                new Money(-123, Currency.getInstance("NGN")), new Money(456, Currency.getInstance("NGN")));
        sandbox.balances.set(Sandbox.TENANT, Sandbox.OTP, account, amounts);
        sandbox.pass(Duration.ofDays(40));
        assertEquals(amounts, sandbox.balances.of(Sandbox.TENANT, made).get(account.reference()));

        sandbox.balances.release(Sandbox.TENANT, Sandbox.OTP, account);
        assertEquals(
                made.script(account).at(sandbox.instant()),
                sandbox.balances.of(Sandbox.TENANT, made).get(account.reference()));
    }

    @Test
    void a_balance_is_set_in_the_currency_of_its_account_only() {
        var account = sandbox.made(Sandbox.TENANT, Sandbox.wanted(Sandbox.OTP, "ada"))
                .accounts()
                .getFirst();
        var dollars = new BalanceAmounts(
                new Money(1, Currency.getInstance("USD")), new Money(1, Currency.getInstance("USD")));
        assertThrows(
                IllegalArgumentException.class,
                () -> sandbox.balances.set(Sandbox.TENANT, Sandbox.OTP, account, dollars));
    }

    @Test
    void the_balance_of_a_ready_user_can_be_set_too_for_one_owner() {
        var user =
                sandbox.customers.find(Sandbox.TENANT, Sandbox.OTP, "user_good").orElseThrow();
        var reference = user.customer().accounts().getFirst().reference();
        var account =
                sandbox.balances.account(Sandbox.TENANT, Sandbox.OTP, reference).orElseThrow();
        assertEquals(user.customer().accounts().getFirst(), account);
        assertEquals(Optional.empty(), sandbox.balances.account(Sandbox.OTHER, Sandbox.OTP, reference));
        assertEquals(Optional.empty(), sandbox.balances.account(Sandbox.TENANT, Sandbox.QUESTION, reference));
    }
}
