package org.openbalance.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openbalance.api.Json;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.NetworkKeyStore;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;
import org.openbalance.local.LocalFailure;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `scripts/owner network` runs: the keys that owners have with networks of banks.
@Command(
        name = "network",
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps, sealed, the keys that an owner has with a network of banks. They are never shown again.",
        footer = "Warm functions remember keys for up to 60 seconds, so those that are replaced may work for as long.")
final class OwnerNetworks {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private final OwnerTool owners;
    private final List<ChecksKeys> checks;
    private final InputStream in;

    OwnerNetworks(OwnerTool owners, List<ChecksKeys> checks, InputStream in) {
        this.owners = owners;
        this.checks = checks;
        this.in = in;
    }

    /// With which network, and where.
    static final class Which {

        @Parameters(paramLabel = "ID", description = "The owner's id; scripts/owner list shows them.")
        private String owner;

        @Option(
                names = "--env",
                required = true,
                paramLabel = "ENVIRONMENT",
                description = "production (live keys) or sandbox (test keys).")
        private Environment environment;

        @Option(
                names = "--network",
                required = true,
                paramLabel = "NETWORK",
                description = "The network, as its connector names it.")
        private String network;

        private Tenant tenant() {
            return new Tenant(OwnerTool.id(owner), environment);
        }
    }

    @Command(
            name = "set",
            sortOptions = false,
            description = "Asks the network whether keys are right, and keeps them in the place of those before.")
    int set(
            @Mixin Which which,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "NAME=FILE",
                            description =
                                    "A key by its name, and the file that it is in, such as a .pem; - for the standard input.")
                    Map<String, String> files,
            @Option(
                            names = "--unchecked",
                            description = "Does not ask the network: a wrong key shows when a customer signs in.")
                    boolean unchecked,
            @Option(
                            names = "--kms-key",
                            paramLabel = "KEY",
                            description = "What guards the table in AWS: the stack's output KeyAlias.")
                    Optional<String> kmsKey,
            @Mixin OwnerTool.Where where) {
        var tenant = which.tenant();
        var check = NetworkChecks.of(checks, which.network);
        NetworkChecks.requireKnown(check, files.keySet());
        var given = KeyFiles.read(files, in);
        return owners.onTable(where, table -> {
            OwnerTool.requireOwner(table, tenant.owner());
            var kept = owners.withNetworkKeys(where, table, kmsKey, store -> {
                var all = all(store, tenant, check, given);
                if (!unchecked) {
                    ask(check, all, tenant.environment());
                }
                return store.keep(tenant, check.network(), given);
            });
            var json = json(kept).put("checked", !unchecked);
            return new OwnerTool.Answer(
                    (unchecked
                                    ? "Kept without asking the network: a wrong key shows when a customer signs in.\n"
                                    : "The network takes these keys. Kept:\n")
                            + lines(kept),
                    json);
        });
    }

    /// The keys that the owner has afterwards.
    private static NetworkKeys all(NetworkKeyStore store, Tenant tenant, ChecksKeys check, Map<String, Secret> given) {
        var all = new HashMap<>(
                store.latest(tenant, check.network()).orElse(NetworkKeys.NONE).named());
        all.putAll(given);
        var missing = new LinkedHashMap<>(check.neededKeys());
        missing.keySet().removeAll(all.keySet());
        if (!missing.isEmpty()) {
            throw new LocalFailure("The network " + check.network() + " needs also " + NetworkChecks.described(missing)
                    + ": give each with --key NAME=FILE. Nothing is kept.");
        }
        return new NetworkKeys(Map.copyOf(all));
    }

    private static void ask(ChecksKeys check, NetworkKeys keys, Environment environment) {
        try {
            check.check(keys, environment, Instant.now().plus(PATIENCE));
        } catch (BankFailure failure) {
            throw new LocalFailure(
                    switch (failure.kind()) {
                        case LOGIN_EXPIRED, DATA ->
                            "The network " + check.network() + " refuses these keys. Nothing is kept.";
                        default ->
                            "The network " + check.network() + " could not be asked (" + failure.kind()
                                    + "). Nothing is kept; try again, or keep the keys with --unchecked.";
                    });
        } catch (IllegalArgumentException wrong) {
            throw new LocalFailure(AwsFailure.ended(wrong.getMessage()) + " Nothing is kept.");
        }
    }

    @Command(
            name = "list",
            sortOptions = false,
            description = "Shows which keys an owner has with networks of banks, by fingerprint.")
    int list(
            @Parameters(paramLabel = "ID", description = "The owner's id; scripts/owner list shows them.") String owner,
            @Mixin OwnerTool.Where where) {
        var id = OwnerTool.id(owner);
        return owners.onTable(where, table -> {
            OwnerTool.requireOwner(table, id);
            var store = owners.unopened(table);
            var text = new StringBuilder();
            var json = Json.object();
            for (var environment : Environment.values()) {
                var kept = store.list(new Tenant(id, environment));
                text.append(environment.wire()).append(kept.isEmpty() ? ": none\n" : ":\n" + lines(kept) + '\n');
                json.set(environment.wire(), Json.array(kept, OwnerNetworks::json));
            }
            return new OwnerTool.Answer(text.toString().stripTrailing(), json);
        });
    }

    @Command(
            name = "end",
            sortOptions = false,
            description =
                    "Deletes an owner's keys with a network: its banks are offered no more, its accounts not read.")
    int end(@Mixin Which which, @Mixin OwnerTool.Where where) {
        var tenant = which.tenant();
        return owners.onTable(where, table -> {
            var ended = owners.unopened(table).forget(tenant, which.network);
            if (ended == 0) {
                throw new LocalFailure("There are no such keys.");
            }
            return new OwnerTool.Answer(
                    "Keys deleted: " + ended + ".",
                    Json.object().put("network", which.network).put("deleted", ended));
        });
    }

    private static String lines(List<NetworkKeyStore.Kept> keys) {
        return keys.stream().map(OwnerNetworks::line).collect(Collectors.joining("\n"));
    }

    private static String line(NetworkKeyStore.Kept key) {
        return "  %s  %s  sha-256 %s…  since %s"
                .formatted(key.network(), key.name(), key.fingerprint(), key.changedAt());
    }

    private static ObjectNode json(List<NetworkKeyStore.Kept> keys) {
        var json = Json.object();
        json.set("keys", Json.array(keys, OwnerNetworks::json));
        return json;
    }

    private static ObjectNode json(NetworkKeyStore.Kept key) {
        return Json.object()
                .put("network", key.network())
                .put("name", key.name())
                .put("fingerprint", key.fingerprint())
                .put("changed_at", Json.time(key.changedAt()));
    }
}
