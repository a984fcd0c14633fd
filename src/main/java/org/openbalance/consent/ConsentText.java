package org.openbalance.consent;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.openbalance.api.Product;

/// The words that a customer agrees to. A change of wording is a new [#VERSION]: a consent keeps the words it was
/// given.
final class ConsentText {

    static final String VERSION = "2026-11-01";

    private ConsentText() {}

    static String of(String company, Instant endsAt) {
        return company + " asks to read data of the bank accounts you choose, for the purposes listed, until "
                + endsAt.atOffset(ZoneOffset.UTC).toLocalDate()
                + ". Your bank login is used once to sign you in and is never stored. "
                + "You can end this at any time through the link on your receipt; reading stops at once.";
    }

    static Scope scope(Product product, int months, Optional<String> needed) {
        return new Scope(
                product,
                switch (product) {
                    case AUTH -> "To confirm that the accounts are yours: account name, number and type.";
                    case BALANCE ->
                        "To read the available and ledger balance of the accounts you choose, now and regularly.";
                    case IDENTITY -> "To confirm your name and contact details as your bank holds them.";
                    case INCOME -> "To work out your regular income from your account activity.";
                    case TRANSACTIONS -> "To read up to " + months + " months of your account activity.";
                },
                product == Product.TRANSACTIONS ? OptionalInt.of(months) : OptionalInt.empty(),
                needed);
    }

    /// Every session links accounts in order to read their balances, so it always asks for both, and says so.
    static List<Product> always() {
        return List.of(Product.AUTH, Product.BALANCE);
    }
}
