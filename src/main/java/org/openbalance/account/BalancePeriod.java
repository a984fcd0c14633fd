package org.openbalance.account;

import java.time.Instant;
import java.util.Locale;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Listing;

/// A stretch of time in which a balance did not change.
///
/// The open one stands on the account itself, so that a read which finds nothing new writes one item; a closed one is
/// an item of its own beside it.
///
/// @param from when this balance was first read
/// @param to when it was last read; the next period begins with the read after it
public record BalancePeriod(Instant from, Instant to, BalanceAmounts amounts, PeriodReads reads) {

    public static final String PREFIX = "PERIOD#";
    private static final String TO = "to";
    private static final String TYPE = "period";
    private static final int VERSION = 1;

    public BalancePeriod {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A period does not end before it begins");
        }
    }

    /// The period that is still open.
    public static BalancePeriod open(Account account) {
        return new BalancePeriod(account.since(), account.asOf(), account.amounts(), account.reads());
    }

    /// The id on the wire: the seconds it began at, and digits that are always the same for it.
    public String id(String account) {
        var seconds = String.format(Locale.ROOT, "%08x", from.getEpochSecond());
        return seconds + Hashes.sha256(account + from.toEpochMilli()).substring(0, 16);
    }

    /// Puts a closed period beside its account, in the transaction that opens the next one.
    public Write.Put close(Tenant tenant, String account) {
        return Write.put(item(tenant, account));
    }

    /// As [#close], before the transaction that opens the next one. It may be left over from one that failed: a period
    /// that is open still is read from its account alone, and its close puts it anew.
    public Write.Put closeEarly(Tenant tenant, String account) {
        return close(tenant, account).when(Condition.any(Condition.absent(), Condition.less(TO, to)));
    }

    private Item item(Tenant tenant, String account) {
        var key = new ItemKey(Account.key(tenant, account).partition(), sort(from));
        return StoredAmounts.with(Item.draft(key, TYPE, VERSION), amounts)
                .with("from", from)
                .with(TO, to)
                .with(PeriodReads.SOURCE, reads.sourceText())
                .with(PeriodReads.GAPS, reads.gapsText())
                .done();
    }

    public static BalancePeriod of(Item item) {
        return new BalancePeriod(item.instant("from"), item.instant(TO), StoredAmounts.of(item), PeriodReads.of(item));
    }

    /// The sort key of the period that began at an instant.
    public static String sort(Instant from) {
        return PREFIX + Listing.time(from);
    }
}
