package org.openbalance.link;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.openbalance.account.AccountIdentity;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankAccount;

/// What a bank lists, made fit to be linked: no two accounts are taken for one.
final class ListedAccounts {

    private static final Logger LOG = Logger.getLogger(ListedAccounts.class);

    private ListedAccounts() {}

    /// A number that two accounts of one currency share tells them not apart: they are known by the bank's references,
    /// without it. Of those that share even that, the first is taken.
    static List<BankAccount> toldApart(Bank bank, List<BankAccount> listed) {
        var counts = listed.stream()
                .map(account -> AccountIdentity.of(bank.id(), account))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        var references = new HashSet<String>();
        var apart = listed.stream()
                .filter(account -> references.add(account.reference()))
                .map(account ->
                        counts.get(AccountIdentity.of(bank.id(), account)) == 1 ? account : account.withoutNumber())
                .toList();
        if (apart.size() < listed.size()) {
            LOG.errorf(
                    "%d accounts at %s are left out: others have their references",
                    listed.size() - apart.size(), bank.slug());
        }
        return apart;
    }
}
