package org.openbalance.reading;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.account.Account;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ReadQuotas;

/// What a bank answered of one product.
///
/// @param quota what the bank allows the login yet, if it bounds that and was asked
record Answers<T>(List<Answer<T>> all, Optional<ReadQuotas.Quota> quota) {

    static <T> Answers<T> none() {
        return new Answers<>(List.of(), Optional.empty());
    }

    static <T> Answers<T> failed(List<Account> accounts, BankFailure.Kind kind, Optional<ReadQuotas.Quota> quota) {
        return new Answers<>(
                accounts.stream()
                        .<Answer<T>>map(account -> new Answer.Failed<>(account, kind))
                        .toList(),
                quota);
    }

    static <T> Answers<T> exhausted(List<Account> accounts, ReadQuotas.Quota quota) {
        return new Answers<>(
                accounts.stream()
                        .<Answer<T>>map(account -> new Answer.Exhausted<>(account, quota))
                        .toList(),
                Optional.of(quota));
    }

    static <T> Answers<T> notDue(List<Account> accounts) {
        return new Answers<>(
                accounts.stream().<Answer<T>>map(Answer.NotDue::new).toList(), Optional.empty());
    }

    Answers<T> with(Answers<T> others) {
        return new Answers<>(Stream.concat(all.stream(), others.all().stream()).toList(), quota.or(others::quota));
    }

    /// Whether the bank gave nothing of all that it was asked for: then it is not asked for more.
    boolean refused() {
        var asked = all.stream()
                .filter(answer -> !(answer instanceof Answer.NotDue))
                .toList();
        return !asked.isEmpty()
                && asked.stream()
                        .allMatch(answer -> answer instanceof Answer.Failed || answer instanceof Answer.Exhausted);
    }
}
