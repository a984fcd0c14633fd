package org.openbalance.bank;

import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.openbalance.money.Currencies;

/// Reads the currency of an account as its bank prints it.
///
/// Every currency of ISO 4217 with minor digits is one, whether it has none of them (ISK), two or three (BHD). An
/// account in anything else is left out by its connector: the login goes on, and so do the other accounts. The log says
/// why, and nothing of the customer.
public final class AccountCurrency {

    private static final Logger LOG = Logger.getLogger(AccountCurrency.class);

    /// What may be shown of a text that should have been a code.
    private static final Pattern SHORT_WORD = Pattern.compile("[A-Za-z]{1,5}");

    private AccountCurrency() {}

    /// @param printed in any case; null where the bank names none
    /// @return empty if the account is to be left out
    public static Optional<Currency> read(Bank bank, String printed) {
        var currency = Optional.ofNullable(printed).flatMap(Currencies::ofBank);
        if (currency.isEmpty()) {
            LOG.warnf("An account at %s is left out: its currency is not known (%s)", bank.slug(), shown(printed));
        }
        return currency;
    }

    private static String shown(String printed) {
        if (printed == null || printed.isBlank()) {
            return "none";
        }
        return SHORT_WORD.matcher(printed.strip()).matches() ? printed.strip() : "no code";
    }
}
