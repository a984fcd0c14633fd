package org.openbalance.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openbalance.account.Account;
import org.openbalance.api.ApiException;
import org.openbalance.api.Product;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.example.ExampleBankInSandbox;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.AwsFaults.Fault;
import org.openbalance.journey.Company;
import org.openbalance.journey.EmptySchedule;
import org.openbalance.journey.Meter;
import org.openbalance.journey.TestClock;
import org.openbalance.local.LocalQueues;
import org.openbalance.money.Money;
import org.openbalance.owner.Owners;
import org.openbalance.platform.dynamodb.Due;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.platform.vault.Vault;
import org.openbalance.reading.BankReads;
import org.openbalance.webhook.Receiver;

/// Transactions are read after linking, back to where the customer agreed, and by schedule, and their owner is told.
/// Shown at the bank that the kit's guide is about, over HTTP.
@QuarkusTest
@Tag("slow")
@TestProfile(TransactionReadsTest.AtExampleBank.class)
class TransactionReadsTest {

    public static final class AtExampleBank implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ExampleBankInSandbox.class);
        }
    }

    private static final List<String> EVENTS = List.of(
            "transactions.initial",
            "transactions.full",
            "transactions.periodic",
            "transactions.deleted",
            "refresh.failed");

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    @Inject
    LocalQueues queues;

    @Inject
    Due due;

    @Inject
    Table table;

    @Inject
    Vault vault;

    @Inject
    BankReads reads;

    @Inject
    Transactions transactions;

    @Inject
    TransactionReader reader;

    @Inject
    ExampleBankInSandbox bank;

    private final Book book = new Book();
    private Company company;
    private Receiver receiver;

    /// What the first account's lines are at the bank.
    private static final class Book {

        private final List<Map<String, String>> lines = new CopyOnWriteArrayList<>();
        private final List<DaySpan> asked = new CopyOnWriteArrayList<>();
        private Predicate<DaySpan> whole = _ -> true;
        private Predicate<DaySpan> given = _ -> true;
        private boolean bounded = true;

        void holds(LocalDate day, String text) {
            lines.add(Map.of(
                    "booked",
                    day.toString(),
                    "amount",
                    "-" + (10 + lines.size()) + ".50",
                    "currency",
                    "NGN",
                    "text",
                    text));
        }

        void loses(String text) {
            lines.removeIf(line -> line.get("text").equals(text));
        }

        RawAnswer answer(String account, DaySpan days) {
            asked.add(days);
            if (!given.test(days)) {
                return RawAnswer.json(400, "{\"error\":\"TOO_FAR_BACK\"}");
            }
            var found = lines.stream()
                    .filter(_ -> account.equals("a1"))
                    .filter(line -> !bounded || isWithin(days, LocalDate.parse(line.get("booked"))))
                    .map(Book::json)
                    .collect(Collectors.joining(","));
            var next = whole.test(days) ? "" : "null/transactions";
            return RawAnswer.json(200, "{\"transactions\":[" + found + "],\"next\":\"" + next + "\"}");
        }

        private static String json(Map<String, String> line) {
            return line.entrySet().stream()
                    .map(field -> '"' + field.getKey() + "\":\"" + field.getValue() + '"')
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private static boolean isWithin(DaySpan days, LocalDate day) {
            return !day.isBefore(days.first()) && !day.isAfter(days.last());
        }
    }

    @BeforeEach
    void a_company_that_listens_and_a_bank() throws IOException {
        EmptySchedule.of(table, due);
        company = Company.of(owners);
        receiver = new Receiver();
        company.call("webhooks/create", Map.of("url", receiver.url(), "events", EVENTS))
                .then()
                .statusCode(200);
        bank.anew();
        bank.keeps(book::answer);
    }

    @AfterEach
    void real_time_again() {
        AwsFaults.end();
        clock.reset();
        queues.clear();
        receiver.close();
    }

    private Company.Linked links(int months) {
        return links(company, months);
    }

    private static Company.Linked links(Company company, int months) {
        var options = new HashMap<String, Object>(
                Map.of("products", List.of("auth", "balance", "transactions"), "limit", months));
        var widget = company.opensByKey(options);
        var consent = widget.agrees();
        return widget.chooses(
                widget.signsIn(ExampleBankInSandbox.BANK, "user_good").subList(0, 1), consent);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private LocalDate ago(int days) {
        return today().minusDays(days);
    }

    private void tick() {
        queues.tick("refresh");
        queues.drainFully();
    }

    private void passes(Duration time) {
        var until = clock.instant().plus(time);
        while (clock.instant().isBefore(until)) {
            clock.advance(time.compareTo(Duration.ofHours(2)) < 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(30));
            tick();
        }
    }

    private List<String> kept(Company.Linked linked) {
        return transactions
                .page(company.tenant(), linked.account(), Optional.empty(), new PageRequest(1, 100, Optional.empty()))
                .transactions()
                .stream()
                .map(Transaction::narration)
                .toList();
    }

    private List<String> heard() {
        return receiver.heard().stream()
                .map(heard -> heard.json().getString("event"))
                .toList();
    }

    private JsonPath only(String event) {
        var found = receiver.heard().stream()
                .filter(heard -> heard.json().getString("event").equals(event))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst().json();
    }

    private Account account(Company.Linked linked) {
        return Account.of(
                Account.latest(table, company.tenant(), linked.account()).orElseThrow());
    }

    private ReadDays readDays(Company.Linked linked) {
        return ReadDays.of(
                account(linked).schedule().product(Product.TRANSACTIONS).progress());
    }

    @Test
    void the_latest_month_is_read_at_the_first_visit_and_told() {
        book.holds(ago(3), "POS LEKKI");
        book.holds(ago(20), "RENT");
        book.holds(ago(50), "OLD RENT");
        var linked = links(24);

        tick();

        assertThat(kept(linked)).containsExactly("POS LEKKI", "RENT");
        var told = only("transactions.initial");
        assertThat(told.getString("callback_type")).isEqualTo("TRANSACTIONS");
        assertThat(told.getString("callback_code")).isEqualTo("INITIAL_TRANSACTIONS");
        assertThat(told.getInt("new_transactions")).isEqualTo(2);
        assertThat(told.getString("record")).isEqualTo(linked.connection());
        assertThat(told.getString("accountId")).isEqualTo(linked.account());
        assertThat(told.getString("customerId")).isEqualTo(linked.customer());
        assertThat(receiver.heard().toString()).doesNotContain("LEKKI", "10.5");
        assertThat(heard()).containsExactly("transactions.initial");
    }

    @Test
    void the_past_is_read_in_the_background_minute_by_minute_and_told_once() {
        for (var month = 0; month < 30; month++) {
            book.holds(ago(month * 30), "RENT " + month);
        }
        var linked = links(24);

        passes(Duration.ofMinutes(20));

        var earliest = today().minusMonths(24);
        assertThat(readDays(linked).read()).contains(new DaySpan(earliest, today()));
        assertThat(kept(linked)).hasSize((int) book.lines.stream()
                .filter(line -> !LocalDate.parse(line.get("booked")).isBefore(earliest))
                .count());
        assertThat(heard()).containsExactly("transactions.initial", "transactions.full");
        assertThat(only("transactions.full").getString("callback_code")).isEqualTo("FULL_TRANSACTIONS");
        assertThat(only("transactions.full").getInt("new_transactions"))
                .isEqualTo(kept(linked).size());
        assertThat(account(linked).schedule().next()).hasValueSatisfying(next -> assertThat(next)
                .as("what is whole has its usual time")
                .isAfter(clock.instant().plus(Duration.ofHours(1))));
    }

    @Test
    void no_day_before_the_session_s_limit_is_asked_for_or_kept() {
        book.bounded = false;
        book.holds(today().minusMonths(3).minusDays(1), "BEFORE");
        book.holds(today().minusMonths(3), "ON THE FIRST DAY");
        var linked = links(3);

        passes(Duration.ofMinutes(15));

        assertThat(kept(linked)).containsExactly("ON THE FIRST DAY");
        assertThat(book.asked).allSatisfy(days -> assertThat(days.first()).isAfterOrEqualTo(today().minusMonths(3)));
        assertThat(heard()).containsExactly("transactions.initial", "transactions.full");
    }

    @Test
    void what_a_day_brings_changes_and_takes_is_told_without_a_word_of_it() {
        book.holds(ago(1), "POS LEKKI");
        book.holds(ago(2), "AIRTIME");
        var linked = links(1);
        passes(Duration.ofMinutes(5));
        var gone = transactions
                .page(company.tenant(), linked.account(), Optional.empty(), new PageRequest(1, 9, Optional.empty()))
                .transactions()
                .getLast();

        book.loses("AIRTIME");
        book.holds(today(), "SALARY");
        book.holds(today(), "GIFT");
        passes(Duration.ofHours(16));

        assertThat(heard())
                .containsExactlyInAnyOrder(
                        "transactions.initial", "transactions.full", "transactions.periodic", "transactions.deleted");
        var periodic = only("transactions.periodic");
        assertThat(periodic.getString("callback_code")).isEqualTo("PERIODIC_TRANSACTIONS");
        assertThat(periodic.getInt("new_transactions")).isEqualTo(2);
        assertThat(periodic.getInt("changed_transactions")).isZero();
        var deleted = only("transactions.deleted");
        assertThat(deleted.getString("callback_code")).isEqualTo("TRANSACTIONS_DELETED");
        assertThat(deleted.<String>getList("removed_transactions")).containsExactly(gone.id());
        assertThat(receiver.heard().toString()).doesNotContain("SALARY", "GIFT", "AIRTIME");
    }

    @Test
    void a_day_without_news_is_told_to_nobody_and_writes_no_line() {
        book.holds(ago(1), "POS LEKKI");
        links(1);
        passes(Duration.ofMinutes(5));
        var told = heard();
        var asked = book.asked.size();

        var writes = Meter.writesOf(() -> passes(Duration.ofDays(2)));

        assertThat(book.asked.size()).as("every twelve hours").isBetween(asked + 3, asked + 5);
        assertThat(heard()).isEqualTo(told);
        assertThat(writes).noneMatch(use -> use.firstKey().contains("#LINES#"));
    }

    @Test
    void a_line_that_comes_late_is_found_still() {
        book.holds(ago(1), "POS LEKKI");
        var linked = links(1);
        passes(Duration.ofMinutes(5));

        book.holds(ago(12), "CHEQUE");
        passes(Duration.ofHours(16));

        assertThat(kept(linked)).containsExactly("POS LEKKI", "CHEQUE");
    }

    @Test
    void a_past_that_is_not_given_whole_is_kept_and_does_not_count() {
        book.holds(ago(40), "HALF OF IT");
        book.whole = days -> !days.last().isBefore(ago(5));
        var linked = links(24);

        passes(Duration.ofMinutes(30));

        assertThat(kept(linked)).containsExactly("HALF OF IT");
        assertThat(heard()).containsExactly("transactions.initial");
        assertThat(readDays(linked).read().orElseThrow().first()).isAfter(ago(40));

        book.whole = _ -> true;
        passes(Duration.ofHours(16));
        passes(Duration.ofMinutes(30));

        assertThat(heard()).containsExactly("transactions.initial", "transactions.full");
    }

    @Test
    void a_bank_that_gives_no_older_days_is_read_for_the_latest_and_is_no_failure() {
        book.holds(ago(1), "POS LEKKI");
        book.given = days -> days.first().isAfter(ago(90));
        var linked = links(24);

        passes(Duration.ofHours(26));
        book.holds(today(), "SALARY");
        passes(Duration.ofHours(16));

        assertThat(kept(linked)).containsExactly("SALARY", "POS LEKKI");
        assertThat(heard()).containsExactly("transactions.initial", "transactions.periodic");
        assertThat(readDays(linked).read().orElseThrow().first()).isBetween(ago(92), ago(55));
    }

    @Test
    void a_read_that_is_asked_for_brings_the_latest_days_even_while_the_past_is_read() {
        book.holds(ago(1), "POS LEKKI");
        var linked = links(24);
        tick();
        passes(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(11));
        book.holds(today(), "SALARY");

        var visits = reads.read(
                Product.TRANSACTIONS,
                List.of(account(linked)),
                Optional.empty(),
                clock.instant().plusSeconds(20));

        assertThat(visits.getFirst().results().values()).allMatch(BankReads.Result.Fresh.class::isInstance);
        assertThat(kept(linked)).containsExactly("SALARY", "POS LEKKI");
    }

    @Test
    void an_account_that_is_linked_anew_is_read_from_the_beginning_and_keeps_its_ids() {
        book.holds(ago(1), "POS LEKKI");
        book.holds(ago(60), "RENT");
        var linked = links(3);
        passes(Duration.ofMinutes(10));
        var before = ids(linked);
        book.holds(today(), "SALARY");

        var again = links(3);
        passes(Duration.ofMinutes(10));

        assertThat(again.account()).isEqualTo(linked.account());
        assertThat(ids(again)).containsAll(before).hasSize(3);
        assertThat(heard())
                .containsExactly(
                        "transactions.initial", "transactions.full", "transactions.initial", "transactions.full");
    }

    private List<String> ids(Company.Linked linked) {
        return transactions
                .page(company.tenant(), linked.account(), Optional.empty(), new PageRequest(1, 9, Optional.empty()))
                .transactions()
                .stream()
                .map(Transaction::id)
                .toList();
    }

    @Test
    void nothing_is_taken_in_once_the_consent_has_ended_or_without_its_scope() {
        var linked = links(1);
        var before = account(linked);
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        assertRefused(before, 403);

        var other = company.links(ExampleBankInSandbox.BANK);
        assertRefused(account(other), 403);
    }

    @Test
    void nothing_is_taken_in_for_an_account_that_was_linked_by_another_login_meanwhile() {
        var before = account(links(1));
        links(1);

        assertRefused(before, 409);
    }

    private void assertRefused(Account account, int status) {
        assertThatThrownBy(() -> write(account, line("NGN", "REFUSED")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(status));
        assertThat(transactions.totals(company.tenant(), account.id()).lines()).isZero();
    }

    private BankTransaction line(String currency, String text) {
        return new BankTransaction(
                Optional.empty(),
                BankTransaction.Status.BOOKED,
                Optional.of(today()),
                Optional.empty(),
                new Money(-1_050, Currency.getInstance(currency)),
                text,
                Optional.empty());
    }

    private void write(Account account, BankTransaction... lines) {
        var piece = ReadDays.NONE.next(1, clock.instant(), Optional.empty());
        var read = PieceRead.of(piece, new BankTransactions(List.of(lines), true));
        reader.write(account, new AccountRead.Value<>(read), clock.instant());
    }

    @Test
    void lines_in_another_currency_are_another_account_s() {
        var linked = links(1);

        write(account(linked), line("USD", "DOLLARS"), line("NGN", "NAIRA"));

        assertThat(kept(linked)).containsExactly("NAIRA");
    }

    @Test
    void what_is_written_twice_is_there_and_told_once() {
        var linked = links(1);
        var before = account(linked);

        write(before, line("NGN", "SALARY"));
        write(before, line("NGN", "SALARY"));
        queues.drainFully();

        assertThat(kept(linked)).containsExactly("SALARY");
        assertThat(heard()).containsExactlyInAnyOrder("transactions.initial", "transactions.full");
    }

    @Test
    void lines_go_with_their_customer_at_once_and_are_deleted_within_minutes_whoever_writes_late() {
        for (var day = 0; day < 60; day++) {
            book.holds(ago(day), "POS " + UUID.randomUUID());
            book.holds(ago(day), "NIP " + UUID.randomUUID());
        }
        var linked = links(3);
        passes(Duration.ofMinutes(5));
        var before = account(linked);
        var line = ids(linked).getFirst();
        assertThat(table.query(linesOf(linked))).hasSizeGreaterThan(1);

        company.call("customers/remove", Map.of("customer", linked.customer()))
                .then()
                .statusCode(200);

        assertThat(transactions.find(company.tenant(), line)).isEmpty();
        assertThat(kept(linked)).isEmpty();
        assertRefused(before, 404);
        assertThat(transactions.take(
                        company.tenant(),
                        linked.account(),
                        new BankTransactions(List.of(line("NGN", "LATE")), true),
                        new DaySpan(ago(1), today())))
                .isEmpty();

        tick();
        assertThat(table.query(linesOf(linked))).hasSize(1);
        assertThat(removal(linked).deletedAt()).isEmpty();
        // A writer that had put its segment, and died before the open item.
        table.write(Segment.write(vault, company.tenant(), linked.account(), Place.before(today()), 0, 1, List.of()));
        passes(Duration.ofMinutes(12));

        assertThat(table.query(linesOf(linked))).hasSize(1);
        assertThat(removal(linked).deletedAt()).isPresent();
        assertThat(transactions.take(
                        company.tenant(),
                        linked.account(),
                        new BankTransactions(List.of(), true),
                        new DaySpan(ago(1), today())))
                .as("never again")
                .isEmpty();
    }

    private Removal removal(Company.Linked linked) {
        return transactions.removals(company.tenant(), linked.accounts()).get(linked.account());
    }

    private Query linesOf(Company.Linked linked) {
        return Query.of(Head.partition(company.tenant(), Place.code(linked.account())))
                .latest();
    }

    @Test
    void what_a_consent_allowed_to_read_goes_on_under_a_later_one() {
        book.holds(ago(1), "POS LEKKI");
        var linked = links(1);
        passes(Duration.ofMinutes(5));
        var before = ids(linked);
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);
        book.holds(today(), "SALARY");
        passes(Duration.ofMinutes(5));
        assertThat(ids(linked)).as("nothing is read meanwhile").isEqualTo(before);

        var again = links(1);
        passes(Duration.ofMinutes(5));

        assertThat(again.account()).isEqualTo(linked.account());
        assertThat(ids(again)).hasSize(2).containsAll(before);
    }

    @Test
    void what_an_earlier_consent_reached_back_to_is_not_shown_under_one_that_reaches_less_far() {
        book.holds(ago(3), "POS LEKKI");
        book.holds(ago(50), "RENT");
        var linked = links(3);
        passes(Duration.ofMinutes(10));
        var rent = ids(linked).getLast();
        company.call("consents/revoke", Map.of("id", linked.consent())).then().statusCode(200);

        links(1);
        passes(Duration.ofMinutes(5));

        assertThat(shown(linked)).containsExactly("POS LEKKI");
        assertThat(total(linked)).isEqualTo(1);
        assertThat(asked("transactions/getById", Map.of("id", rent)).<Object>getList("data.transactions"))
                .isEmpty();
        assertThat(asked("transactions/changes", Map.of("account", linked.account()))
                        .<String>getList("data.added.notes.desc"))
                .hasSize(1);
        assertThat(asked("products/total-debits-credits", Map.of("account", linked.account()))
                        .getString("data.result.debit"))
                .isEqualTo("10.5");
        company.call("transactions/annotate", Map.of("id", rent, "note", "mine"))
                .then()
                .statusCode(404);

        links(3);
        passes(Duration.ofMinutes(10));

        assertThat(shown(linked)).containsExactly("POS LEKKI", "RENT");
        assertThat(total(linked)).isEqualTo(2);
        assertThat(ids(linked)).contains(rent);
    }

    private JsonPath asked(String operation, Map<String, ?> body) {
        var answer = company.call(operation, body);
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    private List<String> shown(Company.Linked linked) {
        return asked("transactions/getByAccount", Map.of("account", linked.account()))
                .getList("data.transactions.notes.desc");
    }

    private int total(Company.Linked linked) {
        return asked("transactions/getByAccount", Map.of("account", linked.account()))
                .getInt("data.pagination.totalDocs");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "ANSWER_LOST", "NEVER_ANSWERED"})
    void what_was_taken_in_and_not_told_is_told_by_the_next_read(Fault fault) {
        book.holds(ago(1), "POS LEKKI");
        book.holds(ago(2), "AIRTIME");
        var linked = links(1);
        passes(Duration.ofMinutes(5));
        book.holds(today(), "SALARY");
        book.loses("AIRTIME");
        clock.advance(Duration.ofHours(12));
        // Each delivery's first write.
        AwsFaults.begin(
                fault,
                1,
                request -> request.operation().equals("PutItem")
                        && request.partition().contains("#WEBHOOK#"));

        tick();
        assertThat(kept(linked)).containsExactly("SALARY", "POS LEKKI");
        passes(Duration.ofMinutes(10));

        assertThat(only("transactions.periodic").getInt("new_transactions")).isEqualTo(1);
        assertThat(only("transactions.deleted").<String>getList("removed_transactions"))
                .hasSize(1);
        var ids = new ArrayList<String>();
        receiver.heard().forEach(heard -> ids.add(heard.json().getString("id")));
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void that_all_is_there_is_told_though_the_process_dies_over_its_mark() {
        book.holds(ago(1), "POS LEKKI");
        var linked = links(1);
        AwsFaults.begin(
                Fault.THROTTLED,
                1,
                request -> request.operation().equals("TransactWriteItems")
                        && request.partition().contains("#WEBHOOK#"));

        tick();
        assertThat(heard()).isEmpty();
        passes(Duration.ofMinutes(10));

        assertThat(kept(linked)).containsExactly("POS LEKKI");
        assertThat(heard()).containsExactlyInAnyOrder("transactions.initial", "transactions.full");
        assertThat(only("transactions.initial").getInt("new_transactions")).isEqualTo(1);
    }
}
