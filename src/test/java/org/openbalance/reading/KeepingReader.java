package org.openbalance.reading;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openbalance.account.Account;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankIdentity;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsIdentity;
import org.openbalance.bank.ReadsTransactions;

/// Products that are read and only remembered.
///
/// @param <C> the part of the connector
/// @param <T> what is read
abstract class KeepingReader<C, T> implements ProductReader<C, T> {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AtomicBoolean fails = new AtomicBoolean();

    /// The ids of the accounts whose reads were written down, in order.
    List<String> written() {
        return List.copyOf(written);
    }

    void failsOnce() {
        fails.set(true);
    }

    @Override
    public Progress write(Account account, AccountRead.Value<T> read, Instant at) {
        written.add(account.id());
        if (fails.getAndSet(false)) {
            throw new IllegalStateException("It cannot be written down");
        }
        return Progress.WHOLE;
    }

    @Alternative
    @Singleton
    static class Transactions extends KeepingReader<ReadsTransactions, BankTransactions> {

        /// Of the example's lines.
        private static final DaySpan DAYS = new DaySpan(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 10));

        @Override
        public Product product() {
            return Product.TRANSACTIONS;
        }

        @Override
        public Class<ReadsTransactions> capability() {
            return ReadsTransactions.class;
        }

        @Override
        public Duration every() {
            return Duration.ofHours(12);
        }

        @Override
        public Map<String, AccountRead<BankTransactions>> ask(
                ReadsTransactions connector,
                Access access,
                HeldGrant grant,
                List<Account> accounts,
                Collection<AccountRequest> requests) {
            return connector.transactions(access, grant, requests, DAYS);
        }
    }

    @Alternative
    @Singleton
    static class Identity extends KeepingReader<ReadsIdentity, BankIdentity> {

        @Override
        public Product product() {
            return Product.IDENTITY;
        }

        @Override
        public Class<ReadsIdentity> capability() {
            return ReadsIdentity.class;
        }

        @Override
        public Duration every() {
            return Duration.ofDays(30);
        }

        @Override
        public Map<String, AccountRead<BankIdentity>> ask(
                ReadsIdentity connector,
                Access access,
                HeldGrant grant,
                List<Account> accounts,
                Collection<AccountRequest> requests) {
            return connector.identity(access, grant, requests);
        }
    }
}
