package org.openbalance.bank.http;

import org.openbalance.bank.AccountRequest;

/// The reference of an account at a bank that keeps several currencies under one id: `id:currency`.
public record CurrencyReference(String id, String currency) {

    public static CurrencyReference of(AccountRequest request) {
        var end = request.reference().lastIndexOf(':');
        return new CurrencyReference(
                request.reference().substring(0, Math.max(0, end)),
                request.reference().substring(end + 1));
    }

    @Override
    public String toString() {
        return id + ':' + currency;
    }
}
