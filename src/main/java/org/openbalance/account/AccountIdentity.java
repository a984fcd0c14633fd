package org.openbalance.account;

import java.util.Currency;
import java.util.Optional;
import org.openbalance.bank.BankAccount;
import org.openbalance.money.AccountNumber;

/// By what an account is known again when it is linked anew: its number at its bank, which stays when the bank's own
/// reference changes with a new consent; that reference if it has no number; and its currency either way.
///
/// @param bank the bank's id
/// @param known what it is called there, told apart by the kind of name
public record AccountIdentity(String bank, String known, Currency currency) {

    private static final String REFERENCE = "reference:";

    public static AccountIdentity of(String bank, BankAccount account) {
        return of(bank, account.number(), account.reference(), account.currency());
    }

    /// Without the number, which is the customer's.
    @Override
    public String toString() {
        return "an account in " + currency.getCurrencyCode() + " at the bank " + bank;
    }

    static AccountIdentity of(String bank, Optional<AccountNumber> number, String reference, Currency currency) {
        return new AccountIdentity(bank, number.map(AccountNumber::stored).orElse(REFERENCE + reference), currency);
    }
}
