package org.openbalance.bank.sandbox;

import java.util.List;
import java.util.Optional;
import org.openbalance.bank.BankTransaction;
import org.openbalance.platform.Tenant;

/// Gives the lines of an imported file the ids that they are known by: they come in by a read, as those of any bank.
public interface ImportedLines {

    /// Reads a linked account at its bank, and finds our id of each line.
    ///
    /// @param account the account's id
    /// @param lines of the file, as the bank gives them
    /// @return in their order; empty for a line that the read did not bring, as it is older than what
    /// is read, or the customer did not agree to it
    List<Optional<String>> idsOf(Tenant tenant, String account, List<BankTransaction> lines);
}
