package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.AwsFaults.Fault;
import org.openbalance.journey.Meter;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Hashes;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.dynamodb.Table;

/// What a network says of its banks, and what is kept of it.
@QuarkusTest
class DirectoryRefreshTest {

    private static final Environment PRODUCTION = Environment.PRODUCTION;

    @Inject
    Table table;

    private final ListingNetwork network = new ListingNetwork();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T08:00:00Z"));

    @AfterEach
    void all_is_well_again() {
        AwsFaults.end();
    }

    /// One process: what it remembers is its own.
    private final class Process {

        private final BankDirectory directory = new BankDirectory(table, now::get);
        private final KeyRing none = (_, _) -> Optional.empty();
        private final DirectoryRefresh refresh =
                new DirectoryRefresh(List.of(network), table, directory, none, now::get);
        private final Banks banks = new Banks(List.of(network), directory, none, now::get);

        private DirectoryRefresh.Run run() {
            return refresh.begin(now.get().plusSeconds(30)).end();
        }

        private List<String> names() {
            return names(BankSearch.all());
        }

        private List<String> names(BankSearch search) {
            return banks.search(PRODUCTION, search).banks().stream()
                    .map(Bank::name)
                    .toList();
        }

        private Optional<Bank> find(String idOrSlug) {
            return banks.find(PRODUCTION, idOrSlug);
        }
    }

    private String id(String reference) {
        return Hashes.sha256(network.network() + ':' + reference).substring(0, 24);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static DirectoryRefresh.Run refreshed() {
        return new DirectoryRefresh.Run(1, 0);
    }

    private static DirectoryRefresh.Run failed() {
        return new DirectoryRefresh.Run(0, 1);
    }

    private static DirectoryRefresh.Run nothing() {
        return new DirectoryRefresh.Run(0, 0);
    }

    @Test
    void a_bank_is_found_by_its_id_and_slug_with_all_that_the_network_says_of_it() {
        network.tells(List.of(ListingNetwork.institution("SE-1", "Björkånger & Søn", "SE")));
        assertThat(new Process().run()).isEqualTo(refreshed());

        var bank = new Process().find(id("SE-1")).orElseThrow();

        assertThat(bank.id()).isEqualTo(id("SE-1")).hasSize(24);
        assertThat(bank.slug()).isEqualTo("bjorkanger-son-" + bank.id().substring(0, 6));
        assertThat(bank.name()).isEqualTo("Björkånger & Søn");
        assertThat(bank.country()).isEqualTo("SE");
        assertThat(bank.code()).isEqualTo("907");
        assertThat(bank.artwork()).isEqualTo("https://logos.example/SE-1.png");
        assertThat(bank.personal()).isTrue();
        assertThat(bank.corporate()).isFalse();
        assertThat(bank.dailyReads()).hasValue(4);
        assertThat(bank.login().fields()).hasSize(1);
        assertThat(bank.listing().orElseThrow())
                .isEqualTo(new Bank.Listing(network.network(), "SE-1", now.get(), false));
        assertThat(new Process().find(bank.slug())).contains(bank);
        assertThat(new Process().banks.slug(bank.id())).contains(bank.slug());
        assertThat(new Process().banks.require(bank, SignsIn.class)).isSameAs(network);
        assertThat(new Process().banks.find(Environment.SANDBOX, bank.id())).isEmpty();
        assertThat(new Process().find("0123456789abcdef01234567")).isEmpty();
        assertThat(new Process().find("no-bank")).isEmpty();
    }

    @Test
    void a_network_is_asked_once_a_day() {
        network.tells("A First Bank", "B Second Bank", "C Third Bank");
        var process = new Process();
        assertThat(process.run()).isEqualTo(refreshed());
        assertThat(process.names()).containsExactly("First Bank", "Second Bank", "Third Bank");

        pass(Duration.ofHours(23));
        assertThat(Meter.of(() -> assertThat(process.run()).isEqualTo(nothing())))
                .isEmpty();
        assertThat(new Process().run()).isEqualTo(nothing());

        pass(Duration.ofHours(1));
        assertThat(new Process().run()).isEqualTo(refreshed());
        assertThat(process.run()).isEqualTo(nothing());
        assertThat(network.asked).hasValue(2);
    }

    @Test
    void of_two_processes_at_once_one_asks() {
        network.tells("A First Bank");
        var together = new CyclicBarrier(2);
        List<Callable<DirectoryRefresh.Run>> runs = IntStream.range(0, 2)
                .<Callable<DirectoryRefresh.Run>>mapToObj(_ -> () -> {
                    var process = new Process();
                    together.await();
                    return process.run();
                })
                .toList();

        assertThat(ParallelCalls.run(runs)).containsExactlyInAnyOrder(refreshed(), nothing());
        assertThat(network.asked).hasValue(1);
    }

    @Test
    void what_is_kept_stays_while_a_network_fails_and_it_is_asked_again_later_and_later() {
        network.tells("A First Bank");
        new Process().run();
        pass(Duration.ofDays(1));
        network.does(() -> {
            throw new BankFailure(BankFailure.Kind.DOWN, "down");
        });

        for (var wait : List.of(15, 30, 60, 120, 240, 360, 360)) {
            assertThat(new Process().run()).isEqualTo(failed());
            assertThat(new Process().names()).containsExactly("First Bank");
            pass(Duration.ofMinutes(wait).minusSeconds(1));
            assertThat(new Process().run()).as("before " + wait).isEqualTo(nothing());
            pass(Duration.ofSeconds(1));
        }

        network.tells("A First Bank", "B Second Bank");
        assertThat(new Process().run()).isEqualTo(refreshed());
        assertThat(new Process().names()).containsExactly("First Bank", "Second Bank");
        pass(Duration.ofHours(23));
        assertThat(new Process().run()).isEqualTo(nothing());
    }

    @Test
    void what_is_unexpected_of_a_network_is_a_failure_too() {
        network.does(() -> {
            throw new IllegalStateException("an answer that nobody understands");
        });

        assertThat(new Process().run()).isEqualTo(failed());
    }

    @Test
    void an_empty_answer_empties_nothing() {
        network.tells("A First Bank", "B Second Bank");
        new Process().run();
        network.tells(List.of());

        for (var day = 0; day < 10; day++) {
            pass(Duration.ofDays(1));
            assertThat(new Process().run()).isEqualTo(failed());
        }
        assertThat(new Process().names()).containsExactly("First Bank", "Second Bank");
    }

    @Test
    void an_answer_with_less_than_half_is_believed_when_it_was_given_often() {
        network.tells("A First Bank", "B Second Bank", "C Third Bank");
        new Process().run();
        network.tells("A First Bank");

        for (var doubt = 0; doubt < DirectoryRefresh.DOUBTS; doubt++) {
            pass(Duration.ofDays(1));
            assertThat(new Process().run()).isEqualTo(failed());
            assertThat(new Process().names()).hasSize(3);
        }
        pass(Duration.ofDays(1));
        assertThat(new Process().run()).isEqualTo(refreshed());
        assertThat(new Process().names()).containsExactly("First Bank");
    }

    /// As many banks as before, but under new ids: all that are listed would be withdrawn.
    @Test
    void a_directory_of_like_size_that_was_swapped_for_another_is_doubted_as_well() {
        network.tells("A First Bank", "B Second Bank", "C Third Bank");
        new Process().run();
        network.tells("D First Bank", "E Second Bank", "F Third Bank");

        for (var doubt = 0; doubt < DirectoryRefresh.DOUBTS; doubt++) {
            pass(Duration.ofDays(1));
            assertThat(new Process().run()).isEqualTo(failed());
            assertThat(new Process().names()).hasSize(3);
        }
        network.tells("A First Bank", "B Second Bank", "C Third Bank", "D Fourth Bank");
        pass(Duration.ofDays(1));

        assertThat(new Process().run()).isEqualTo(refreshed());
        assertThat(new Process().names()).hasSize(4);
    }

    @Test
    void a_bank_that_was_dropped_is_withdrawn_and_comes_back_as_the_same() {
        network.tells("A First Bank", "B Second Bank");
        new Process().run();
        var before = new Process().find(id("B")).orElseThrow();
        pass(Duration.ofDays(1));
        network.tells("A First Bank");
        new Process().run();

        var dropped = new Process().find(id("B")).orElseThrow();
        assertThat(dropped.withdrawn()).isTrue();
        assertThat(dropped.name()).isEqualTo("Second Bank");
        assertThat(new Process().names()).containsExactly("First Bank");
        var shown = BankJson.full(dropped, "https://api.example");
        assertThat(shown.get("status").asText()).isEqualTo("withdrawn");
        assertThat(shown.get("active").booleanValue()).isFalse();
        assertThat(shown.get("icon").asText()).isEqualTo("https://logos.example/B.png");
        assertThat(shown.get("created_at").asText()).isEqualTo("2026-11-01T08:00:00.000Z");

        pass(Duration.ofDays(1));
        network.tells("A First Bank", "B Second Bank");
        new Process().run();
        assertThat(new Process().find(id("B"))).contains(before);
    }

    @Test
    void a_bank_that_changed_its_name_keeps_its_id_and_slug() {
        network.tells("A First Bank", "B Second Bank");
        new Process().run();
        var before = new Process().find(id("A")).orElseThrow();
        pass(Duration.ofDays(1));
        network.tells("A Premier Bank", "B Second Bank");

        var written = Meter.writesOf(() -> new Process().run());

        var after = new Process().find(before.slug()).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.name()).isEqualTo("Premier Bank");
        assertThat(after.listing()).isEqualTo(before.listing());
        assertThat(written).extracting(Meter.Use::operation).containsExactly("UpdateItem", "PutItem", "UpdateItem");
    }

    @Test
    void banks_of_one_name_have_slugs_of_their_own() {
        network.tells(IntStream.range(0, 300)
                .mapToObj(place -> ListingNetwork.institution("R" + place, "Same Bank", "NG"))
                .toList());
        new Process().run();
        var process = new Process();

        var slugs = process.banks.search(PRODUCTION, BankSearch.all()).banks().stream()
                .map(Bank::slug)
                .toList();

        assertThat(slugs).hasSize(300).doesNotHaveDuplicates().allMatch(slug -> slug.startsWith("same-bank-"));
        assertThat(slugs).allSatisfy(slug -> assertThat(process.find(slug)).isPresent());
    }

    @Test
    void what_cannot_be_listed_keeps_no_other_bank_out() {
        network.tells(List.of(
                ListingNetwork.institution("A", "First Bank", "NG"),
                ListingNetwork.institution("B", " ", "NG"),
                ListingNetwork.institution("C", "Nowhere Bank", "XX"),
                ListingNetwork.institution("A", "Twice Bank", "NG"),
                ListingNetwork.institution("E", "L" + "o".repeat(500) + "ng Bank", "NG"),
                ListingNetwork.institution("F g", "Picture Bank", "NG"),
                ListingNetwork.institution("D", "Εθνική", "GR")));

        assertThat(new Process().run()).isEqualTo(refreshed());

        assertThat(new Process().names()).containsExactly("First Bank", "Picture Bank", "Εθνική");
        assertThat(new Process().find(id("F g")).orElseThrow().artwork()).doesNotContain("logos.example");
        assertThat(new Process().find(id("D")).orElseThrow().slug()).startsWith("bank-");
    }

    @Test
    void pages_that_lead_in_a_circle_come_to_an_end() {
        network.tells("A First Bank").leadsInACircle();

        assertThat(new Process().run()).isEqualTo(failed());
    }

    @Test
    void a_network_that_hangs_keeps_nothing_waiting_longer_than_the_run_may_take() {
        network.does(() -> {
            new CountDownLatch(1).await();
            return List.of();
        });
        var process = new Process();

        assertThat(process.refresh.begin(now.get().plusMillis(50)).end()).isEqualTo(failed());
    }

    @Test
    void what_the_table_does_not_take_is_a_failure_too_and_tried_again_later() {
        network.tells("A First Bank");
        AwsFaults.begin(
                Fault.THROTTLED,
                request -> request.operation().equals("PutItem")
                        && request.partition().contains(network.network()));
        assertThat(new Process().run()).isEqualTo(failed());
        AwsFaults.end();
        assertThat(new Process().run()).isEqualTo(nothing());

        pass(Duration.ofMinutes(16));
        assertThat(new Process().run()).isEqualTo(refreshed());
        assertThat(new Process().names()).containsExactly("First Bank");
    }

    @Test
    void a_cold_function_asks_the_table_once_for_the_banks_of_a_page() {
        var institutions = IntStream.range(0, 200)
                .mapToObj(place -> ListingNetwork.institution("P" + place, "Bank number " + place, "NG"))
                .toList();
        network.tells(institutions);
        new Process().run();
        var process = new Process();
        var page =
                institutions.stream().map(one -> id(one.reference())).limit(50).toList();

        var asked = Meter.of(() -> {
            process.banks.remember(PRODUCTION, page);
            page.forEach(id -> assertThat(process.find(id)).isPresent());
        });

        assertThat(asked).extracting(Meter.Use::operation).containsExactly("BatchGetItem");
    }

    @Test
    void a_warm_function_asks_the_table_once_for_many_banks() {
        var institutions = new ArrayList<Institution>();
        for (var place = 0; place < 3_000; place++) {
            institutions.add(
                    ListingNetwork.institution("R" + place, "Bank number " + place, place % 3 == 0 ? "GH" : "NG"));
        }
        network.tells(institutions);
        new Process().run();
        var process = new Process();

        var first = Meter.of(() -> assertThat(process.find(id("R1"))).isPresent());
        var again = Meter.of(() -> assertThat(process.find(id("R1"))).isPresent());
        var search = Meter.of(() -> assertThat(process.names()).hasSize(3_000));
        var after = Meter.of(() -> {
            assertThat(process.names(new BankSearch("num 299", Optional.of("GH"), _ -> true)))
                    .containsExactly("Bank number 2991", "Bank number 2994", "Bank number 2997");
            institutions.forEach(
                    one -> assertThat(process.find(id(one.reference()))).isPresent());
        });

        assertThat(first).extracting(Meter.Use::operation).containsExactly("BatchGetItem");
        assertThat(first.getFirst().units()).isLessThanOrEqualTo(1);
        assertThat(again).isEmpty();
        assertThat(search).extracting(Meter.Use::operation).containsExactly("Query");
        assertThat(search.getFirst().units()).isLessThan(20);
        assertThat(after).isEmpty();
        pass(Duration.ofMinutes(11));
        assertThat(Meter.of(() -> process.find(id("R1")))).hasSize(1);
    }
}
