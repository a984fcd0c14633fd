package org.openbalance.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankFailure;

class AccountReadsTest {

    private static final List<AccountRequest> THREE =
            List.of(AccountRequest.of("a"), AccountRequest.of("b"), AccountRequest.of("c"));

    @Test
    void a_fault_of_the_connector_s_for_one_account_loses_no_other() {
        var reads = AccountReads.each(THREE, request -> {
            if (request.reference().equals("b")) {
                throw new IllegalStateException("what the bank sent");
            }
            return new AccountRead.Value<>(request.reference());
        });

        assertThat(reads.get("a")).isEqualTo(new AccountRead.Value<>("a"));
        assertThat(reads.get("c")).isEqualTo(new AccountRead.Value<>("c"));
        assertThat(reads.get("b")).isInstanceOfSatisfying(AccountRead.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(BankFailure.Kind.ERROR);
            assertThat(failed.failure()).hasMessageNotContaining("what the bank sent");
        });
    }
}
