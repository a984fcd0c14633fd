package org.openbalance.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openbalance.api.Problem;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// How a consent stands on every account it covers, so that one read of the account tells whether it may be shown.
public final class AccountConsent {

    /// What accounts are listed and counted as.
    public static final String KIND = "ACCOUNT";

    public static final String CONSENT = "consent";
    public static final String ENDS = "consent_ends";
    public static final String STATE = "consent_state";
    public static final String GRANTED = "granted";
    public static final String CREATED = "created_at";
    public static final String BANK = "bank";
    public static final String AS_OF = "as_of";
    public static final String DUE_SHARD = "dueShard";
    public static final String DUE = "next_refresh_at";

    /// Until when a read that somebody claimed is theirs.
    public static final String LEASE = "lease";

    private static final String SORT = "ACCOUNT";
    /// The part of an account that every read at its bank changes: small, and in no index but that of what is due.
    public static final String READ_STATE = "ACCOUNT#STATE";

    private AccountConsent() {}

    public static ItemKey account(Tenant tenant, String id) {
        return new ItemKey(tenant.prefix() + "#ACCOUNT#" + id, SORT);
    }

    /// The part of an account that its reads change.
    public static ItemKey readState(Tenant tenant, String id) {
        return readState(account(tenant, id));
    }

    public static ItemKey readState(ItemKey account) {
        return new ItemKey(account.partition(), READ_STATE);
    }

    /// Both items of an account, in one Query of its partition: a consistent read.
    public static Query whole(Tenant tenant, String id) {
        return Query.of(account(tenant, id).partition()).startingWith(SORT).latest();
    }

    /// Whether the account that an item holds may be read now.
    public static boolean readable(Item account, Instant now) {
        return GRANTED.equals(account.text(STATE)) && now.isBefore(account.instant(ENDS));
    }

    /// Whether its consent ran out without anyone having written that down.
    public static boolean overdue(Item account, Instant now) {
        return GRANTED.equals(account.text(STATE)) && !now.isBefore(account.instant(ENDS));
    }

    /// @throws org.openbalance.api.ApiException 403 `REVOKED` or `EXPIRED` if the account may not be read now
    public static void require(Item account, Instant now) {
        if (account.text(STATE).equals(state(Consent.State.REVOKED))) {
            throw Problem.of(403, Problem.Type.REVOKED, "The customer's consent to read this account was revoked")
                    .exception();
        }
        if (!readable(account, now)) {
            throw Problem.of(403, Problem.Type.EXPIRED, "The consent to read this account has expired")
                    .exception();
        }
    }

    /// Ends the reading of accounts, takes them out of all lists and counts, and out of the refresh schedule.
    static List<Write> end(Tenant tenant, String consent, List<Item> accounts, Consent.State state) {
        var writes = new ArrayList<Write>();
        var tally = new Counters.Tally();
        for (var account : accounts) {
            writes.add(Write.change(account.key())
                    .set(STATE, state(state))
                    .outOf(Index.BY_OWNER)
                    .outOf(Index.BY_CUSTOMER)
                    .outOf(Index.BY_BANK)
                    .when(Condition.all(Condition.equal(CONSENT, consent), Condition.equal(STATE, GRANTED))));
            writes.add(Write.change(readState(account.key()))
                    .set(STATE, state(state))
                    .remove(DUE_SHARD, DUE, LEASE)
                    .when(Condition.equal(CONSENT, consent)));
            count(tally, tenant, consent, account.text(BANK), account.instant(CREATED), -1);
        }
        writes.addAll(tally.writes());
        return writes;
    }

    /// Counts an account in, or out, wherever it is listed with a total. A total is the sum of its parts: those of one
    /// consent go into one part, as a transaction may write few.
    public static void count(
            Counters.Tally tally, Tenant tenant, String consent, String bank, Instant created, int change) {
        tally.ofOwner(tenant, KIND, consent, created, change);
        tally.of(Index.BY_BANK, Listing.bankPartition(tenant, bank), consent, change);
    }

    private static String state(Consent.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
