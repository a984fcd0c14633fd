package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Connections;
import org.openbalance.account.ProductState;
import org.openbalance.api.Product;
import org.openbalance.bank.Banks;
import org.openbalance.bank.DaySpan;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.webhook.Event;
import org.openbalance.webhook.EventPublisher;
import org.openbalance.webhook.EventSubject;

/// Tells the owner of lines that were read.
///
/// That the first lines are there, and that all are, is written in one transaction with the account's mark of it. What
/// each day brings is told after it was taken in, and before the mark says up to which revision that was done: who dies
/// in between leaves it to the next read, which finds the same revisions and raises the same events once more, under
/// the same ids.
@Singleton
final class TransactionEvents {

    /// So that an event fits into its item.
    private static final int MOST_REMOVED = 1_000;

    private final Transactions transactions;
    private final Connections connections;
    private final Banks banks;
    private final EventPublisher publisher;
    private final Table table;
    private final InstantSource clock;

    TransactionEvents(
            Transactions transactions,
            Connections connections,
            Banks banks,
            EventPublisher publisher,
            Table table,
            InstantSource clock) {
        this.transactions = transactions;
        this.connections = connections;
        this.banks = banks;
        this.publisher = publisher;
        this.table = table;
        this.clock = clock;
    }

    /// @param account as it was before the visit
    /// @param after how far the reads have come
    /// @return that, with what was told
    ReadDays tell(Account account, ReadDays.Piece piece, ReadDays before, ReadDays after, Taken taken) {
        news(account, piece, before, taken).forEach(news -> tell(account, news));
        if (!before.isTold() && !after.hasBegun(piece.earliest())) {
            return after;
        }
        var told = after.told(taken.revision());
        var marks = new ArrayList<Event>();
        if (!before.isTold()) {
            marks.add(Event.transactionsInitial(
                    subject(account), count(account, after.firstDays(piece)), clock.instant()));
        }
        if (told.isWhole(piece.earliest()) && !before.isWhole(piece.earliest())) {
            var all = transactions.totals(account).lines();
            marks.add(Event.transactionsFull(subject(account), all, clock.instant()));
        }
        if (!marks.isEmpty()) {
            mark(account, before, told, marks);
        }
        return told;
    }

    /// What the past brings is told once it is whole; what is gone from it, at once.
    private List<News> news(Account account, ReadDays.Piece piece, ReadDays before, Taken taken) {
        var news = new ArrayList<News>();
        if (before.isTold() && before.told() < taken.before()) {
            transactions.news(account.tenant(), account.id(), before.told()).stream()
                    .filter(untold -> untold.revision() <= taken.before())
                    .forEach(news::add);
        }
        if (taken.revision() > taken.before()) {
            var latest = News.of(taken);
            news.add(before.isTold() && piece.kind() != ReadDays.Kind.EARLIER ? latest : latest.onlyRemoved());
        }
        return news;
    }

    private void tell(Account account, News news) {
        if (news.added() + news.changed() > 0) {
            raise(
                    account,
                    news,
                    0,
                    Event.transactionsPeriodic(subject(account), news.added(), news.changed(), news.at()));
        }
        for (var from = 0; from < news.removed().size(); from += MOST_REMOVED) {
            var some = news.removed().subList(from, Math.min(news.removed().size(), from + MOST_REMOVED));
            raise(account, news, from, Event.transactionsDeleted(subject(account), some, news.at()));
        }
    }

    private void raise(Account account, News news, int part, Event event) {
        var cause =
                String.join("/", "transactions", account.id(), Long.toString(news.revision()), Integer.toString(part));
        publisher.raiseOnce(cause, news.at(), List.of(event));
    }

    private void mark(Account account, ReadDays before, ReadDays told, List<Event> events) {
        var pending = publisher.raise(events);
        if (pending.writes().isEmpty()) {
            return;
        }
        var progress = ProductState.progress(Product.TRANSACTIONS);
        var standing = account.schedule().product(Product.TRANSACTIONS).progress();
        var writes = new ArrayList<Write>(pending.writes());
        writes.add(Write.change(Account.readStateKey(account.tenant(), account.id()))
                .set(progress, told.note())
                .when(Condition.all(
                        Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                        Condition.equal(Account.RECORD, account.connection()),
                        standing.map(note -> Condition.equal(progress, note))
                                .orElseGet(() -> Condition.lacks(progress)))));
        // Refused where another read was quicker to tell.
        if (table.commit(writes).done()) {
            publisher.dispatch(pending);
        }
    }

    private EventSubject subject(Account account) {
        return connections
                .find(account.tenant(), account.connection())
                .map(connection -> connections.subject(
                        connection, banks.find(account.tenant().environment(), connection.bank())))
                .orElseGet(() -> EventSubject.of(account.tenant()).connection(account.connection()))
                .account(account.id());
    }

    private int count(Account account, DaySpan days) {
        return (int) transactions
                .page(account.tenant(), account.id(), Optional.of(days), new PageRequest(1, 1, Optional.empty()))
                .total();
    }
}
