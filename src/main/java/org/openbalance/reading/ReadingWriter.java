package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.AlertState;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.account.StoredAmounts;
import org.openbalance.api.Problem;
import org.openbalance.bank.AccountRead;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.EventSubject;

/// Writes down what was read: as few writes as it takes, and never over a later reading or an ended consent.
///
/// A reading that finds nothing new writes one small item, the account's read state. One that finds another balance
/// writes that, the period that is over and the events in one transaction.
@Singleton
final class ReadingWriter {

    private final Table table;
    private final ReadingEvents readingEvents;

    ReadingWriter(Table table, ReadingEvents readingEvents) {
        this.table = table;
        this.readingEvents = readingEvents;
    }

    /// A balance that was read at a bank.
    ///
    /// @param subject the connection that it was read by
    record Reading(
            EventSubject subject, AccountRead.Value<BalanceAmounts> read, Instant at, PeriodReads.Source source) {

        private BalanceAmounts amounts() {
            return read.value();
        }
    }

    /// @param account as it was when the bank was asked; may be out of date, as every write holds on to what it saw
    /// @param move of the schedule; empty leaves it as it is
    /// @return the account as it stands after this reading, or after a later one that another call wrote meanwhile;
    /// empty if the read was taken over by others
    /// @throws org.openbalance.api.ApiException 403 if the consent ended meanwhile
    Optional<Account> record(Account account, Reading read, Optional<Move> move) {
        var reading = new Reading(read.subject(), read.read(), account.nextRead(read.at()), read.source());
        var current = account;
        if (!reading.at().isBefore(account.agreement().ends())) {
            current = standing(account, reading.at());
        }
        for (var attempt = 0; attempt < ReadingLimits.WRITE_TRIES; attempt++) {
            var next = after(current, reading, move);
            if (write(current, next, reading.at(), move).done()) {
                next.following().after().run();
                return Optional.of(next.account());
            }
            current = standing(account, reading.at());
            var standing = current;
            if (move.filter(wanted -> wanted.isLost(standing)).isPresent()) {
                // Whoever waits gets what others wrote meanwhile.
                return move.get().isClaimed() ? Optional.empty() : Optional.of(current);
            }
            if (!current.asOf().isBefore(reading.at())) {
                move.ifPresent(wanted -> reschedule(account, wanted));
                return Optional.of(current);
            }
        }
        move.ifPresent(wanted -> reschedule(account, wanted));
        throw Problem.conflict("This balance is being read by others right now; try again")
                .exception();
    }

    /// A later reading stands already: what is left is to give the claim back, with the next due time.
    private void reschedule(Account account, Move move) {
        table.write(move.on(Write.change(Account.readStateKey(account.tenant(), account.id())))
                .when(move.and(Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED))));
    }

    /// The account as it stands after a write was refused.
    private Account standing(Account account, Instant at) {
        var item = Account.latest(table, account.tenant(), account.id())
                .orElseThrow(() -> Problem.unknown("account").exception());
        AccountConsent.require(item, at);
        return Account.of(item);
    }

    /// The account after a reading, with what follows of it.
    private record Next(Account account, ReadingEvents.Following following) {}

    private Next after(Account current, Reading reading, Optional<Move> move) {
        // What stood when the bank was asked may have been followed by something newer.
        var read = current.newest(reading.read(), reading.at());
        var following = readingEvents.of(reading.subject(), current, read.value(), reading.at());
        var account = current.read(
                read.value(),
                read.asOf(),
                reading.at(),
                reading.source(),
                move.map(Move::schedule).orElse(current.schedule().schedule()),
                following.alertState());
        return new Next(account, following);
    }

    private Outcome write(Account current, Next next, Instant at, Optional<Move> move) {
        var writes = new ArrayList<Write>();
        writes.add(readState(current, next.account(), at, move));
        if (changes(current, next.account())) {
            writes.add(BalancePeriod.open(current).close(current.tenant(), current.id()));
        }
        writes.addAll(next.following().writes());
        return writes.size() == 1 ? table.write(writes.getFirst()) : table.commit(writes);
    }

    private static boolean changes(Account current, Account next) {
        return next.sequence() != current.sequence();
    }

    private static boolean compares(Account current, Account next) {
        return !next.alertState().equals(current.alertState());
    }

    private static Write readState(Account current, Account next, Instant at, Optional<Move> move) {
        var write = ReadState.mended(Write.change(Account.readStateKey(current.tenant(), current.id())))
                .set(Account.AS_OF, next.asOf())
                .set(Account.STATED_AT, next.period().statedAt());
        if (changes(current, next)) {
            StoredAmounts.set(write, next.amounts())
                    .set(Account.SINCE, next.since())
                    .set(Account.SEQUENCE, next.sequence())
                    .set(PeriodReads.SOURCE, next.reads().sourceText());
        }
        if (compares(current, next)) {
            next.alertState().writeTo(write);
        }
        if (!next.reads().gaps().equals(current.reads().gaps())) {
            write.set(PeriodReads.GAPS, next.reads().gapsText());
        }
        move.ifPresent(wanted -> wanted.on(write));
        var conditions = new ArrayList<>(List.of(
                Condition.equal(AccountConsent.CONSENT, current.consent()),
                Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                Condition.equal(Account.SEQUENCE, current.sequence()),
                // A period and a gap are known by both their ends: no other read may lie between.
                !changes(current, next) && next.reads().equals(current.reads())
                        ? Condition.less(Account.AS_OF, at)
                        : Condition.equal(Account.AS_OF, current.asOf())));
        if (changes(current, next) || compares(current, next)) {
            conditions.add(AlertState.unchanged(current.alertState()));
        }
        move.ifPresent(wanted -> conditions.addAll(wanted.conditions()));
        return write.when(Condition.all(conditions.toArray(Condition[]::new)));
    }
}
