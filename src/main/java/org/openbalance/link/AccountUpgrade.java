package org.openbalance.link;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.consent.Coverage;
import org.openbalance.owner.Owner;
import org.openbalance.store.Condition;
import org.openbalance.store.Due;
import org.openbalance.store.Index;
import org.openbalance.store.Item;
import org.openbalance.store.Write;

/// How an account of an earlier version comes to the present one.
public final class AccountUpgrade {

    public static final String TYPE = Account.TYPE;

    private AccountUpgrade() {}

    /// From version 1, which was read only when somebody asked.
    ///
    /// Where it is readable it becomes due within the usual cadence, spread as all logins are. Its first read
    /// places it by its owner's plan, or takes it out again where there is none.
    public static Write from1(Item item, Due due, Instant now) {
        var account = Account.of(item);
        var state = item.text(Coverage.STATE);
        var change = Write.change(item.key())
                .set(Item.VERSION, Account.VERSION)
                .set(Account.RECORD, account.record())
                .when(Condition.all(
                        Condition.equal(Item.VERSION, 1),
                        Condition.equal(Coverage.STATE, state),
                        Condition.equal("records", account.records()),
                        item.has(Coverage.DUE) ? Condition.has(Coverage.DUE) : Condition.lacks(Coverage.DUE)));
        return Coverage.readable(item, now) && !item.has(Index.DUE.sort())
                ? change.due(Optional.of(first(account, due, now)))
                : change;
    }

    private static Due.Place first(Account account, Due due, Instant now) {
        var usual = new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty());
        var login = account.record();
        return due.place(login, usual.next(login, now, Cadence.Found.NEW));
    }
}
