package org.openbalance.bank.sandbox;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openbalance.api.Mark;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Secret;
import org.openbalance.bank.sandbox.SandboxStore.Entry;
import org.openbalance.money.Nuban;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// The customers of the sandbox banks that an owner made, for the owner's own sandbox only.
///
/// The same owner, bank and user name always make the same person with the same account numbers.
@Singleton
public final class SandboxCustomers {

    /// In one sandbox.
    public static final int MAX_CUSTOMERS = 1000;

    /// In one call of [#generate].
    public static final int MAX_GENERATED = 10;

    private static final String CUSTOMER = "CUSTOMER#";
    private static final String NUMBER = "NUBAN#";
    private static final String GENERATED = "GENERATED";

    /// Serials from here on are those of the [WellKnownUser], which no claim protects.
    private static final int WELL_KNOWN_SERIALS = 900_000_000;

    private static final int SERIALS_EACH = 100;

    private static final int MOST_NUMBER_TRIES = 20;
    private static final long SERIAL_STREAM = 201;
    private static final int GOOD_IDENTITY = 100;

    private final SandboxStore store;
    private final InstantSource clock;

    SandboxCustomers(SandboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What became of a wish for a customer.
    public sealed interface Creation {
        record Created(SandboxCustomer customer) implements Creation {}

        record Refused(Refusal why) implements Creation {}
    }

    public enum Refusal {
        /// The bank has a customer of that user name in this sandbox.
        NAME_TAKEN,
        /// The user name is one of the [WellKnownUser].
        NAME_RESERVED,
        /// The sandbox has [#MAX_CUSTOMERS].
        FULL
    }

    /// A customer thought up.
    ///
    /// @param creation empty if it was only thought up
    public record Generated(NewCustomer wanted, Optional<Creation> creation) {}

    /// @param mark of the call: what it has made already is made
    public Creation create(Tenant tenant, NewCustomer wanted, Mark mark) {
        requireSandbox(tenant);
        if (WellKnownUser.of(wanted.username()).isPresent()) {
            return new Creation.Refused(Refusal.NAME_RESERVED);
        }
        var id = id(tenant.owner(), wanted.bank(), wanted.username());
        var standing = created(tenant, id);
        if (standing.isPresent()) {
            return standing.filter(user -> user.isMadeBy(mark))
                    .<Creation>map(user -> new Creation.Created(user.customer()))
                    .orElseGet(() -> new Creation.Refused(Refusal.NAME_TAKEN));
        }
        if (store.list(tenant, CUSTOMER).size() >= MAX_CUSTOMERS) {
            return new Creation.Refused(Refusal.FULL);
        }
        return write(tenant, customer(tenant, id, wanted), wanted.password(), mark);
    }

    private Creation write(Tenant tenant, SandboxCustomer customer, Secret password, Mark mark) {
        var user = new SandboxUser(customer, Optional.of(PasswordHash.of(password.value())), mark.note());
        var written = store.swap(tenant, CUSTOMER + customer.id(), Optional.empty(), Entry.lasting(user.text()));
        return written ? new Creation.Created(customer) : new Creation.Refused(Refusal.NAME_TAKEN);
    }

    private SandboxCustomer customer(Tenant tenant, String id, NewCustomer wanted) {
        var bank = wanted.bank();
        var seed = seed(tenant.owner(), bank, wanted.username());
        var nubans = IntStream.range(0, wanted.accounts())
                .mapToObj(index -> claimNumber(tenant, bank, id, SandboxSeed.mix(seed, index)))
                .toList();
        return new SandboxCustomer(
                id,
                bank,
                wanted.username(),
                wanted.name(),
                wanted.type(),
                wanted.volume(),
                wanted.identity(),
                wanted.internetSpeed(),
                wanted.currency(),
                wanted.country(),
                nubans,
                now(),
                seed);
    }

    /// Numbers are claimed before the customer is written, so that no two customers of a bank share one. A claim left
    /// by a creation that broke off is found again by its repetition, whose seed is the same.
    private String claimNumber(Tenant tenant, Bank bank, String id, long seed) {
        for (var attempt = 0; attempt < MOST_NUMBER_TRIES; attempt++) {
            var serial = SandboxSeed.below(SandboxSeed.mix(seed, SERIAL_STREAM + attempt), WELL_KNOWN_SERIALS);
            var nuban = Nuban.of(bank.code(), (int) serial);
            if (claim(tenant, NUMBER + bank.code() + '#' + nuban, id)) {
                return nuban;
            }
        }
        throw new IllegalStateException("A sandbox bank ran out of account numbers");
    }

    private boolean claim(Tenant tenant, String key, String id) {
        return store.swap(tenant, key, Optional.empty(), Entry.lasting(id))
                || store.get(tenant, key)
                        .filter(entry -> entry.text().equals(id))
                        .isPresent();
    }

    /// Thinks up customers that the sandbox does not have yet: the same ones, until they are made.
    ///
    /// @param number 1 to [#MAX_GENERATED]
    /// @param mark of the call: what it has made already is among them
    public List<Generated> generate(Tenant tenant, int number, boolean create, Mark mark) {
        requireSandbox(tenant);
        if (number < 1 || number > MAX_GENERATED) {
            throw new IllegalArgumentException("One call generates 1 to " + MAX_GENERATED + " customers");
        }
        var wanted = unused(tenant, number, mark);
        return wanted.stream()
                .map(one -> new Generated(one, create ? Optional.of(create(tenant, one, mark)) : Optional.empty()))
                .toList();
    }

    private List<NewCustomer> unused(Tenant tenant, int number, Mark mark) {
        return IntStream.rangeClosed(1, MAX_CUSTOMERS + MAX_GENERATED)
                .mapToObj(place -> thinkUp(tenant, place))
                .filter(wanted -> find(tenant, wanted.bank(), wanted.username())
                        .filter(user -> !user.isMadeBy(mark))
                        .isEmpty())
                .limit(number)
                .toList();
    }

    private static NewCustomer thinkUp(Tenant tenant, int place) {
        var seed = SandboxSeed.of(GENERATED, tenant.owner(), String.valueOf(place));
        var banks = SandboxBanks.values();
        var bank = banks[(int) SandboxSeed.below(SandboxSeed.mix(seed, 1), banks.length)].bank();
        var type = bank.corporate() ? Holder.CORP : Holder.IND;
        var name = InventedNames.of(type, seed);
        var volumes = ActivityLevel.values();
        return new NewCustomer(
                1 + (int) SandboxSeed.below(SandboxSeed.mix(seed, 2), NewCustomer.MAX_ACCOUNTS),
                name,
                bank,
                name.toLowerCase(Locale.ROOT).replace(' ', '.') + '.' + place,
                new Secret("pass_" + SandboxSeed.hex(SandboxSeed.mix(seed, 3))),
                type,
                volumes[(int) SandboxSeed.below(SandboxSeed.mix(seed, 4), volumes.length)],
                GOOD_IDENTITY,
                NewCustomer.QUICKEST);
    }

    /// @param id as [SandboxCustomer#id]; those of the [WellKnownUser] are not among what an owner made
    public Optional<SandboxCustomer> get(Tenant tenant, String id) {
        return created(tenant, id).map(SandboxUser::customer);
    }

    /// All that the owner made, newest first.
    public List<SandboxCustomer> list(Tenant tenant) {
        return users(tenant)
                .map(SandboxUser::customer)
                .sorted(Comparator.comparing(SandboxCustomer::createdAt)
                        .reversed()
                        .thenComparing(SandboxCustomer::id))
                .toList();
    }

    /// Those that were made by other calls than this one.
    List<SandboxCustomer> madeBefore(Tenant tenant, Mark mark) {
        return users(tenant)
                .filter(user -> !user.isMadeBy(mark))
                .map(SandboxUser::customer)
                .toList();
    }

    private Stream<SandboxUser> users(Tenant tenant) {
        return store.list(tenant, CUSTOMER).values().stream()
                .map(entry -> SandboxUser.read(tenant.owner(), entry.text()));
    }

    /// Who signs in so at a bank, made or well known.
    Optional<SandboxUser> find(Tenant tenant, Bank bank, String username) {
        return WellKnownUser.of(username)
                .map(known -> wellKnown(tenant, bank, known))
                .or(() -> created(tenant, id(tenant.owner(), bank, username)));
    }

    /// Whose account it is at a bank, made or well known.
    Optional<SandboxUser> ofReference(Tenant tenant, Bank bank, String reference) {
        var end = reference.lastIndexOf('-');
        var id = end < 0 ? reference : reference.substring(0, end);
        for (var known : WellKnownUser.values()) {
            if (id.equals(id(tenant.owner(), bank, known.username()))) {
                return Optional.of(wellKnown(tenant, bank, known));
            }
        }
        return created(tenant, id).filter(user -> user.customer().bank().equals(bank));
    }

    private Optional<SandboxUser> created(Tenant tenant, String id) {
        return store.get(tenant, CUSTOMER + id).map(entry -> SandboxUser.read(tenant.owner(), entry.text()));
    }

    private static SandboxUser wellKnown(Tenant tenant, Bank bank, WellKnownUser known) {
        var seed = seed(tenant.owner(), bank, known.username());
        var type = bank.corporate() ? Holder.CORP : Holder.IND;
        var customer = new SandboxCustomer(
                id(tenant.owner(), bank, known.username()),
                bank,
                known.username(),
                InventedNames.of(type, seed),
                type,
                ActivityLevel.MEDIUM,
                GOOD_IDENTITY,
                NewCustomer.QUICKEST,
                NewCustomer.naira(),
                bank.country(),
                numbers(bank, known),
                Instant.EPOCH,
                seed);
        return new SandboxUser(customer, Optional.empty(), Optional.empty());
    }

    private static List<String> numbers(Bank bank, WellKnownUser known) {
        var first = WELL_KNOWN_SERIALS + known.ordinal() * SERIALS_EACH;
        return IntStream.range(first, first + known.nubans())
                .mapToObj(serial -> Nuban.of(bank.code(), serial))
                .toList();
    }

    static String id(String owner, Bank bank, String username) {
        return SandboxSeed.id("customer", owner, bank.id(), username);
    }

    static long seed(String owner, Bank bank, String username) {
        return SandboxSeed.of("customer", owner, bank.id(), username);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    static void requireSandbox(Tenant tenant) {
        if (tenant.environment() != Environment.SANDBOX) {
            throw new IllegalArgumentException("Sandbox banks serve the sandbox alone");
        }
    }
}
