package org.openbalance.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Write;

/// Linked accounts as the table holds them, for tests of what reads and writes them.
public final class AccountItems {

    private AccountItems() {}

    /// What an account rests in.
    public static List<Write> of(Account account) {
        return List.of(Write.create(account.toItem()), Write.create(account.readState()));
    }

    /// An account of a customer and a login of its own, that is due at no time yet.
    public static Account linked(Tenant tenant, String bank, BalanceAmounts amounts, Instant at) {
        return new Account(
                Ids.next(at),
                tenant,
                new Account.OwnerNames("Company", "App"),
                new Account.Holder(Ids.next(at), "Ada Obi"),
                new Account.Details(
                        bank,
                        "reference",
                        AccountNumber.read(AccountNumber.Scheme.NUBAN, "0000014579"),
                        "Ada Obi",
                        "savings"),
                new Account.Agreement(Ids.next(at), at.plus(Duration.ofDays(90)), Optional.empty()),
                List.of(Ids.next(at)),
                at,
                new Account.OpenPeriod(amounts, at, at, Optional.empty(), PeriodReads.of(PeriodReads.Source.LINK), 0),
                ReadState.first(ReadState.Schedule.NEVER),
                AlertState.none());
    }
}
