package org.openbalance.tools;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.account.Account;
import org.openbalance.consent.AccountConsent;
import org.openbalance.owner.Owner;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.reading.Cadence;

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
        var state = item.text(AccountConsent.STATE);
        var change = Write.change(item.key())
                .set(Item.VERSION, Account.VERSION)
                .set(Account.RECORD, account.connection())
                .when(Condition.all(
                        Condition.equal(Item.VERSION, 1),
                        Condition.equal(AccountConsent.STATE, state),
                        Condition.equal("records", account.connections()),
                        item.has(AccountConsent.DUE)
                                ? Condition.has(AccountConsent.DUE)
                                : Condition.lacks(AccountConsent.DUE)));
        return AccountConsent.readable(item, now) && !item.has(Index.DUE.sort())
                ? change.due(Optional.of(first(account, due, now)))
                : change;
    }

    private static Due.Place first(Account account, Due due, Instant now) {
        var usual = new Cadence(Owner.USUAL_CADENCE, OptionalInt.empty());
        var login = account.connection();
        return due.place(login, usual.next(login, now, Cadence.Found.NEW));
    }
}
