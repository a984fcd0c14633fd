package org.openbalance.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Effect;
import org.openbalance.money.AccountNumber;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// One number may be that of accounts in several currencies; an old id is that of one account.
@QuarkusTest
class AccountIdsTest {

    private static final String BANK = "5d6fe57a4099cc4b210bbec2";
    private static final String NUMBER = "0234567890";
    private static final String OLD = "5da6ffe6d4bd9a4bf7bc4ab2";

    @Inject
    Table table;

    @Inject
    Owners owners;

    @Inject
    Identities identities;

    @Inject
    OldIdImport imports;

    @Inject
    AccountIds ids;

    private static AccountIdentity in(String currency) {
        var number = new AccountNumber(AccountNumber.Scheme.NUBAN, NUMBER);
        return new AccountIdentity(BANK, number.stored(), Currency.getInstance(currency));
    }

    @Test
    void of_the_accounts_of_one_number_the_first_has_the_old_id() {
        var owner = owners.create("Company", "App", 90).owner();
        var tenant = new Tenant(owner.id(), Environment.SANDBOX);
        var sent = new OldIdImport.Sent(OLD, "5da6ffd4f33d9c4afc5e09ff", Optional.of(BANK), NUMBER);
        assertThat(imports.bring(tenant, List.of(sent), Effect.unanswered()))
                .containsExactly(OldIdImport.Verdict.IMPORTED);
        var naira = in("NGN");
        var dollars = in("USD");

        var before = ids.find(tenant, List.of(naira, dollars));
        assertThat(before.id(naira)).contains(OLD);
        assertThat(before.id(dollars)).isEmpty();

        table.write(Write.create(identities.accountPointer(tenant, naira, OLD)));
        var after = ids.find(tenant, List.of(dollars, naira));
        assertThat(after.linked()).containsOnlyKeys(naira);
        assertThat(after.id(dollars)).isEmpty();
        assertThat(ids.find(new Tenant(owner.id(), Environment.PRODUCTION), List.of(naira))
                        .id(naira))
                .isEmpty();
    }
}
