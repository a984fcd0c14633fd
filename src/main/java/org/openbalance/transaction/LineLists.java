package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Paging;
import org.openbalance.bank.DaySpan;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.InvalidCursor;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.SealBroken;
import org.openbalance.platform.vault.Vault;

/// Lines of several accounts in one order: the newest day first; of one day by account, and there the line first that
/// came last. A cursor keeps the line that was told last, so that none is told twice and none is left out, whatever
/// comes or goes meanwhile.
@Singleton
public final class LineLists {

    private static final String PURPOSE = "cursor";
    private static final String SEPARATOR = "\n";

    private final StoredLines stored;
    private final Vault vault;
    private final AccountRounds rounds;
    private final InstantSource clock;

    LineLists(Table table, Vault vault, AccountRounds rounds, InstantSource clock) {
        this.stored = new StoredLines(table, vault);
        this.vault = vault;
        this.rounds = rounds;
        this.clock = clock;
    }

    /// How many lines a list has.
    ///
    /// @param exact false where it has more than were counted
    public record Total(long lines, boolean exact) {}

    /// @param before how many lines come before it
    /// @param cursor asks for the page behind it; empty on the last
    public record Page(List<LineOfAccount> lines, Total total, long before, int limit, Optional<String> cursor) {

        /// The `data` of a list, with the lines under each of the names.
        ObjectNode data(ArrayNode nodes, String... names) {
            var told = before + lines.size() + (cursor.isPresent() ? 1 : 0);
            var known = total.exact() ? total.lines() : Math.max(total.lines(), told);
            var page = new ListPage(List.of(), known, (int) (before / limit) + 1, limit, cursor);
            return Paging.data(page, nodes, names).put("total_is_exact", total.exact());
        }
    }

    /// Where a page ended.
    private record Position(LineWalk.Point point, Total total, long seen) {}

    /// @param days that are asked for; empty for all
    /// @throws InvalidCursor if the cursor is not one of this list
    Page page(Tenant tenant, AccountsOfLines of, Optional<DaySpan> days, PageRequest request) {
        var name = name(of, days);
        var start = request.cursor().map(cursor -> opened(tenant, name, cursor));
        var walk = walk(tenant, of, days);
        var total = start.map(Position::total).orElseGet(walk::total);
        var before = start.map(Position::seen).orElse((request.page() - 1L) * request.limit());
        var walked = walk.walk(
                start.map(Position::point),
                start.isPresent() ? 0 : (int) (long) before,
                request.limit(),
                start.isPresent() ? TransactionLimits.ROUNDS_OF_A_PAGE : TransactionLimits.ROUNDS_COUNTED);
        var seen = before + walked.lines().size();
        var cursor = walked.next().map(next -> sealed(tenant, name, new Position(next, total, seen)));
        return new Page(walked.lines(), total, before, request.limit(), cursor);
    }

    /// The newest lines of a list, for what has to look at them itself.
    ///
    /// @param complete whether these are all
    public record Newest(List<LineOfAccount> lines, boolean complete) {}

    /// [TransactionLimits#COUNTED] at most.
    Newest newest(Tenant tenant, AccountsOfLines of, Optional<DaySpan> days) {
        return newest(tenant, of, days, TransactionLimits.COUNTED);
    }

    public Newest newest(Tenant tenant, AccountsOfLines of, Optional<DaySpan> days, int most) {
        var walked = walk(tenant, of, days).walk(Optional.empty(), 0, most, TransactionLimits.ROUNDS_COUNTED);
        return new Newest(walked.lines(), walked.next().isEmpty());
    }

    public Total total(Tenant tenant, AccountsOfLines of, Optional<DaySpan> days) {
        return walk(tenant, of, days).total();
    }

    private LineWalk walk(Tenant tenant, AccountsOfLines of, Optional<DaySpan> days) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new LineWalk(stored, vault, rounds, tenant, of, days, now);
    }

    private static String name(AccountsOfLines of, Optional<DaySpan> days) {
        return "lines|" + of.name() + '|'
                + days.map(span -> span.first() + "/" + span.last()).orElse("");
    }

    private String sealed(Tenant tenant, String name, Position position) {
        var bounds = position.point().bounds();
        var end = position.point().end();
        return vault.sealText(
                tenant,
                PURPOSE,
                name,
                String.join(
                        SEPARATOR,
                        Long.toString(position.total().lines()),
                        Boolean.toString(position.total().exact()),
                        Long.toString(position.seen()),
                        bounds.map(known -> text(known.first())).orElse(""),
                        bounds.map(known -> text(known.last())).orElse(""),
                        end.map(line -> line.date().toString()).orElse(""),
                        end.map(LineWalk.End::code).orElse(""),
                        end.map(line -> Integer.toString(line.number())).orElse("")));
    }

    private static String text(AccountRounds.Mark mark) {
        return mark.created().toEpochMilli() + " " + mark.id();
    }

    private Position opened(Tenant tenant, String name, String cursor) {
        try {
            var parts = vault.openText(tenant, PURPOSE, name, cursor).split(SEPARATOR, -1);
            var bounds = parts[3].isEmpty()
                    ? Optional.<AccountRounds.Bounds>empty()
                    : Optional.of(new AccountRounds.Bounds(mark(parts[3]), mark(parts[4])));
            var end = parts[5].isEmpty()
                    ? Optional.<LineWalk.End>empty()
                    : Optional.of(new LineWalk.End(LocalDate.parse(parts[5]), parts[6], Integer.parseInt(parts[7])));
            var total = new Total(Long.parseLong(parts[0]), Boolean.parseBoolean(parts[1]));
            return new Position(new LineWalk.Point(bounds, end), total, Long.parseLong(parts[2]));
        } catch (SealBroken forged) {
            throw new InvalidCursor();
        }
    }

    private static AccountRounds.Mark mark(String text) {
        var parts = text.split(" ");
        return new AccountRounds.Mark(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
    }
}
