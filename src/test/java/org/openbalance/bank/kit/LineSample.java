package org.openbalance.bank.kit;

import java.util.List;
import org.openbalance.bank.BankTransaction;

/// One way in which a bank was seen to give the lines of an account.
///
/// @param begin has the stand-in answer so from now on
/// @param account that it is about
public record LineSample(String name, Runnable begin, String account, List<BankTransaction> lines) {}
