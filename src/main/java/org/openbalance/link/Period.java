package org.openbalance.link;

import java.time.Instant;
import java.util.Locale;
import org.openbalance.bank.CurrencyCode;
import org.openbalance.bank.Money;
import org.openbalance.bank.Reading;
import org.openbalance.store.Hashes;
import org.openbalance.store.Item;
import org.openbalance.store.Key;
import org.openbalance.store.Listing;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// A stretch of time in which a balance did not change.
///
/// The open one stands on the account itself, so that a read which finds nothing new writes one item; a closed one is
/// an item of its own beside it.
///
/// @param from when this balance was first read
/// @param to when it was last read; the next period begins with the read after it
public record Period(Instant from, Instant to, Reading reading, Reads reads) {

    public static final String PREFIX = "PERIOD#";
    private static final String TYPE = "period";
    private static final int VERSION = 1;

    public Period {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A period does not end before it begins");
        }
    }

    /// The period that is still open.
    public static Period open(Account account) {
        return new Period(account.since(), account.asOf(), account.reading(), account.reads());
    }

    /// The id on the wire: the seconds it began at, and digits that are always the same for it.
    public String id(String account) {
        var seconds = String.format(Locale.ROOT, "%08x", from.getEpochSecond());
        return seconds + Hashes.sha256(account + from.toEpochMilli()).substring(0, 16);
    }

    /// Puts a closed period beside its account.
    public Write.Put close(Tenant tenant, String account) {
        var key = new Key(Account.key(tenant, account).partition(), sort(from));
        return Write.create(Item.draft(key, TYPE, VERSION)
                .with("from", from)
                .with("to", to)
                .with("currency", reading.currency().name())
                .with(Account.AVAILABLE, reading.available().minor())
                .with(Account.LEDGER, reading.ledger().minor())
                .with(Reads.SOURCE, reads.sourceText())
                .with(Reads.GAPS, reads.gapsText())
                .done());
    }

    public static Period of(Item item) {
        var currency = CurrencyCode.valueOf(item.text("currency"));
        return new Period(
                item.instant("from"),
                item.instant("to"),
                new Reading(
                        new Money(item.number(Account.AVAILABLE), currency),
                        new Money(item.number(Account.LEDGER), currency)),
                Reads.of(item));
    }

    /// The sort key of the period that began at an instant.
    public static String sort(Instant from) {
        return PREFIX + Listing.time(from);
    }
}
