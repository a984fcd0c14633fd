package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Limits;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.api.TimeRanges;
import org.openbalance.owner.OwnerTimeZones;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// The history of one account: its periods, or what it held at the end of each day. A page is one Query, unless it goes
/// on to days before the first read: these are worked back from all lines since ([DerivedHistory]).
@Singleton
final class HistoryCalls {

    private static final String RETRIEVED = "Balance history successfully retrieved";
    private static final String PURPOSE = "cursor";
    private static final String PERIODS = "period";
    private static final String DAYS = "day";

    private final Accounts accounts;
    private final BalanceHistory history;
    private final DerivedHistory derived;
    private final OwnerTimeZones zones;
    private final Vault vault;
    private final InstantSource clock;

    HistoryCalls(
            Accounts accounts,
            BalanceHistory history,
            DerivedHistory derived,
            OwnerTimeZones zones,
            Vault vault,
            InstantSource clock) {
        this.accounts = accounts;
        this.history = history;
        this.derived = derived;
        this.zones = zones;
        this.vault = vault;
        this.clock = clock;
    }

    /// What of a history is wanted.
    ///
    /// @param cursor where the page before ended
    private record Wish(
            String account,
            String granularity,
            ZoneId zone,
            Optional<Listing.Range> range,
            int limit,
            Optional<String> cursor) {

        /// What a cursor is bound to: it goes on with the same question only.
        String name() {
            return String.join(
                    "|",
                    "history",
                    account,
                    granularity,
                    zone.getId(),
                    range.map(within -> within.from() + "/" + within.to()).orElse(""));
        }
    }

    /// A page, with where it ended.
    private record Page(ArrayNode entries, Optional<String> position) {}

    Reply history(Call call) {
        var wish = wish(call);
        var account = accounts.get(call.tenant(), wish.account());
        var position = wish.cursor().map(cursor -> open(call.tenant(), wish, cursor));
        var page = wish.granularity().equals(DAYS) ? days(account, wish, position) : periods(account, wish, position);
        var data = Json.object();
        data.set("pagination", pagination(call.tenant(), wish, page));
        data.put("account_id", account.id())
                .put("granularity", wish.granularity())
                .put("time_zone", wish.zone().getId());
        data.set(wish.granularity().equals(DAYS) ? "days" : "periods", page.entries());
        return Reply.success(RETRIEVED, data);
    }

    private Wish wish(Call call) {
        var body = call.body();
        var account = body.id("account_id", "account");
        var granularity = body.oneOf("granularity", Set.of(PERIODS, DAYS)).orElse(PERIODS);
        var zone = zone(call, zones);
        var range = TimeRanges.optional(body, zone);
        var limit = body.whole("limit", 1, PageRequest.MAX_LIMIT, Limits.DEFAULT_PAGE);
        var cursor = body.optionalExact("cursor", Limits.BODY_BYTES);
        body.check();
        return new Wish(account, granularity, zone, range, limit, cursor);
    }

    /// The zone that a call names, or its owner's.
    static ZoneId zone(Call call, OwnerTimeZones zones) {
        var name = call.body().optionalText("time_zone");
        if (name.isEmpty()) {
            return zones.of(call.tenant());
        }
        var named = OwnerTimeZones.find(name.get());
        if (named.isEmpty()) {
            call.body().error("time_zone", "must be a name of the IANA database, such as Africa/Lagos or UTC");
        }
        return named.orElseGet(() -> zones.of(call.tenant()));
    }

    private Page periods(Account account, Wish wish, Optional<String> position) {
        var latest = position.map(Long::parseLong)
                .map(Instant::ofEpochMilli)
                .orElse(wish.range().map(Listing.Range::to).orElse(TimeRanges.LAST));
        var earliest = wish.range().map(Listing.Range::from).orElse(Instant.EPOCH);
        var slice = whole(account, latest, wish, wish.limit());
        var within = slice.periods().stream()
                .filter(period -> !period.to().isBefore(earliest))
                .toList();
        // What began before the range's beginning is the last that reaches into it.
        var more = slice.more() && slice.periods().getLast().from().isAfter(earliest);
        var next = slice.periods().isEmpty()
                ? ""
                : Long.toString(slice.periods().getLast().from().toEpochMilli() - 1);
        return new Page(
                Json.array(within, period -> HistoryJson.period(account, period)),
                more ? Optional.of(next) : Optional.empty());
    }

    /// What was read, and behind it what is worked back.
    private BalanceHistory.Slice whole(Account account, Instant latest, Wish wish, int most) {
        var read = history.upTo(account, latest, most);
        var earliest = wish.range().map(Listing.Range::from).orElse(Instant.EPOCH);
        var reaches =
                !read.periods().isEmpty() && !read.periods().getLast().from().isAfter(earliest);
        if (read.more() || reaches) {
            return read;
        }
        var periods = new ArrayList<>(read.periods());
        derived.of(account, wish.zone(), LocalDate.ofInstant(earliest, wish.zone())).stream()
                .filter(period -> !period.from().isAfter(latest))
                .limit(most + 1L - periods.size())
                .forEach(periods::add);
        return periods.size() > most
                ? new BalanceHistory.Slice(periods.subList(0, most), true)
                : new BalanceHistory.Slice(periods, false);
    }

    private Page days(Account account, Wish wish, Optional<String> position) {
        var now = clock.instant();
        var zone = wish.zone();
        var today = LocalDate.ofInstant(now, zone);
        var first = LocalDate.ofInstant(wish.range().map(Listing.Range::from).orElse(Instant.EPOCH), zone);
        var to =
                wish.range().map(range -> LocalDate.ofInstant(range.to(), zone)).filter(day -> day.isBefore(today));
        var last = position.map(LocalDate::parse).orElse(to.orElse(today));
        if (last.isBefore(first)) {
            return new Page(Json.texts(List.of()), Optional.empty());
        }
        var span = new Days.Span(zone, last, first, wish.limit());
        var wanted = Math.min(wish.limit(), ChronoUnit.DAYS.between(first, last) + 1);
        var most = (int) wanted * BalanceLimits.PERIODS_A_DAY + 1;
        var slice = whole(account, Days.Span.end(last, zone), wish, most);
        var days = Days.of(slice.periods(), slice.more(), span, now);
        return new Page(
                Json.array(days.days(), day -> HistoryJson.day(account, day)),
                days.next().map(LocalDate::toString));
    }

    private ObjectNode pagination(Tenant tenant, Wish wish, Page page) {
        var node = Json.object()
                .put("limit", wish.limit())
                .put("hasNextPage", page.position().isPresent());
        return node.put(
                "cursor",
                page.position()
                        .map(position -> vault.sealText(tenant, PURPOSE, wish.name(), position))
                        .orElse(null));
    }

    private String open(Tenant tenant, Wish wish, String cursor) {
        try {
            return vault.openText(tenant, PURPOSE, wish.name(), cursor);
        } catch (SealBroken forged) {
            throw Problem.field("cursor", "was not given out for this list").exception();
        }
    }
}
