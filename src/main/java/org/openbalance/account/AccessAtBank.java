package org.openbalance.account;

import java.util.Locale;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Item;

/// How the access that a sign-in gave stands at the bank.
///
/// @param end how far its end has come; empty while it may be used
public record AccessAtBank(Optional<End> end) {

    static final String END = "access_end";

    /// How far an end has come. What the bank gave is kept, sealed, while it is pending, and deleted then.
    public enum End {
        /// The bank is yet to be told, or to confirm it.
        PENDING,
        CONFIRMED,
        /// Its connector cannot tell it.
        NOT_SUPPORTED,
        /// The bank did not confirm it in all the time that it was told again.
        FAILED,
        /// Another login holds the same access, so the bank is told when that one ends.
        SHARED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Of a sign-in that was just made.
    public static AccessAtBank given() {
        return new AccessAtBank(Optional.empty());
    }

    static AccessAtBank of(Item item) {
        return new AccessAtBank(item.optionalText(END).map(End::valueOf));
    }

    Item.Draft on(Item.Draft draft) {
        return draft.with(END, end.map(End::name));
    }
}
