package org.openbalance.bank;

import java.util.Optional;
import org.openbalance.money.Money;

/// What is to be paid, to whom, from where.
///
/// @param reference ours, the same however often this order is handed over, and of no other order
/// @param account that is paid from, by [BankAccount#reference]; empty where the customer chooses at the bank
/// @param amount more than nothing
/// @param narration for the statements of both sides
public record PaymentOrder(String reference, Optional<String> account, Payee payee, Money amount, String narration) {

    public PaymentOrder {
        if (amount.minor() <= 0) {
            throw new IllegalArgumentException("A payment is of more than nothing");
        }
    }

    /// Who is paid.
    ///
    /// @param bank as the network that carries the payment names it, such as the bank's code
    /// @param account number at that bank
    public record Payee(String name, String bank, String account) {}

    @Override
    public String toString() {
        return "(payment " + reference + ")";
    }
}
