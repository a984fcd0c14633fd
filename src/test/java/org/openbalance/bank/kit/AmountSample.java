package org.openbalance.bank.kit;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.money.BalanceAmounts;

/// One way in which a bank was seen to give the balance of an account.
///
/// @param begin has the stand-in answer so from now on
/// @param account that it is about
/// @param amounts what they mean; empty where they mean nothing that could be told
/// @param asOf the bank's own time of them, where it says one
public record AmountSample(
        String name, Runnable begin, String account, Optional<BalanceAmounts> amounts, Optional<Instant> asOf) {}
