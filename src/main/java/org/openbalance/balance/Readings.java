package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.openbalance.bank.Reading;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.link.Account;
import org.openbalance.link.Period;
import org.openbalance.store.Condition;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Write;

/// Writes down what was read at a bank.
///
/// A balance that did not change costs one conditional update: the open period is longer now. One that changed costs a
/// transaction of two items: the period that ended, and the account with the new one. Both hold on to the consent, so
/// that nothing is written under one that ended while the bank was asked.
@Singleton
final class Readings {

    private final Table table;

    Readings(Table table) {
        this.table = table;
    }

    /// @param account as it was when the bank was asked
    /// @return the account as it stands after this reading, or after a later one that another call wrote meanwhile
    /// @throws org.openbalance.http.Refused 403 if the consent ended meanwhile
    Account record(Account account, Reading reading, Instant readAt) {
        var extended = extend(account, reading, readAt);
        if (extended instanceof Outcome.Done done) {
            return Account.of(done.item().orElseThrow());
        }
        var standing = ((Outcome.Refused) extended).item();
        for (var attempt = 0; attempt < BalanceLimits.WRITE_TRIES; attempt++) {
            var item = standing.orElseThrow(() -> Problem.unknown("account").refused());
            Coverage.require(item, readAt);
            var current = Account.of(item);
            if (!current.asOf().isBefore(readAt)) {
                return current;
            }
            if (current.reading().equals(reading)) {
                if (extend(current, reading, readAt) instanceof Outcome.Done done) {
                    return Account.of(done.item().orElseThrow());
                }
            } else if (change(current, reading, readAt)) {
                return current.changed(reading, readAt);
            }
            standing = table.getLatest(Account.key(account.tenant(), account.id()));
        }
        throw Problem.conflict("This balance is being read by others right now; try again")
                .refused();
    }

    private Outcome extend(Account account, Reading reading, Instant readAt) {
        return table.write(Write.change(Account.key(account.tenant(), account.id()))
                .set(Account.AS_OF, readAt)
                .when(Condition.all(
                        Condition.equal(Coverage.CONSENT, account.consent()),
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.greater(Coverage.ENDS, readAt),
                        Condition.equal(Account.AVAILABLE, reading.available().minor()),
                        Condition.equal(Account.LEDGER, reading.ledger().minor()),
                        Condition.equal("currency", reading.currency().name()),
                        Condition.less(Account.AS_OF, readAt))));
    }

    private boolean change(Account current, Reading reading, Instant readAt) {
        var account = Write.change(Account.key(current.tenant(), current.id()))
                .set(Account.AVAILABLE, reading.available().minor())
                .set(Account.LEDGER, reading.ledger().minor())
                .set("currency", reading.currency().name())
                .set(Account.SINCE, readAt)
                .set(Account.AS_OF, readAt)
                .when(Condition.all(
                        Condition.equal(Coverage.CONSENT, current.consent()),
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.equal(Account.AS_OF, current.asOf())));
        var ended = Period.open(current).close(current.tenant(), current.id());
        return table.commit(List.of(account, ended)).done();
    }
}
