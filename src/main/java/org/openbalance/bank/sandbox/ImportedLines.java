package org.openbalance.bank.sandbox;

import java.util.List;
import java.util.Optional;
import org.openbalance.bank.BankTransaction;
import org.openbalance.platform.Tenant;

/// Gives the lines of an imported file the ids that they are known by: they are taken in as those of any read.
public interface ImportedLines {

    /// Takes in all lines that the bank now has of a linked account, and finds our id of each.
    ///
    /// @param account the account's id
    /// @param lines of the file, as the bank gives them
    /// @return in their order, empty for a line that is older than what is read; of none if the customer did not
    /// agree to transactions
    List<Optional<String>> idsOf(Tenant tenant, String account, List<BankTransaction> lines);
}
