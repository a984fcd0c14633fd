package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.AwsFaults.Fault;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;
import software.amazon.awssdk.core.exception.SdkException;

/// Lines are taken in once while DynamoDB refuses, and answers late or never.
@QuarkusTest
@Tag("slow")
class TransactionsFaultsTest {

    @Inject
    Table table;

    @Inject
    Vault vault;

    private final Tenant tenant = new Tenant(Ids.next(Instant.now()), Environment.SANDBOX);
    private final String account = Ids.next(Instant.now());

    @AfterEach
    void all_is_well_again() {
        AwsFaults.end();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void no_line_is_lost_or_there_twice_whatever_request_fails(long seed) {
        var random = new Random(seed);
        var statement = new Statement(seed);
        var transactions = new Transactions(table, vault, () -> Lines.AT);
        vault.fingerprint(tenant, "warm", "up");
        for (var day = 0; day < 80; day++) {
            statement.day(Lines.DAY.plusDays(day), random.nextInt(20) == 0 ? 70 : random.nextInt(6));
            var window = new DaySpan(Lines.DAY.plusDays(day - 20), Lines.DAY.plusDays(day));
            faults(random);
            try {
                transactions.take(tenant, account, statement.of(window), window);
            } catch (SdkException _) {
                AwsFaults.end();
                transactions.take(tenant, account, statement.of(window), window);
            }
            AwsFaults.end();
        }

        var all = new ArrayList<Transaction>();
        var cursor = Optional.<String>empty();
        do {
            var page = transactions.page(tenant, account, Optional.empty(), new PageRequest(1, 50, cursor));
            all.addAll(page.transactions());
            cursor = page.cursor();
        } while (cursor.isPresent());
        assertThat(all)
                .extracting(Transaction::narration)
                .containsExactlyInAnyOrderElementsOf(statement.lines().stream()
                        .map(BankTransaction::narration)
                        .toList());
        assertThat(transactions.totals(tenant, account).lines()).isEqualTo(all.size());
    }

    /// One of the next writes meets one of them.
    private static void faults(Random random) {
        var kinds = new Fault[] {Fault.THROTTLED, Fault.ANSWER_LOST, Fault.NEVER_ANSWERED};
        if (random.nextInt(3) > 0) {
            AwsFaults.begin(
                    kinds[random.nextInt(kinds.length)],
                    1,
                    request -> request.partition().contains("#LINES#")
                            && (random.nextBoolean() || !request.operation().equals("GetItem")));
        }
    }
}
