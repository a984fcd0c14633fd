package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.AlertState;
import org.openbalance.account.BalancePeriod;
import org.openbalance.account.PeriodReads;
import org.openbalance.account.ReadState;
import org.openbalance.api.Problem;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Outcome;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.webhook.EventSubject;

/// Writes down what was read at a bank, and when the account is due next.
///
/// A balance that did not change costs one conditional update: the open period is longer now. One that changed costs a
/// transaction of two items, the period that ended and the account with the new one, and of what its owner is told.
/// Both hold on to the consent, so that nothing is written under one that ended while the bank was asked; a read that
/// was claimed holds on to its claim, so that it is written once however often it is made.
@Singleton
final class ReadingWriter {

    private final Table table;
    private final Cadences cadences;
    private final ReadingEvents readingEvents;

    ReadingWriter(Table table, Cadences cadences, ReadingEvents readingEvents) {
        this.table = table;
        this.cadences = cadences;
        this.readingEvents = readingEvents;
    }

    /// A reading on its way into the table.
    private record Finding(EventSubject subject, BalanceAmounts amounts, Instant at, ReadRequest readRequest) {}

    /// @param subject the login that it was read by
    /// @param account as it was when the bank was asked; may be out of date, as every write holds on to what it saw
    /// @return the account as it stands after this reading, or after a later one that another call wrote meanwhile;
    /// empty if the errand was taken over by others
    /// @throws org.openbalance.api.ApiException 403 if the consent ended meanwhile
    Optional<Account> record(
            EventSubject subject, Account account, BalanceAmounts amounts, Instant readAt, ReadRequest readRequest) {
        var finding = new Finding(subject, amounts, account.nextRead(readAt), readRequest);
        var current = account;
        for (var attempt = 0; attempt < ReadingLimits.WRITE_TRIES; attempt++) {
            var next = after(current, finding);
            switch (write(current, next, finding)) {
                case Outcome.Done done -> {
                    next.following().after().run();
                    return done.item().map(Account::of).or(() -> Optional.of(next.account()));
                }
                case Outcome.Refused refused -> current = standing(account, refused, finding.at());
            }
            if (readRequest instanceof ReadRequest.Claimed claim
                    && !current.schedule().next().equals(Optional.of(claim.lease()))) {
                return Optional.empty();
            }
            if (!current.asOf().isBefore(finding.at())) {
                return Optional.of(current);
            }
        }
        throw Problem.conflict("This balance is being read by others right now; try again")
                .exception();
    }

    /// The account as a refused write found it.
    private Account standing(Account account, Outcome.Refused refused, Instant at) {
        var item = refused.item()
                .or(() -> table.getLatest(Account.key(account.tenant(), account.id())))
                .orElseThrow(() -> Problem.unknown("account").exception());
        AccountConsent.require(item, at);
        return Account.of(item);
    }

    /// The account after a reading, with what follows of it.
    private record Next(Account account, ReadingEvents.Following following) {}

    private Next after(Account current, Finding finding) {
        var following = readingEvents.of(finding.subject(), current, finding.amounts(), finding.at());
        var account = current.read(
                finding.amounts(),
                finding.at(),
                finding.readRequest().source(),
                due(current, finding),
                following.alertState());
        return new Next(account, following);
    }

    private Outcome write(Account current, Next next, Finding finding) {
        var writes = new ArrayList<Write>();
        writes.add(account(current, next.account(), finding));
        if (changes(current, next.account())) {
            writes.add(BalancePeriod.open(current).close(current.tenant(), current.id()));
        }
        writes.addAll(next.following().writes());
        return writes.size() == 1 ? table.write(writes.getFirst()) : table.commit(writes);
    }

    private static boolean changes(Account current, Account next) {
        return next.sequence() != current.sequence();
    }

    private Write account(Account current, Account next, Finding finding) {
        var write = ReadState.mended(Write.change(Account.key(current.tenant(), current.id())))
                .set(Account.AS_OF, next.asOf())
                .set(Account.RECORD, next.connection())
                .due(next.schedule().due());
        if (changes(current, next)) {
            write.set(Account.AVAILABLE, next.amounts().available().minor())
                    .set(Account.LEDGER, next.amounts().ledger().minor())
                    .set("currency", next.currency().getCurrencyCode())
                    .set(Account.SINCE, next.since())
                    .set(Account.SEQUENCE, next.sequence())
                    .set(PeriodReads.SOURCE, next.reads().sourceText());
        }
        if (!next.reads().gaps().equals(current.reads().gaps())) {
            write.set(PeriodReads.GAPS, next.reads().gapsText());
        }
        if (!next.alertState().equals(current.alertState())) {
            next.alertState().writeTo(write);
        }
        return write.when(Condition.all(conditions(current, next, finding).toArray(Condition[]::new)));
    }

    private static List<Condition> conditions(Account current, Account next, Finding finding) {
        var conditions = new ArrayList<>(List.of(
                Condition.equal(AccountConsent.CONSENT, current.consent()),
                Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                Condition.greater(AccountConsent.ENDS, finding.at())));
        if (changes(current, next)) {
            conditions.add(Condition.equal(Account.AS_OF, current.asOf()));
        } else {
            conditions.add(Condition.equal(
                    Account.AVAILABLE, current.amounts().available().minor()));
            conditions.add(
                    Condition.equal(Account.LEDGER, current.amounts().ledger().minor()));
            conditions.add(Condition.equal("currency", current.currency().getCurrencyCode()));
            // A gap is known by both its ends: no other read may lie between.
            conditions.add(
                    next.reads().equals(current.reads())
                            ? Condition.less(Account.AS_OF, finding.at())
                            : Condition.equal(Account.AS_OF, current.asOf()));
        }
        if (changes(current, next) || !next.alertState().equals(current.alertState())) {
            conditions.add(AlertState.unchanged(current.alertState()));
        }
        if (finding.readRequest() instanceof ReadRequest.Claimed claim) {
            conditions.add(Condition.equal(Index.DUE.sort(), claim.lease()));
        }
        return conditions;
    }

    private Optional<Due.Place> due(Account current, Finding finding) {
        var changed = !finding.amounts().equals(current.amounts());
        var stood = changed ? Duration.ZERO : Duration.between(current.since(), finding.at());
        var found = new Cadence.Found(changed, stood);
        return cadences.of(current.tenant(), current.bank()).map(cadence -> {
            var from =
                    switch (finding.readRequest()) {
                        case ReadRequest.Asked _ -> finding.at();
                        case ReadRequest.Claimed claim -> cadence.from(claim.due(), finding.at(), found);
                    };
            return cadences.place(current.connection(), cadence.next(current.connection(), from, found));
        });
    }
}
