package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openbalance.api.Problem;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.bank.sandbox.StatementFile.Line;
import org.openbalance.money.Money;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// Takes in files of lines, page by page. The last page puts the file in the place of the account's life; until then
/// the account has what it had.
@Singleton
final class StatementImports {

    static final int MAX_LINES = 3000;
    static final int MAX_PAGES = 60;

    private static final String DRAFT = "DRAFT#";

    private final SandboxStore store;
    private final StatementStore statements;
    private final SandboxBalances balances;
    private final InstantSource clock;

    StatementImports(SandboxStore store, StatementStore statements, SandboxBalances balances, InstantSource clock) {
        this.store = store;
        this.statements = statements;
        this.balances = balances;
        this.clock = clock;
    }

    /// A page as it was sent.
    ///
    /// @param asOf needed on the first page, and the same on those after it, if it stands there
    /// @param opening as `asOf`; where the first page has none, its first line says what is booked after it
    record Page(int number, int of, Optional<LocalDate> asOf, Optional<Long> opening, List<PageLine> lines) {

        String hash() {
            return Hashes.sha256(toString());
        }
    }

    /// @param balance what is booked after it, if the file says so
    record PageLine(Line line, Optional<Long> balance) {}

    /// What was taken in so far.
    ///
    /// @param pages how many of them
    /// @param last the hash of the last of them
    record Progress(StatementFile file, int pages, int of, LocalDate day, String last) {

        boolean complete() {
            return pages == of;
        }

        private String text() {
            return file.json()
                    .put("pages", pages)
                    .put("of", of)
                    .put("day", day.toString())
                    .put("last", last)
                    .toString();
        }

        private static Progress read(Entry entry) {
            var json = SandboxJson.read(entry.text()).orElseThrow();
            return new Progress(
                    StatementFile.read(json),
                    json.get("pages").intValue(),
                    json.get("of").intValue(),
                    LocalDate.parse(json.get("day").textValue()),
                    json.get("last").textValue());
        }
    }

    /// Takes in the next page, or a later one than the first again, which changes nothing.
    ///
    /// @throws org.openbalance.api.ApiException 400 naming the line that does not add up, 409 for a page that
    /// is not the next one
    Progress take(Tenant tenant, SandboxAccount account, Page page) {
        SandboxCustomers.requireSandbox(tenant);
        var seen = store.get(tenant, DRAFT + account.reference());
        var before = seen.map(Progress::read);
        var again = before.filter(_ -> page.number() > 1)
                .filter(draft -> draft.pages() == page.number() && draft.last().equals(page.hash()));
        if (again.isPresent()) {
            keep(tenant, account, again.get(), page);
            return again.get();
        }
        var draft = page.number() == 1 ? begun(page) : whole(tenant, continued(before, page));
        var next = checked(draft, page);
        if (!store.swap(tenant, DRAFT + account.reference(), seen, Entry.lasting(next.text()))) {
            throw Problem.conflict("Another page was imported into this account at the same moment. Send it again")
                    .exception();
        }
        keep(tenant, account, next, page);
        if (page.number() == 1) {
            before.filter(left -> !left.complete())
                    .ifPresent(left -> statements.remove(tenant, left.file().name()));
        }
        return next;
    }

    /// What a page does beside moving the draft on, which only one of those that come at once does: so the lines of no
    /// other are kept. A process may die before it; sending the page again does it.
    private void keep(Tenant tenant, SandboxAccount account, Progress taken, Page page) {
        statements.put(tenant, taken.file().name(), page.number(), lines(page));
        if (taken.complete()) {
            stand(tenant, account, taken.file());
        }
    }

    /// Nothing to do for one that stands there already.
    private void stand(Tenant tenant, SandboxAccount account, StatementFile file) {
        var standing = balances.file(tenant, account);
        if (standing.map(StatementFile::name).filter(file.name()::equals).isEmpty()) {
            balances.replace(tenant, account, file);
            standing.ifPresent(before -> statements.remove(tenant, before.name()));
        }
    }

    /// @throws org.openbalance.api.ApiException 409 if the lines of the last page were not kept
    private Progress whole(Tenant tenant, Progress draft) {
        if (!statements.has(tenant, draft.file().name(), draft.pages())) {
            throw Problem.conflict("Page " + draft.pages() + " was not taken in whole. Send it again, then this one")
                    .exception();
        }
        return draft;
    }

    private static List<Line> lines(Page page) {
        return page.lines().stream().map(PageLine::line).toList();
    }

    private Progress begun(Page page) {
        var asOf = page.asOf().orElseThrow(() -> Problem.field("as_of", "is missing: the first page has it")
                .exception());
        if (asOf.isAfter(BankTime.day(BankTime.minute(clock.instant())))) {
            throw Problem.field("as_of", "may not lie ahead").exception();
        }
        var opening = page.opening().or(() -> beforeFirst(page)).orElseThrow(() -> Problem.field(
                        "opening_balance", "is missing: so is the balance after the first line that is booked")
                .exception());
        var file = new StatementFile(Ids.next(clock.instant()), asOf, 0, opening, new HeldAmounts(opening, opening));
        return new Progress(file, 0, page.of(), LocalDate.MIN, "");
    }

    /// What is booked before the first line that is booked, if its balance says so.
    private static Optional<Long> beforeFirst(Page page) {
        return IntStream.range(0, page.lines().size())
                .filter(place -> !page.lines().get(place).line().pending())
                .boxed()
                .findFirst()
                .flatMap(place -> before(page.lines().get(place), place));
    }

    private static Optional<Long> before(PageLine line, int place) {
        var before = line.balance().map(balance -> balance - line.line().amount());
        before.filter(amount -> Math.abs(amount) > Money.MAX_MINOR)
                .flatMap(_ -> error(place, "balance", "means a balance before this line that no account can hold"))
                .ifPresent(error -> {
                    throw Problem.fields(List.of(error)).exception();
                });
        return before;
    }

    private static Progress continued(Optional<Progress> before, Page page) {
        var draft = before.filter(found -> !found.complete())
                .filter(found -> found.pages() + 1 == page.number())
                .orElseThrow(() -> Problem.conflict("The page before this one was not imported last: "
                                + before.filter(found -> !found.complete())
                                        .map(found -> "go on with page " + (found.pages() + 1))
                                        .orElse("begin with page 1"))
                        .exception());
        if (draft.of() != page.of()) {
            throw Problem.field("of", "must be " + draft.of() + ", as on the page before")
                    .exception();
        }
        if (page.asOf().filter(asOf -> !asOf.equals(draft.file().asOf())).isPresent()) {
            throw Problem.field("as_of", "must be as on the first page").exception();
        }
        if (page.opening().filter(opening -> opening != draft.file().opening()).isPresent()) {
            throw Problem.field("opening_balance", "must be as on the first page")
                    .exception();
        }
        return draft;
    }

    private static Progress checked(Progress draft, Page page) {
        if (draft.file().lines() + page.lines().size() > MAX_LINES) {
            throw Problem.field("lines", "may not be more than " + MAX_LINES + " over all pages")
                    .exception();
        }
        var day = draft.day();
        var file = draft.file();
        for (var place = 0; place < page.lines().size(); place++) {
            var line = page.lines().get(place);
            var after = file.with(List.of(line.line()));
            wrong(line, day, draft.file().asOf(), after, place).ifPresent(error -> {
                throw Problem.fields(List.of(error)).exception();
            });
            day = line.line().pending() ? day : line.line().date();
            file = after;
        }
        return new Progress(file, page.number(), page.of(), day, page.hash());
    }

    /// @param day of the line before it
    /// @param after the file with it
    private static Optional<Problem.FieldError> wrong(
            PageLine line, LocalDate day, LocalDate asOf, StatementFile after, int place) {
        if (line.line().date().isAfter(asOf)) {
            return error(place, "date", "may not be later than as_of");
        }
        if (!line.line().pending() && line.line().date().isBefore(day)) {
            return error(place, "date", "may not be before that of the line before it: the oldest is first");
        }
        if (line.balance().filter(balance -> balance != after.held().ledger()).isPresent()) {
            return error(place, "balance", "does not add up: it is not the balance before it and its amount");
        }
        var most =
                Math.max(Math.abs(after.held().ledger()), Math.abs(after.held().available()));
        return most > Money.MAX_MINOR
                ? error(place, line.line().amount() < 0 ? "debit" : "credit", "brings more than an account can hold")
                : Optional.empty();
    }

    private static Optional<Problem.FieldError> error(int place, String field, String message) {
        return Optional.of(new Problem.FieldError("lines[" + place + "]." + field, message));
    }
}
