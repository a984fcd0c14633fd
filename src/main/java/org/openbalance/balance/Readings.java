package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.bank.Reading;
import org.openbalance.consent.Coverage;
import org.openbalance.http.Problem;
import org.openbalance.link.Account;
import org.openbalance.link.Cadence;
import org.openbalance.link.Cadences;
import org.openbalance.link.Period;
import org.openbalance.link.Reads;
import org.openbalance.link.Schedule;
import org.openbalance.link.Watch;
import org.openbalance.notice.About;
import org.openbalance.store.Condition;
import org.openbalance.store.Due;
import org.openbalance.store.Index;
import org.openbalance.store.Outcome;
import org.openbalance.store.Table;
import org.openbalance.store.Write;

/// Writes down what was read at a bank, and when the account is due next.
///
/// A balance that did not change costs one conditional update: the open period is longer now. One that changed costs a
/// transaction of two items, the period that ended and the account with the new one, and of what its owner is told.
/// Both hold on to the consent, so that nothing is written under one that ended while the bank was asked; a read that
/// was claimed holds on to its claim, so that it is written once however often it is made.
@Singleton
final class Readings {

    private final Table table;
    private final Cadences cadences;
    private final Consequences consequences;

    Readings(Table table, Cadences cadences, Consequences consequences) {
        this.table = table;
        this.cadences = cadences;
        this.consequences = consequences;
    }

    /// A reading on its way into the table.
    private record Finding(About about, Reading reading, Instant at, Errand errand) {}

    /// @param about the login that it was read by
    /// @param account as it was when the bank was asked; may be out of date, as every write holds on to what it saw
    /// @return the account as it stands after this reading, or after a later one that another call wrote meanwhile;
    /// empty if the errand was taken over by others
    /// @throws org.openbalance.http.Refused 403 if the consent ended meanwhile
    Optional<Account> record(About about, Account account, Reading reading, Instant readAt, Errand errand) {
        var finding = new Finding(about, reading, account.nextRead(readAt), errand);
        var current = account;
        for (var attempt = 0; attempt < BalanceLimits.WRITE_TRIES; attempt++) {
            var next = after(current, finding);
            switch (write(current, next, finding)) {
                case Outcome.Done done -> {
                    next.following().after().run();
                    return done.item().map(Account::of).or(() -> Optional.of(next.account()));
                }
                case Outcome.Refused refused -> current = standing(account, refused, finding.at());
            }
            if (errand instanceof Errand.Claimed claim
                    && !current.schedule().next().equals(Optional.of(claim.lease()))) {
                return Optional.empty();
            }
            if (!current.asOf().isBefore(finding.at())) {
                return Optional.of(current);
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

    /// The account after a reading, with what follows of it.
    private record Next(Account account, Consequences.Following following) {}

    private Next after(Account current, Finding finding) {
        var following = consequences.of(finding.about(), current, finding.reading(), finding.at());
        var account = current.read(
                finding.reading(), finding.at(), finding.errand().source(), due(current, finding), following.watch());
        return new Next(account, following);
    }

    private Outcome write(Account current, Next next, Finding finding) {
        var writes = new ArrayList<Write>();
        writes.add(account(current, next.account(), finding));
        if (changes(current, next.account())) {
            writes.add(Period.open(current).close(current.tenant(), current.id()));
        }
        writes.addAll(next.following().writes());
        return writes.size() == 1 ? table.write(writes.getFirst()) : table.commit(writes);
    }

    private static boolean changes(Account current, Account next) {
        return next.sequence() != current.sequence();
    }

    private Write account(Account current, Account next, Finding finding) {
        var write = Schedule.mended(Write.change(Account.key(current.tenant(), current.id())))
                .set(Account.AS_OF, next.asOf())
                .set(Account.RECORD, next.record())
                .due(next.schedule().due());
        if (changes(current, next)) {
            write.set(Account.AVAILABLE, next.reading().available().minor())
                    .set(Account.LEDGER, next.reading().ledger().minor())
                    .set("currency", next.currency().name())
                    .set(Account.SINCE, next.since())
                    .set(Account.SEQUENCE, next.sequence())
                    .set(Reads.SOURCE, next.reads().sourceText());
        }
        if (!next.reads().gaps().equals(current.reads().gaps())) {
            write.set(Reads.GAPS, next.reads().gapsText());
        }
        if (!next.watch().equals(current.watch())) {
            next.watch().writeTo(write);
        }
        return write.when(Condition.all(conditions(current, next, finding).toArray(Condition[]::new)));
    }

    private static List<Condition> conditions(Account current, Account next, Finding finding) {
        var conditions = new ArrayList<>(List.of(
                Condition.equal(Coverage.CONSENT, current.consent()),
                Condition.equal(Coverage.STATE, Coverage.GRANTED),
                Condition.greater(Coverage.ENDS, finding.at())));
        if (changes(current, next)) {
            conditions.add(Condition.equal(Account.AS_OF, current.asOf()));
        } else {
            conditions.add(Condition.equal(
                    Account.AVAILABLE, current.reading().available().minor()));
            conditions.add(
                    Condition.equal(Account.LEDGER, current.reading().ledger().minor()));
            conditions.add(Condition.equal("currency", current.currency().name()));
            // A gap is told from both its ends: no other read may have come between.
            conditions.add(
                    next.reads().equals(current.reads())
                            ? Condition.less(Account.AS_OF, finding.at())
                            : Condition.equal(Account.AS_OF, current.asOf()));
        }
        if (changes(current, next) || !next.watch().equals(current.watch())) {
            conditions.add(Watch.unchanged(current.watch()));
        }
        if (finding.errand() instanceof Errand.Claimed claim) {
            conditions.add(Condition.equal(Index.DUE.sort(), claim.lease()));
        }
        return conditions;
    }

    private Optional<Due.Place> due(Account current, Finding finding) {
        var changed = !finding.reading().equals(current.reading());
        var stood = changed ? Duration.ZERO : Duration.between(current.since(), finding.at());
        var found = new Cadence.Found(changed, stood);
        return cadences.of(current.tenant(), current.bank()).map(cadence -> {
            var from =
                    switch (finding.errand()) {
                        case Errand.Asked _ -> finding.at();
                        case Errand.Claimed claim -> cadence.from(claim.due(), finding.at(), found);
                    };
            return cadences.place(current.record(), cadence.next(current.record(), from, found));
        });
    }
}
