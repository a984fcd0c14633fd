package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.Connections;
import org.openbalance.account.ProductState;
import org.openbalance.account.ReadState;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Banks;
import org.openbalance.bank.HearsReadiness;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.MalformedItem;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.log.Unexpected;

/// Finds the account again that a bank's job is for, once the bank says that the job has ended, and makes its
/// connection due. A pointer stands for each job while it may go on; it names ids alone.
@Singleton
final class FinishedJobs {

    private static final Logger LOG = Logger.getLogger(FinishedJobs.class);

    private static final String TYPE = "job";
    private static final int VERSION = 1;
    private static final String ACCOUNT = "account";
    private static final String HEARD = "heard_at";
    /// Accounts that one job is for; no login has more.
    private static final int MOST_ACCOUNTS = 100;
    /// Jobs that one post may name.
    private static final int MOST_JOBS = 100;

    private final Table table;
    private final Banks banks;
    private final Connections connections;
    private final InstantSource clock;

    FinishedJobs(Table table, Banks banks, Connections connections, InstantSource clock) {
        this.table = table;
        this.banks = banks;
        this.connections = connections;
        this.clock = clock;
    }

    /// Notes a job, of a bank whose network says when it has ended. A read goes on without it.
    void begun(Account account, Bank bank, String job) {
        try {
            banks.capability(bank, HearsReadiness.class)
                    .ifPresent(hears -> table.write(Write.put(Item.draft(
                                    key(account.tenant(), hears.network(), job, account.id()), TYPE, VERSION)
                            .with(ACCOUNT, account.id())
                            .until(clock.instant().plus(ReadingLimits.JOB_TIME).plus(ReadingLimits.LEASE))
                            .done())));
        } catch (RuntimeException unnoted) {
            LOG.warn("A job of a bank is not noted, and is asked after when its time is over: "
                    + Unexpected.describe(unnoted));
        }
    }

    /// Makes due what a post says is ready. What nobody signed, or is known, or goes on, changes nothing; nor
    /// does a post that came before.
    ///
    /// @param network as [HearsReadiness#network] names it
    void posted(Tenant tenant, String network, Map<String, String> headers, byte[] body) {
        banks.finished(tenant, network, headers, body).stream()
                .limit(MOST_JOBS)
                .forEach(job -> known(tenant, network, job));
    }

    /// What does not open of one job is no reason to leave the others.
    private void known(Tenant tenant, String network, String job) {
        try {
            ended(tenant, network, job);
        } catch (MalformedItem malformed) {
            LOG.error("An account of a bank's job does not open: " + Unexpected.describe(malformed));
        }
    }

    private void ended(Tenant tenant, String network, String job) {
        var pointers = Query.of(partition(tenant, network, job)).atMost(MOST_ACCOUNTS);
        for (var pointer : table.query(pointers)) {
            if (!pointer.has(HEARD) && isDue(tenant, pointer.text(ACCOUNT), job)) {
                table.write(Write.change(pointer.key())
                        .set(HEARD, clock.instant())
                        .when(Condition.all(Condition.exists(), Condition.lacks(HEARD))));
            }
        }
    }

    /// @return whether its connection is due now, by this
    private boolean isDue(Tenant tenant, String id, String job) {
        return Account.latest(table, tenant, id)
                .map(item -> item.as(Account::of))
                .filter(account -> carries(account, job))
                .map(account -> isDue(account, job))
                .orElse(false);
    }

    private static boolean carries(Account account, String job) {
        return isOf(account.schedule().job(), job) || product(account, job).isPresent();
    }

    private static boolean isOf(Optional<ReadState.Job> known, String job) {
        return known.filter(begun -> begun.note().equals(job)).isPresent();
    }

    /// The product that a job fetches; empty if it is the balance.
    private static Optional<Product> product(Account account, String job) {
        return Arrays.stream(Product.values())
                .filter(product -> isOf(account.schedule().product(product).job(), job))
                .findFirst();
    }

    /// By what stands there now: whoever reads it at this moment goes on, and so does one that has read it
    /// meanwhile.
    private boolean isDue(Account account, String job) {
        var now = clock.instant();
        var first = connections.find(account.tenant(), account.connection()).stream()
                .flatMap(connection -> connections.readStates(connection).stream())
                .filter(state -> state.has(Index.DUE.sort()))
                .findFirst();
        return first.filter(state -> state.instant(Index.DUE.sort()).isAfter(now))
                .map(state -> moved(account, job, state, now))
                .orElse(false);
    }

    private boolean moved(Account account, String job, Item first, Instant now) {
        var carrying = Account.readStateKey(account.tenant(), account.id());
        var product = product(account, job);
        var due = due(account, first, now);
        if (first.key().equals(carrying)) {
            product.ifPresent(of -> ProductState.ready(due.change(), of, now));
            return table.write(due.change().when(Condition.all(due.condition(), isCarried(product, job))))
                    .done();
        }
        var copy = Write.change(carrying).set(ReadState.NEXT, now);
        product.ifPresent(of -> ProductState.ready(copy, of, now));
        return table.commit(List.of(
                        due.change().when(due.condition()),
                        copy.when(Condition.all(
                                Condition.equal(Account.RECORD, account.connection()), isCarried(product, job)))))
                .done();
    }

    private record DueNow(Write.Change change, Condition condition) {}

    private static DueNow due(Account account, Item first, Instant now) {
        return new DueNow(
                Write.change(first.key()).set(Index.DUE.sort(), now),
                Condition.all(
                        Condition.equal(Account.RECORD, account.connection()),
                        Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED),
                        ReadClaims.unclaimed(first.instant(Index.DUE.sort()), now)));
    }

    private static Condition isCarried(Optional<Product> product, String job) {
        return Condition.equal(product.map(ProductState::job).orElse(ReadState.JOB), job);
    }

    private static ItemKey key(Tenant tenant, String network, String job, String account) {
        return new ItemKey(partition(tenant, network, job), "ACCOUNT#" + account);
    }

    private static String partition(Tenant tenant, String network, String job) {
        return tenant.prefix() + "#JOB#" + network + '#' + Hashes.sha256(job);
    }
}
