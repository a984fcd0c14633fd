package org.openbalance.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.platform.dynamodb.Item;

/// How the access that a sign-in gave stands at the bank.
///
/// @param ends when it ends by itself; empty where the bank does not say
/// @param end how far its end has come; empty while it may be used
public record AccessAtBank(Optional<Ends> ends, Optional<End> end) {

    static final String END = "access_end";
    private static final String AT_BANK = "access_until";
    private static final String OF_CONSENT = "access_consent_until";

    /// The ends that are known beforehand.
    public record Ends(Instant atBank, Instant ofConsent) {

        /// What ends first ends the access.
        public Instant first() {
            return isByBank() ? atBank : ofConsent;
        }

        boolean isByBank() {
            return atBank.isBefore(ofConsent);
        }
    }

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
    ///
    /// @param until when the bank ends it, if it says so
    public static AccessAtBank given(Optional<Instant> until, Instant consentEnds) {
        return new AccessAtBank(until.map(at -> new Ends(at, consentEnds)), Optional.empty());
    }

    /// Of a bank that does not say when it ends.
    public static AccessAtBank lasting() {
        return new AccessAtBank(Optional.empty(), Optional.empty());
    }

    /// Whether the bank has ended it, as it said beforehand.
    public boolean isOver(Instant now) {
        return ends.filter(known -> !now.isBefore(known.atBank())).isPresent();
    }

    static AccessAtBank of(Item item) {
        return new AccessAtBank(
                item.optionalInstant(AT_BANK).map(at -> new Ends(at, item.instant(OF_CONSENT))),
                item.optionalText(END).map(End::valueOf));
    }

    Item.Draft on(Item.Draft draft) {
        return draft.with(END, end.map(End::name))
                .with(AT_BANK, ends.map(Ends::atBank))
                .with(OF_CONSENT, ends.map(Ends::ofConsent));
    }
}
