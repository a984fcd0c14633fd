package org.openbalance.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.openbalance.account.AccessAtBank;
import org.openbalance.account.Account;
import org.openbalance.account.AlertState;
import org.openbalance.account.Connection;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.account.SealedGrants;
import org.openbalance.bank.Grant;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;

/// Logins with their accounts, written as linking writes them, by the thousand.
public final class SignInItems {

    private SignInItems() {}

    /// @return the ids of the accounts, which are due at the time given
    public static List<String> write(
            Table table, Vault vault, Due due, Tenant tenant, String bank, int accounts, Instant at, Instant dueAt) {
        var id = Ids.next(at);
        var amounts = new BalanceAmounts(
                new Money(100, Currency.getInstance("NGN")), new Money(100, Currency.getInstance("NGN")));
        var linked = IntStream.range(0, accounts)
                .mapToObj(place -> account(
                        tenant,
                        bank,
                        id,
                        amounts,
                        at,
                        ReadState.Schedule.of(Optional.of(due.place(id, dueAt)), place == 0)))
                .toList();
        var connection = new Connection(
                id,
                tenant,
                linked.getFirst().customer(),
                bank,
                new Connection.Agreed(
                        linked.getFirst().consent(),
                        linked.stream().map(Account::id).toList(),
                        List.of("auth", "balance")),
                Connection.Status.ACTIVE,
                new Connection.Sealed(
                        Optional.of(SealedGrants.sealed(vault, tenant, id, new Grant("bench"))), Optional.empty()),
                Optional.empty(),
                AccessAtBank.lasting(),
                Optional.empty(),
                Optional.empty(),
                at);
        table.write(Write.put(connection.toItem()));
        linked.forEach(account -> table.commit(List.of(Write.put(account.toItem()), Write.put(account.readState()))));
        return connection.accounts();
    }

    private static Account account(
            Tenant tenant,
            String bank,
            String connection,
            BalanceAmounts amounts,
            Instant at,
            ReadState.Schedule schedule) {
        var id = Ids.next(at);
        return new Account(
                id,
                tenant,
                new Account.OwnerNames("Company", "App"),
                new Account.Holder(Ids.next(at), "Ada Obi"),
                new Account.Details(
                        bank,
                        id + "-0",
                        AccountNumber.read(AccountNumber.Scheme.NUBAN, "0000014579"),
                        "Ada Obi",
                        "savings"),
                new Account.Agreement(Ids.next(at), at.plus(Duration.ofDays(90)), Optional.empty()),
                List.of(connection),
                at,
                new Account.OpenPeriod(amounts, at, at, Optional.empty(), PeriodReads.of(PeriodReads.Source.LINK), 0),
                ReadState.first(schedule),
                AlertState.none().evaluated(Set.of(), false));
    }
}
