package org.openbalance.bank;

import java.util.List;

/// The lines of one account over the days that were asked for, in the bank's order.
///
/// @param lines identical ones included: two coffees are two lines
/// @param complete whether the bank gave all that it has of these days; where its pages broke off, a line that is not
/// among these may still be at the bank
public record BankTransactions(List<BankTransaction> lines, boolean complete) {

    public BankTransactions {
        lines = List.copyOf(lines);
    }

    @Override
    public String toString() {
        return "(" + lines.size() + " lines)";
    }
}
