package org.openbalance.bank.enablebanking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankAccount;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.CurrencyReference;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.StatedBalances.Chosen;
import org.openbalance.bank.http.AccountReads;
import org.openbalance.bank.http.BankRequest;
import org.openbalance.money.BalanceAmounts;

/// Reads accounts, one call for each `uid`: references stay for ever, and each session has `uid`s of its own.
final class EnableBankingReads {

    private final EnableBankingCalls calls;

    EnableBankingReads(EnableBankingCalls calls) {
        this.calls = calls;
    }

    List<BankAccount> accounts(Access access, EnableBankingGrant grant) {
        var json = EnableBankingJson.of(access.bank());
        var reads = listed(access, grant);
        return grant.accounts().stream()
                .flatMap(account -> json.accounts(
                        account,
                        account.uid().flatMap(uid -> held(reads.get(uid))).orElse(Map.of())))
                .toList();
    }

    /// A bank that gives no balances today lets its accounts be chosen all the same.
    private Map<String, AccountRead<Map<Currency, Chosen>>> listed(Access access, EnableBankingGrant grant) {
        var uids = grant.accounts().stream()
                .flatMap(account -> account.uid().stream())
                .distinct()
                .map(AccountRequest::of)
                .toList();
        try {
            return AccountReads.each(uids, uid -> balances(access, grant, uid));
        } catch (BankFailure failure) {
            if (failure.kind() == BankFailure.Kind.QUOTA) {
                return Map.of();
            }
            throw failure;
        }
    }

    private static Optional<Map<Currency, Chosen>> held(AccountRead<Map<Currency, Chosen>> read) {
        return read instanceof AccountRead.Value<Map<Currency, Chosen>> given
                ? Optional.of(given.value())
                : Optional.empty();
    }

    Map<String, AccountRead<BalanceAmounts>> balances(
            Access access, EnableBankingGrant grant, Collection<AccountRequest> accounts) {
        return byReference(
                access, grant, accounts, asked -> AccountReads.byCurrency(asked, uid -> balances(access, grant, uid)));
    }

    private AccountRead<Map<Currency, Chosen>> balances(Access access, EnableBankingGrant grant, AccountRequest uid) {
        var account = grant.read(uid.reference());
        return calls.read(access, grant, uid.reference(), "balances")
                .<AccountRead<Map<Currency, Chosen>>>map(answer -> new AccountRead.Value<>(
                        EnableBankingJson.of(access.bank()).balances(answer, account)))
                .orElseGet(AccountRead.Gone::new);
    }

    Map<String, AccountRead<BankTransactions>> transactions(
            Access access, EnableBankingGrant grant, Collection<AccountRequest> accounts, DaySpan days) {
        return byReference(
                access,
                grant,
                accounts,
                asked -> AccountReads.each(asked, request -> lines(access, grant, request, days)));
    }

    private AccountRead<BankTransactions> lines(
            Access access, EnableBankingGrant grant, AccountRequest request, DaySpan days) {
        var account = CurrencyReference.of(request);
        var json = EnableBankingJson.of(access.bank());
        var pages = new ContinuationKeys();
        var lines = new ArrayList<BankTransaction>();
        do {
            var answer = calls.read(access, grant, account.id(), "transactions?" + query(days, pages.key()));
            if (answer.isEmpty()) {
                return new AccountRead.Gone<>();
            }
            json.lines(answer.get(), account.currency()).forEach(lines::add);
            pages.next(answer.get());
        } while (pages.more());
        return new AccountRead.Value<>(new BankTransactions(lines, pages.complete()));
    }

    private static String query(DaySpan days, Optional<String> key) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("date_from", days.first().toString());
        parameters.put("date_to", days.last().toString());
        key.ifPresent(known -> parameters.put("continuation_key", known));
        return BankRequest.query(parameters);
    }

    /// Asks by `uid` and currency, and answers by reference. What cannot be asked for fails by itself: the
    /// bank bars the account from being read, or the customer left it out at the last sign-in.
    private static <T> Map<String, AccountRead<T>> byReference(
            Access access,
            EnableBankingGrant grant,
            Collection<AccountRequest> accounts,
            Function<Collection<AccountRequest>, Map<String, AccountRead<T>>> read) {
        var asked = new LinkedHashMap<String, AccountRequest>();
        accounts.forEach(request -> asked(grant, request).ifPresent(by -> asked.put(request.reference(), by)));
        var reads = read.apply(asked.values());
        var answered = new LinkedHashMap<String, AccountRead<T>>();
        for (var account : accounts) {
            var by = asked.get(account.reference());
            answered.put(account.reference(), by == null ? barred(access) : reads.get(by.reference()));
        }
        return answered;
    }

    private static Optional<AccountRequest> asked(EnableBankingGrant grant, AccountRequest request) {
        var currency = CurrencyReference.of(request).currency();
        return grant.account(request)
                .flatMap(EnableBankingAccount::uid)
                .map(uid -> AccountRequest.of(new CurrencyReference(uid, currency).toString()));
    }

    private static <T> AccountRead<T> barred(Access access) {
        return new AccountRead.Failed<>(new BankFailure(
                BankFailure.Kind.ERROR, access.bank().name() + " does not let this account be read by this sign-in"));
    }
}
