package org.openbalance.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.openbalance.bank.CurrencyCode;
import org.openbalance.bank.Grant;
import org.openbalance.bank.Money;
import org.openbalance.bank.Reading;
import org.openbalance.store.Due;
import org.openbalance.store.Ids;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Vault;
import org.openbalance.store.Write;

/// Logins with their accounts, written as linking writes them, by the thousand.
public final class LoginItems {

    private LoginItems() {}

    /// @return the ids of the accounts, which are due at the time given
    public static List<String> write(
            Table table, Vault vault, Due due, Tenant tenant, String bank, int accounts, Instant at, Instant dueAt) {
        var id = Ids.next(at);
        var reading = new Reading(new Money(100, CurrencyCode.NGN), new Money(100, CurrencyCode.NGN));
        var linked = IntStream.range(0, accounts)
                .mapToObj(place -> account(tenant, bank, id, reading, at, due.place(id, dueAt)))
                .toList();
        var record = new Record(
                id,
                tenant,
                linked.getFirst().customer(),
                bank,
                linked.getFirst().consent(),
                linked.stream().map(Account::id).toList(),
                List.of("auth", "balance"),
                Record.Status.ACTIVE,
                Grants.sealed(vault, tenant, id, new Grant("bench")),
                Optional.empty(),
                Optional.empty(),
                at);
        table.write(Write.put(record.toItem()));
        linked.forEach(account -> table.write(Write.put(account.toItem())));
        return record.accounts();
    }

    private static Account account(
            Tenant tenant, String bank, String record, Reading reading, Instant at, Due.Place place) {
        var id = Ids.next(at);
        return new Account(
                id,
                tenant,
                "Company",
                "App",
                Ids.next(at),
                "Ada Obi",
                bank,
                id + "-0",
                "0000014579",
                "Ada Obi",
                "savings",
                Ids.next(at),
                at.plus(Duration.ofDays(90)),
                List.of(record),
                at,
                reading,
                at,
                at,
                Reads.of(Reads.Source.LINK),
                0,
                Schedule.first(Optional.of(place)),
                Watch.none().evaluated(Set.of(), false));
    }
}
