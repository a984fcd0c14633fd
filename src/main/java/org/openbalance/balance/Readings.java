package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.openbalance.bank.Reading;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.link.Account;
import org.openbalance.link.Period;
import org.openbalance.link.Reads;
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

    /// @param account as it was when the bank was asked; may be out of date, as every write holds on to what it saw
    /// @param source what it was read for
    /// @return the account as it stands after this reading, or after a later one that another call wrote meanwhile
    /// @throws org.openbalance.http.Refused 403 if the consent ended meanwhile
    Account record(Account account, Reading reading, Instant readAt, Reads.Source source) {
        var at = account.nextRead(readAt);
        var current = account;
        for (var attempt = 0; attempt < BalanceLimits.WRITE_TRIES; attempt++) {
            var outcome =
                    current.reading().equals(reading) ? extend(current, at) : change(current, reading, at, source);
            switch (outcome) {
                case Outcome.Done(var item) -> {
                    return item.map(Account::of).orElse(current.changed(reading, at, source));
                }
                case Outcome.Refused refused -> current = standing(account, refused, at);
            }
            if (!current.asOf().isBefore(at)) {
                return current;
            }
        }
        throw Problem.conflict("This balance is being read by others right now; try again")
                .refused();
    }

    /// The account as a refused write found it.
    private Account standing(Account account, Outcome.Refused refused, Instant at) {
        var item = refused.item()
                .or(() -> table.getLatest(Account.key(account.tenant(), account.id())))
                .orElseThrow(() -> Problem.unknown("account").refused());
        Coverage.require(item, at);
        return Account.of(item);
    }

    private Outcome extend(Account current, Instant at) {
        var reads = current.reads().then(current.asOf(), at);
        var gap = !reads.equals(current.reads());
        var change = Write.change(Account.key(current.tenant(), current.id()))
                .set(Account.AS_OF, at)
                .when(Condition.all(
                        Condition.equal(Coverage.CONSENT, current.consent()),
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.greater(Coverage.ENDS, at),
                        Condition.equal(
                                Account.AVAILABLE, current.reading().available().minor()),
                        Condition.equal(
                                Account.LEDGER, current.reading().ledger().minor()),
                        Condition.equal("currency", current.currency().name()),
                        // A gap is told from both its ends: no other read may have come between.
                        gap ? Condition.equal(Account.AS_OF, current.asOf()) : Condition.less(Account.AS_OF, at)));
        return table.write(gap ? change.set(Reads.GAPS, reads.gapsText()) : change);
    }

    private Outcome change(Account current, Reading reading, Instant at, Reads.Source source) {
        var account = Write.change(Account.key(current.tenant(), current.id()))
                .set(Account.AVAILABLE, reading.available().minor())
                .set(Account.LEDGER, reading.ledger().minor())
                .set("currency", reading.currency().name())
                .set(Account.SINCE, at)
                .set(Account.AS_OF, at)
                .set(Reads.SOURCE, source.wire())
                .remove(Reads.GAPS)
                .when(Condition.all(
                        Condition.equal(Coverage.CONSENT, current.consent()),
                        Condition.equal(Coverage.STATE, Coverage.GRANTED),
                        Condition.greater(Coverage.ENDS, at),
                        Condition.equal(Account.AS_OF, current.asOf())));
        var ended = Period.open(current).close(current.tenant(), current.id());
        return table.commit(List.of(account, ended));
    }
}
