package org.openbalance.bank.http;

import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.CurrencyReference;
import org.openbalance.bank.StatedBalances.Chosen;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.log.Unexpected;

/// Reads account by account, for banks that are asked so.
public final class AccountReads {

    private static final Logger LOG = Logger.getLogger(AccountReads.class);

    private AccountReads() {}

    /// What one account's call throws is that account's failure, a fault of the connector's too, which is
    /// logged. Once the bank is down, slow or gives no more, the accounts after it are not asked for. An
    /// expired login ends the whole.
    ///
    /// @throws BankFailure if the login has expired, or if the bank stood in the way of all
    public static <T> Map<String, AccountRead<T>> each(
            Collection<AccountRequest> accounts, Function<AccountRequest, AccountRead<T>> read) {
        var reads = new LinkedHashMap<String, AccountRead<T>>();
        var bankWide = Optional.<BankFailure>empty();
        for (var account : accounts) {
            var outcome = bankWide.<AccountRead<T>>map(AccountRead.Failed::new).orElseGet(() -> one(account, read));
            bankWide = bankWide.or(() -> bankWide(outcome));
            reads.put(account.reference(), outcome);
        }
        if (bankWide.isPresent() && reads.values().stream().allMatch(AccountRead.Failed.class::isInstance)) {
            throw bankWide.get();
        }
        return reads;
    }

    /// Balances as by [#each], at a bank that answers for all currencies of an id at once: each id is asked for once.
    ///
    /// @param accounts by [CurrencyReference]
    /// @param read is given the id alone
    public static Map<String, AccountRead<BalanceAmounts>> byCurrency(
            Collection<AccountRequest> accounts, Function<AccountRequest, AccountRead<Map<Currency, Chosen>>> read) {
        var ids = new LinkedHashMap<String, AccountRequest>();
        for (var account : accounts) {
            var id = CurrencyReference.of(account).id();
            ids.merge(
                    id,
                    new AccountRequest(id, account.job()),
                    (one, other) -> one.job().isPresent() ? one : other);
        }
        var reads = each(ids.values(), read);
        var byReference = new LinkedHashMap<String, AccountRead<BalanceAmounts>>();
        for (var account : accounts) {
            var reference = CurrencyReference.of(account);
            byReference.put(account.reference(), inCurrency(reference.currency(), reads.get(reference.id())));
        }
        return byReference;
    }

    private static AccountRead<BalanceAmounts> inCurrency(Currency currency, AccountRead<Map<Currency, Chosen>> read) {
        return switch (read) {
            case AccountRead.Value<Map<Currency, Chosen>> given ->
                held(Optional.ofNullable(given.value().get(currency)));
            case AccountRead.Failed<Map<Currency, Chosen>>(var failure) -> new AccountRead.Failed<>(failure);
            case AccountRead.Gone<Map<Currency, Chosen>>() -> new AccountRead.Gone<>();
            case AccountRead.Later<Map<Currency, Chosen>>(var job, var after) -> new AccountRead.Later<>(job, after);
        };
    }

    private static AccountRead<BalanceAmounts> held(Optional<Chosen> held) {
        return held.<AccountRead<BalanceAmounts>>map(one -> new AccountRead.Value<>(one.amounts(), one.asOf()))
                .orElseGet(() -> new AccountRead.Failed<>(new BankFailure(
                        BankFailure.Kind.ERROR, "The bank gave nothing that was understood of this account")));
    }

    private static <T> AccountRead<T> one(AccountRequest account, Function<AccountRequest, AccountRead<T>> read) {
        try {
            return read.apply(account);
        } catch (BankFailure failure) {
            if (failure.kind() == BankFailure.Kind.LOGIN_EXPIRED) {
                throw failure;
            }
            return new AccountRead.Failed<>(failure);
        } catch (RuntimeException unexpected) {
            LOG.error("A read of one account failed: " + Unexpected.describe(unexpected));
            return new AccountRead.Failed<>(
                    new BankFailure(BankFailure.Kind.ERROR, "The answer of the bank was not understood"));
        }
    }

    private static Optional<BankFailure> bankWide(AccountRead<?> outcome) {
        return outcome instanceof AccountRead.Failed<?>(var failure) && failure.kind() != BankFailure.Kind.ERROR
                ? Optional.of(failure)
                : Optional.empty();
    }
}
