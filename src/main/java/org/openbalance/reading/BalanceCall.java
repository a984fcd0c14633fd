package org.openbalance.reading;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.openbalance.account.Account;
import org.openbalance.account.ReadState;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsBalances;
import org.openbalance.money.BalanceAmounts;

/// The balance, whose marks stand on the read state itself.
record BalanceCall() implements ProductCall<ReadsBalances, BalanceAmounts> {

    private static final Logger LOG = Logger.getLogger(BalanceCall.class);

    @Override
    public Product product() {
        return Product.BALANCE;
    }

    @Override
    public Class<ReadsBalances> capability() {
        return ReadsBalances.class;
    }

    @Override
    public Map<String, AccountRead<BalanceAmounts>> ask(
            ReadsBalances connector,
            Access access,
            HeldGrant grant,
            List<Account> accounts,
            Collection<AccountRequest> requests) {
        return connector.balances(access, grant, requests);
    }

    @Override
    public Optional<ReadState.Job> job(Account account) {
        return account.schedule().job();
    }

    @Override
    public Answer<BalanceAmounts> value(Answer.Value<BalanceAmounts> value) {
        var account = value.account();
        if (value.read().value().currency() != account.currency()) {
            LOG.errorf("The bank of account %s answers in another currency", account.id());
            return new Answer.Failed<>(account, BankFailure.Kind.ERROR);
        }
        return new Answer.Value<>(account, account.newest(value.read(), value.at()), value.at());
    }
}
