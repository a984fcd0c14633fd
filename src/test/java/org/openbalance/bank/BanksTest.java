package org.openbalance.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.openbalance.api.Product;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

@Timeout(10)
class BanksTest {

    private static final Bank ZEBRA = bank("aaaaaaaaaaaaaaaaaaaaaaaa", "zebra-bank", "Zebra Bank");
    private static final Bank ACACIA = bank("bbbbbbbbbbbbbbbbbbbbbbbb", "acacia-bank", "Acacia Bank");
    private static final Bank REAL = bank("cccccccccccccccccccccccc", "real-bank", "Real Bank");

    private static final Tenant TENANT = new Tenant("owner", Environment.SANDBOX);

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);
    private final Connector sandbox = new Fake(Environment.SANDBOX, List.of(ZEBRA, ACACIA));
    private final Connector production = new Fake(Environment.PRODUCTION, List.of(REAL));
    private final Banks banks = FixedBanks.of(List.of(sandbox, production), clock::get, 2);

    @Test
    void shows_only_the_banks_of_the_environment_by_name() {
        assertEquals(List.of(ACACIA, ZEBRA), banks.fixed(Environment.SANDBOX));
        assertEquals(List.of(REAL), banks.fixed(Environment.PRODUCTION));
    }

    @Test
    void finds_a_bank_by_id_or_slug_in_its_environment_alone() {
        assertEquals(Optional.of(ZEBRA), banks.find(Environment.SANDBOX, ZEBRA.id()));
        assertEquals(Optional.of(ZEBRA), banks.find(Environment.SANDBOX, "zebra-bank"));
        assertEquals(Optional.empty(), banks.find(Environment.PRODUCTION, ZEBRA.id()));
        assertEquals(Optional.empty(), banks.find(Environment.SANDBOX, "real-bank"));
        assertEquals(Optional.empty(), banks.find(Environment.SANDBOX, "no-bank"));
    }

    @Test
    void a_connector_of_both_environments_gets_the_keys_of_the_one_it_is_called_from_and_a_line_for_each() {
        var both = new Fake(Set.of(Environment.SANDBOX, Environment.PRODUCTION), Optional.of("mono"), List.of(REAL));
        var asked = new AtomicInteger();
        var directory = FixedBanks.of(
                List.of(both),
                (tenant, network) -> {
                    asked.incrementAndGet();
                    var key = new Secret(tenant.environment().wire() + " of " + network);
                    return Optional.of(new NetworkKeys(Map.of("key", key)));
                },
                InstantSource.system());
        var live = new Tenant("owner", Environment.PRODUCTION);

        for (var tenant : List.of(TENANT, live)) {
            assertEquals(Optional.of(REAL), directory.find(tenant.environment(), REAL.id()));
            assertEquals(
                    tenant.environment().wire() + " of mono",
                    directory.call(
                            tenant,
                            REAL,
                            CallDeadline.until(Instant.now().plusSeconds(5)),
                            access -> access.keys().orElseThrow().require("key").value()));
        }
        directory.call(live, REAL, CallDeadline.until(Instant.now().plusSeconds(5)), _ -> "no key is needed");
        assertEquals(2, asked.get());
        assertFalse(directory.line(TENANT, REAL).equals(directory.line(live, REAL)));
    }

    @Test
    void says_what_a_connector_can_do() {
        assertTrue(banks.capability(ZEBRA, ReadsBalances.class).isPresent());
        var none = bank("eeeeeeeeeeeeeeeeeeeeeeee", "links-only", "Links Only", Set.of(Product.AUTH));
        var directory = FixedBanks.of(List.of(new LinksOnly(List.of(none))), InstantSource.system());
        assertEquals(Optional.empty(), directory.capability(none, ReadsBalances.class));
        assertEquals(
                BankFailure.Kind.ERROR,
                assertThrows(BankFailure.class, () -> directory.require(none, ReadsBalances.class))
                        .kind());
    }

    @Test
    void does_not_start_with_a_bank_that_says_it_has_what_its_connector_cannot_read() {
        var claims = new LinksOnly(List.of(bank("eeeeeeeeeeeeeeeeeeeeeeee", "links-only", "Links Only")));
        assertThrows(IllegalStateException.class, () -> FixedBanks.of(List.of(claims), InstantSource.system()));
    }

    @Test
    void gives_each_bank_its_connector() {
        assertSame(sandbox, banks.require(ZEBRA, SignsIn.class));
        assertSame(production, banks.require(REAL, SignsIn.class));
        var stranger = bank("dddddddddddddddddddddddd", "stranger", "Stranger");
        assertThrows(IllegalArgumentException.class, () -> banks.capability(stranger, SignsIn.class));
    }

    @Test
    void refuses_two_banks_with_one_slug() {
        var twin = new Fake(Environment.SANDBOX, List.of(bank("dddddddddddddddddddddddd", ZEBRA.slug(), "Another")));
        assertThrows(IllegalStateException.class, () -> FixedBanks.of(List.of(sandbox, twin), InstantSource.system()));
    }

    @Test
    void gives_back_what_the_bank_answered() {
        assertEquals("answer", call(ZEBRA, soon(), () -> "answer"));
    }

    @Test
    void interrupts_a_call_that_overruns_its_deadline() throws Exception {
        var interrupted = new CountDownLatch(1);
        var failure = assertThrows(
                BankFailure.class,
                () -> call(ZEBRA, clock.get().plusMillis(30), () -> hangUntilInterrupted(interrupted)));
        assertEquals(BankFailure.Kind.SLOW, failure.kind());
        assertTrue(interrupted.await(5, TimeUnit.SECONDS));
    }

    @Test
    void does_not_begin_a_call_whose_deadline_has_passed() {
        var begun = new CountDownLatch(1);
        var failure = assertThrows(
                BankFailure.class,
                () -> call(ZEBRA, clock.get(), () -> {
                    begun.countDown();
                    return "late";
                }));
        assertEquals(BankFailure.Kind.BUSY, failure.kind());
        assertEquals(1, begun.getCount());
    }

    @Test
    void what_is_done_last_before_a_bank_is_asked_is_not_done_for_one_that_is_not_asked() throws Exception {
        var done = new AtomicInteger();
        var release = new CountDownLatch(1);
        var hanging = List.of(occupy(ZEBRA, release), occupy(ZEBRA, release));
        assertEquals(
                BankFailure.Kind.BUSY, failure(() -> call(ZEBRA, clock.get().plusMillis(30), done)));
        assertEquals(0, done.get());
        release.countDown();
        for (var call : hanging) {
            call.get(5, TimeUnit.SECONDS);
        }

        assertEquals("answer", call(ZEBRA, soon(), done));
        assertEquals(1, done.get());
        for (var time = 0; time < Breaker.TOLERANCE; time++) {
            assertEquals(BankFailure.Kind.DOWN, failure(ZEBRA, BankFailure.Kind.DOWN));
        }
        assertEquals(BankFailure.Kind.RESTING, failure(() -> call(ZEBRA, soon(), done)));
        assertEquals(1, done.get());
    }

    @Test
    void a_bank_is_not_asked_where_the_last_before_it_fails_and_its_place_is_free_again() {
        for (var time = 0; time < 2 * Breaker.TOLERANCE; time++) {
            var begun = new AtomicInteger();
            assertThrows(
                    ArithmeticException.class,
                    () -> banks.call(
                            TENANT,
                            ZEBRA,
                            Optional.empty(),
                            CallDeadline.until(soon()),
                            () -> {
                                throw new ArithmeticException();
                            },
                            _ -> begun.incrementAndGet()));
            assertEquals(0, begun.get());
        }
        assertEquals("answer", call(ZEBRA, soon(), () -> "answer"));
    }

    private String call(Bank bank, Instant deadline, AtomicInteger done) {
        return banks.call(
                TENANT, bank, Optional.empty(), CallDeadline.until(deadline), done::incrementAndGet, _ -> "answer");
    }

    private static BankFailure.Kind failure(Executable call) {
        return assertThrows(BankFailure.class, call).kind();
    }

    @Test
    void a_bank_that_hangs_fills_only_its_own_places() throws Exception {
        var release = new CountDownLatch(1);
        var hanging = new ArrayList<CompletableFuture<Void>>();
        for (var i = 0; i < 2; i++) {
            hanging.add(occupy(ZEBRA, release));
        }
        var failure =
                assertThrows(BankFailure.class, () -> call(ZEBRA, clock.get().plusMillis(30), () -> "no place"));
        assertEquals(BankFailure.Kind.BUSY, failure.kind());
        assertEquals("quick", call(ACACIA, soon(), () -> "quick"));

        release.countDown();
        for (var call : hanging) {
            call.get(5, TimeUnit.SECONDS);
        }
        assertEquals("free again", call(ZEBRA, soon(), () -> "free again"));
    }

    @Test
    void an_owner_whose_line_hangs_keeps_no_other_owner_waiting_at_that_bank() throws Exception {
        var release = new CountDownLatch(1);
        var hanging = List.of(occupy(ACACIA, release), occupy(ACACIA, release));
        var other = new Tenant("other", Environment.SANDBOX);
        assertEquals(
                BankFailure.Kind.BUSY, failure(() -> call(ACACIA, clock.get().plusMillis(30), () -> "no place")));

        assertEquals("quick", banks.call(other, ACACIA, CallDeadline.until(soon()), _ -> "quick"));

        release.countDown();
        for (var call : hanging) {
            call.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void an_overrun_gives_its_place_back() {
        for (var i = 0; i < Breaker.TOLERANCE - 1; i++) {
            assertThrows(
                    BankFailure.class,
                    () -> call(ZEBRA, clock.get().plusMillis(5), () -> hangUntilInterrupted(new CountDownLatch(1))));
        }
        assertEquals("still here", call(ZEBRA, soon(), () -> "still here"));
    }

    @Test
    void passes_on_what_the_bank_said_of_itself() {
        var down = new BankFailure(BankFailure.Kind.DOWN, "down");
        assertSame(
                down,
                assertThrows(
                        BankFailure.class,
                        () -> call(ZEBRA, soon(), () -> {
                            throw down;
                        })));
    }

    @Test
    void turns_the_unexpected_into_an_error_and_logs_it_once_without_its_text() {
        var logged = new ArrayList<String>();
        var handler = collector(logged);
        var logger = Logger.getLogger(Banks.class.getName());
        logger.addHandler(handler);
        try {
            var failure = assertThrows(
                    BankFailure.class,
                    () -> call(ZEBRA, soon(), () -> {
                        throw new IllegalStateException("Ada Okafor 0123456789");
                    }));
            assertEquals(BankFailure.Kind.ERROR, failure.kind());
            assertFalse(failure.getMessage().contains("Ada"));
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(1, logged.size());
        assertTrue(logged.getFirst().contains("zebra-bank"));
        assertFalse(logged.getFirst().contains("Ada"));
    }

    @Test
    void an_interrupted_caller_stops_waiting_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThrows(BankFailure.class, () -> call(ZEBRA, soon(), () -> "unheard"));
        assertTrue(Thread.interrupted());
    }

    @Test
    void a_bank_that_fails_again_and_again_is_spared_and_tried_anew() {
        for (var tries = 0; tries < Breaker.TOLERANCE; tries++) {
            assertEquals(BankFailure.Kind.DOWN, failure(ZEBRA, BankFailure.Kind.DOWN));
        }
        assertEquals(BankFailure.Kind.RESTING, failure(ZEBRA, BankFailure.Kind.DOWN));
        assertEquals(Health.DOWN, banks.health(TENANT, List.of(ZEBRA)).get(ZEBRA.id()));
        assertEquals("unharmed", call(ACACIA, soon(), () -> "unharmed"));

        clock.set(clock.get().plus(Breaker.FIRST_REST).plusMillis(1));
        assertEquals("back", call(ZEBRA, soon(), () -> "back"));
        assertEquals(Health.UP, banks.health(TENANT, List.of(ZEBRA)).get(ZEBRA.id()));
    }

    @Test
    void a_login_that_ended_says_nothing_of_its_bank() {
        for (var tries = 0; tries <= Breaker.TOLERANCE; tries++) {
            assertEquals(BankFailure.Kind.LOGIN_EXPIRED, failure(ZEBRA, BankFailure.Kind.LOGIN_EXPIRED));
        }
    }

    @Test
    void each_call_has_its_own_time_however_long_it_waited_for_a_place() throws Exception {
        var release = new CountDownLatch(1);
        occupy(ZEBRA, release);
        occupy(ZEBRA, release);
        var waiting = CompletableFuture.supplyAsync(
                () -> banks.call(TENANT, ZEBRA, new CallDeadline(soon(), Duration.ofSeconds(2)), Access::deadline),
                Thread::startVirtualThread);
        clock.set(clock.get().plusSeconds(3));
        release.countDown();

        assertEquals(clock.get().plusSeconds(2), waiting.get(5, TimeUnit.SECONDS));
    }

    private BankFailure.Kind failure(Bank bank, BankFailure.Kind kind) {
        return assertThrows(
                        BankFailure.class,
                        () -> call(bank, soon(), () -> {
                            throw new BankFailure(kind, "no");
                        }))
                .kind();
    }

    private <T> T call(Bank bank, Instant deadline, Callable<T> call) {
        return banks.call(TENANT, bank, CallDeadline.until(deadline), _ -> call.call());
    }

    private CompletableFuture<Void> occupy(Bank bank, CountDownLatch release) throws InterruptedException {
        var inside = new CountDownLatch(1);
        Callable<String> call = () -> {
            inside.countDown();
            release.await();
            return "done";
        };
        var running = CompletableFuture.runAsync(() -> call(bank, soon(), call), Thread::startVirtualThread);
        assertTrue(inside.await(5, TimeUnit.SECONDS));
        return running;
    }

    private static String hangUntilInterrupted(CountDownLatch interrupted) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
            return "never";
        } finally {
            interrupted.countDown();
        }
    }

    private Instant soon() {
        return clock.get().plusSeconds(5);
    }

    private static Handler collector(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                var parameters = entry.getParameters();
                lines.add(
                        parameters == null
                                ? entry.getMessage()
                                : entry.getMessage().formatted(parameters));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static Bank bank(String id, String slug, String name) {
        return bank(id, slug, name, Set.of(Product.values()));
    }

    private static Bank bank(String id, String slug, String name, Set<Product> products) {
        return new Bank(
                id,
                slug,
                "901",
                name,
                slug + ".svg",
                new Bank.Colors("#111111", "#222222", "#333333", "#444444"),
                false,
                products,
                new Bank.Login("password", List.of()));
    }

    private record Fake(Set<Environment> environments, Optional<String> keyNetwork, List<Bank> banks)
            implements Connector, SignsIn, ReadsAccounts, ReadsBalances {

        Fake(Environment environment, List<Bank> banks) {
            this(Set.of(environment), Optional.empty(), banks);
        }

        /// Of Acacia each owner has a line of its own.
        @Override
        public String line(Tenant tenant, Bank bank) {
            return bank.equals(ACACIA) ? bank.id() + tenant.owner() : Connector.super.line(tenant, bank);
        }

        @Override
        public SignInStep signIn(Access access, SignInRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SignInStep answer(Access access, String state, SignInAnswer answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<BankAccount> accounts(Access access, HeldGrant grant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, AccountRead<BalanceAmounts>> balances(
                Access access, HeldGrant grant, Collection<AccountRequest> accounts) {
            throw new UnsupportedOperationException();
        }
    }

    private record LinksOnly(List<Bank> banks) implements Connector, SignsIn, ReadsAccounts {

        @Override
        public Set<Environment> environments() {
            return Set.of(Environment.PRODUCTION);
        }

        @Override
        public SignInStep signIn(Access access, SignInRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SignInStep answer(Access access, String state, SignInAnswer answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<BankAccount> accounts(Access access, HeldGrant grant) {
            throw new UnsupportedOperationException();
        }
    }
}
