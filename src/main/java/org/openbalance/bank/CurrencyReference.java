package org.openbalance.bank;

import java.util.Currency;

/// The reference of an account at a bank that keeps several currencies under one id: `id:currency`, so that each
/// currency is an account of its own ([BankAccount#reference]).
///
/// @param id the bank's
public record CurrencyReference(String id, Currency currency) {

    /// @param request of an account that was listed by such a reference
    public static CurrencyReference of(AccountRequest request) {
        var end = request.reference().lastIndexOf(':');
        return new CurrencyReference(
                request.reference().substring(0, end),
                Currency.getInstance(request.reference().substring(end + 1)));
    }

    @Override
    public String toString() {
        return id + ':' + currency.getCurrencyCode();
    }
}
