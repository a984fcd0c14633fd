package org.openbalance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.openbalance.account.Account;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.api.Product;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;
import org.openbalance.webhook.Listener;

/// What must be true after a [KillsRun], by what the banks saw and the table holds.
final class KillsChecks {

    private final KillsRun run;
    private final Instant settled;
    private final Table table;
    private final List<Listener.Heard> heard;
    private int changes;
    private int visits;
    private int lost;
    private int quotaOver;

    private KillsChecks(KillsRun run, Instant settled) {
        this.run = run;
        this.settled = settled;
        table = run.beans().get(Table.class);
        heard = Listener.heard(table, run.beans().get(Vault.class), run.listener());
    }

    /// @return a line about it
    static String of(KillsRun run, Instant settled) {
        var checks = new KillsChecks(run, settled);
        run.bank().logins().forEach(checks::login);
        return String.format(
                "%d kills in %d rounds, %d with logins in hand; %d visits, %d changes, %d logins lost, quota %d above the"
                        + " visits",
                run.kills().size(),
                run.rounds(),
                run.kills().stream().filter(kill -> !kill.logins().isEmpty()).count(),
                checks.visits,
                checks.changes,
                checks.lost,
                checks.quotaOver);
    }

    /// Whenever nothing is under way: no account of a connection was due when the first, on which the due time stands,
    /// was read without it. Else its read was lost, though the connection is due no more. An account is not due for
    /// half a cadence after its last read: who dies between two accounts leaves some read, which then have their
    /// time.
    static void firstIsLast(KillsRun run) {
        var table = run.beans().get(Table.class);
        run.accounts()
                .forEach((connection, ids) -> {
                    var read = table
                            .getAllLatest(ids.stream()
                                    .map(id -> Account.readStateKey(run.tenant(), id))
                                    .toList())
                            .stream()
                            .map(state -> state.instant(Account.AS_OF))
                            .toList();
                    assertThat(read)
                            .as("reads of the accounts of " + connection)
                            .allMatch(at -> at.isAfter(read.getFirst().minus(KillsRun.CADENCE.dividedBy(2))));
                });
    }

    private void login(BankStandIn.Login login) {
        visits += login.visits().values().stream().mapToInt(Integer::intValue).sum();
        var connection = run.beans()
                .get(Connections.class)
                .find(run.tenant(), login.connection())
                .orElseThrow();
        alive(login, connection);
        for (var id : connection.accounts()) {
            var account = Account.of(Account.latest(table, run.tenant(), id).orElseThrow());
            history(login, account);
            told(account);
            if (!login.ended()) {
                assertThat(account.asOf()).as("last read of " + id).isAfter(settled);
                assertThat(minor(account.amounts()))
                        .as("balance of " + id)
                        .isEqualTo(login.given(id).getLast());
            }
        }
        if (login.kind() == KillsConnector.Kind.STATED) {
            quota(login);
        }
    }

    private static long minor(BalanceAmounts amounts) {
        return amounts.available().orElseThrow().money().minor();
    }

    /// A login is lost only as a process died between the bank's answer and our store, and that is told once.
    private void alive(BankStandIn.Login login, Connection connection) {
        var told = heard.stream()
                .filter(event -> event.connection().equals(login.connection())
                        && event.event().equals("login.reauth_required"))
                .count();
        if (!login.ended()) {
            assertThat(connection.status()).isEqualTo(Connection.Status.ACTIVE);
            assertThat(told).as("ends told of " + login.connection()).isZero();
            return;
        }
        lost++;
        var exchange = login.last().orElseThrow();
        assertThat(run.kills())
                .as("kills by which " + login.connection() + " was lost")
                .anyMatch(kill -> kill.process().equals(exchange.process())
                        && kill.logins().contains(login.connection())
                        && !kill.at().isBefore(exchange.at()));
        assertThat(connection.status()).isEqualTo(Connection.Status.REAUTH_REQUIRED);
        assertThat(told).as("ends told of " + login.connection()).isEqualTo(1);
    }

    private void history(BankStandIn.Login login, Account account) {
        var periods = table
                .query(Query.of(Account.key(run.tenant(), account.id()).partition())
                        .between(BalancePeriod.PREFIX, BalancePeriod.PREFIX + '\uffff')
                        .latest())
                .stream()
                .map(BalancePeriod::of)
                .sorted(Comparator.comparing(BalancePeriod::from))
                .collect(Collectors.toList());
        changes += periods.size();
        assertThat(periods).as("periods of " + account.id()).hasSize((int) account.sequence());
        periods.add(BalancePeriod.open(account));
        for (var place = 1; place < periods.size(); place++) {
            assertThat(periods.get(place - 1).to()).isBefore(periods.get(place).from());
        }
        // Each balance that a bank gives is larger than all before: in their order, and none twice.
        assertThat(periods)
                .extracting(period -> minor(period.amounts()))
                .isSubsetOf(login.given(account.id()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private void told(Account account) {
        var sequences = heard.stream()
                .filter(event -> event.event().equals("balance.updated")
                        && event.account().equals(Optional.of(account.id())))
                .map(Listener.Heard::sequence)
                .sorted()
                .toList();
        assertThat(sequences)
                .as("changes told of " + account.id())
                .isEqualTo(LongStream.rangeClosed(1, account.sequence()).boxed().toList());
    }

    /// Never below what the bank saw; above it by one a kill that had the login in hand, and by what was counted while
    /// the table's answer was lost for good.
    private void quota(BankStandIn.Login login) {
        var partition = run.tenant().prefix() + "#QUOTA#" + login.connection();
        var used = table.query(Query.of(partition).latest()).stream()
                .collect(Collectors.toMap(item -> item.key().sort(), item -> item.number("used")));
        login.visits().forEach((day, seen) -> assertThat(used.getOrDefault(Product.BALANCE + "#" + day, 0L))
                .as("quota of " + login.connection() + " on " + day)
                .isGreaterThanOrEqualTo(seen));
        var over = used.values().stream().mapToLong(Long::longValue).sum()
                - login.visits().values().stream().mapToInt(Integer::intValue).sum();
        quotaOver += (int) over;
        var kills = run.kills().stream()
                .filter(kill -> kill.logins().contains(login.connection()))
                .count();
        var unheard = run.lostQuotas().stream().filter(partition::equals).count();
        assertThat(over)
                .as("quota of " + login.connection() + " above its visits")
                .isLessThanOrEqualTo(kills + unheard);
        assertThat(login.refused())
                .as("visits too many of " + login.connection())
                .isZero();
    }
}
