package org.openbalance.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.openbalance.api.Json;
import org.openbalance.api.WebAddress;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.NetworkKeyStore;
import org.openbalance.local.LocalFailure;
import org.openbalance.owner.AccessKey;
import org.openbalance.owner.Owner;
import org.openbalance.owner.OwnerTimeZones;
import org.openbalance.owner.Owners;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.dynamodb.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `scripts/owner` runs: makes owners, lists them, replaces their keys, disables them.
///
/// Runs without Quarkus, on the same [Owners] as the application. Keys are printed once and nowhere else.
@Command(
        name = "scripts/owner",
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes and keeps owners, the companies that call the API.",
        footer = "Warm functions remember a key for up to 60 seconds, so a key that ends may work for as long.")
final class OwnerTool {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private static final int NAME_LENGTH = 100;
    private static final int LOGO_BYTES = 8 * 1024;
    private static final Map<String, String> LOGO_TYPES =
            Map.of("svg", "svg+xml", "png", "png", "webp", "webp", "jpg", "jpeg", "jpeg", "jpeg");
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?");

    private static final Pattern CADENCE = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

    private static final String ONCE =
            """


            These keys are shown this once; only their SHA-256 is kept.
            """;

    private final OwnerTables tables;
    private final List<ChecksKeys> checks;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /// @param checks of the networks that owners have keys with
    OwnerTool(Path project, List<ChecksKeys> checks, InputStream in, PrintStream out, PrintStream err) {
        this.tables = new OwnerTables(project);
        this.checks = checks;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /// Arguments: the project's folder, then those of the command line.
    public static void main(String... line) {
        var tool = new OwnerTool(Path.of(line[0]), NetworkChecks.all(), System.in, System.out, System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    /// @return the exit code
    int run(List<String> line) {
        return ToolLine.run(
                "owner", "DynamoDB", this, Map.of("network", new OwnerNetworks(this, checks, in)), line, out, err);
    }

    /// Which table a command works on, and how it answers.
    static final class Where {

        @Option(
                names = "--local",
                description = "The table of ./mvnw quarkus:dev on this machine, whether it runs or not.")
        private boolean local;

        @Option(names = "--table", paramLabel = "NAME", description = "A table in AWS: the stack's output TableName.")
        private Optional<String> table = Optional.empty();

        @Option(names = "--region", paramLabel = "REGION", description = "AWS region; the environment's unless said.")
        private Optional<String> region = Optional.empty();

        @Option(names = "--json", description = "Answers in JSON.")
        private boolean json;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        private boolean help;
    }

    private int answer(Where where, Function<Owners, Answer> work) {
        return onTable(where, table -> work.apply(new Owners(table, InstantSource.system())));
    }

    int onTable(Where where, Function<Table, Answer> onTable) {
        if (where.local == where.table.isPresent() || where.local && where.region.isPresent()) {
            throw new LocalFailure("Say which table, and only one: --local, or --table NAME [--region REGION].");
        }
        var answer = where.local
                ? tables.onLocal(onTable)
                : OwnerTables.onAws(where.table.orElseThrow(), where.region, onTable);
        out.println(where.json ? answer.json().toPrettyString() : answer.text());
        return 0;
    }

    /// What a command says, for a person and for a program.
    record Answer(String text, ObjectNode json) {}

    @Command(name = "create", sortOptions = false, description = "Makes an owner and prints its keys, once.")
    int create(
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "The company.") String name,
            @Option(names = "--app-name", required = true, paramLabel = "NAME", description = "Its application.")
                    String appName,
            @Option(
                            names = "--consent-days",
                            paramLabel = "N",
                            description = "How long consents given to it last, 90 at most.")
                    Optional<Integer> consentDays,
            @Mixin Where where) {
        var company = name("--name", name);
        var app = name("--app-name", appName);
        var days = consentDays.orElse(Owner.MAX_CONSENT_DAYS);
        return answer(where, owners -> {
            var created = owners.create(company, app, days);
            var owner = created.owner();
            var text = line(owner)
                    + ONCE
                    + keys(Environment.PRODUCTION, created.production())
                    + keys(Environment.SANDBOX, created.sandbox());
            var json = Json.object();
            json.set("owner", json(owner));
            json.set("production", json(created.production()));
            json.set("sandbox", json(created.sandbox()));
            return new Answer(text, json);
        });
    }

    @Command(name = "list", sortOptions = false, description = "Shows all owners, without keys.")
    int list(@Mixin Where where) {
        return answer(where, OwnerTool::all);
    }

    private static Answer all(Owners owners) {
        var all = owners.list();
        var text = all.isEmpty()
                ? "There is no owner yet."
                : String.join("\n", all.stream().map(OwnerTool::line).toList());
        var json = Json.object();
        json.set("owners", Json.array(all, OwnerTool::json));
        return new Answer(text, json);
    }

    @Command(
            name = "set",
            sortOptions = false,
            description = "Changes an owner; consents that were given keep their end.")
    int set(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Option(
                            names = "--consent-days",
                            paramLabel = "N",
                            description = "How long consents given to it last, 90 at most.")
                    Optional<Integer> days,
            @Option(names = "--logo", paramLabel = "FILE", description = "A small picture: .svg, .png, .webp or .jpg.")
                    Optional<String> logoFile,
            @Option(names = "--color", paramLabel = "#RRGGBB", description = "The colour of its widget.")
                    Optional<String> colorText,
            @Option(
                            names = "--time-zone",
                            paramLabel = "ZONE",
                            description = "Whose days the history of balances is in: Africa/Lagos.")
                    Optional<String> zoneName,
            @Option(
                            names = "--cadence",
                            paramLabel = "TIME",
                            description = "How often accounts are read by themselves: 30m, 6h, 1d or off.")
                    Optional<String> cadenceText,
            @Mixin Where where) {
        var id = id(owner);
        var logo = logo(logoFile);
        var color = color(colorText);
        var zone = zone(zoneName);
        var cadence = cadence(cadenceText);
        if (days.isEmpty() && logo.isEmpty() && color.isEmpty() && zone.isEmpty() && cadence.isEmpty()) {
            throw new LocalFailure("Say what to set: --consent-days, --logo, --color, --time-zone or --cadence.");
        }
        return answer(where, owners -> {
            cadence.ifPresent(plan -> owners.setCadence(id, Optional.of(plan).filter(Duration::isPositive)));
            var changed = owners.set(id, logo, color, days, zone).orElseThrow(() -> unknown(id));
            var json = Json.object();
            json.set("owner", json(changed));
            return new Answer(line(changed), json);
        });
    }

    @Command(
            name = "allow-origin",
            sortOptions = false,
            description = "Lets pages of an origin open the owner's widget.")
    int allowOrigin(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Parameters(paramLabel = "ORIGIN", description = "Such as https://shop.example.") String origin,
            @Mixin Where where) {
        return origin(where, owner, origin, true);
    }

    @Command(
            name = "deny-origin",
            sortOptions = false,
            description = "No longer lets pages of an origin open the owner's widget.")
    int denyOrigin(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Parameters(paramLabel = "ORIGIN", description = "Such as https://shop.example.") String origin,
            @Mixin Where where) {
        return origin(where, owner, origin, false);
    }

    private int origin(Where where, String ownerId, String text, boolean allowed) {
        var id = id(ownerId);
        var origin = origin(text);
        return answer(where, owners -> {
            var owner = owners.allowOrigin(id, origin, allowed).orElseThrow(() -> unknown(id));
            var json = Json.object();
            json.set("owner", json(owner));
            var origins = owner.origins().isEmpty() ? "none" : String.join(", ", owner.origins());
            return new Answer(line(owner) + "\norigins that may open its widget: " + origins, json);
        });
    }

    private static String origin(String text) {
        try {
            return WebAddress.ofOrigin(text).origin();
        } catch (WebAddress.Unusable unusable) {
            throw new LocalFailure("The origin " + text + " " + unusable.getMessage() + ".");
        }
    }

    @Command(
            name = "rotate-key",
            sortOptions = false,
            description =
                    "Prints a new key, once. Secret keys before it end in 24 hours; public keys and client tokens go on, as they stand in live pages.")
    int rotateKey(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Option(
                            names = "--env",
                            required = true,
                            paramLabel = "ENVIRONMENT",
                            description = "production or sandbox.")
                    Environment environment,
            @Option(
                            names = "--key",
                            paramLabel = "KIND",
                            defaultValue = "secret",
                            description = "secret (unless said), public or client.")
                    AccessKey.Kind kind,
            @Option(names = "--now", description = "Ends all keys of the kind before it at once.") boolean now,
            @Mixin Where where) {
        var id = id(owner);
        var end = end(now, kind);
        return answer(where, owners -> {
            var text = owners.rotate(id, environment, kind, end).orElseThrow(() -> unknown(id));
            var standing = others(owners, id, environment, kind);
            var json = Json.object()
                    .put("owner", id)
                    .put("env", environment.wire())
                    .put(name(kind) + "_key", text);
            json.set("other_keys", Json.array(standing, OwnerTool::json));
            return new Answer(
                    "The new " + name(kind) + " key is shown this once:\n\n  " + text + "\n\n" + standing(standing),
                    json);
        });
    }

    /// A public key or client token stands in pages, so those before it go on until they are ended.
    private static Optional<Duration> end(boolean now, AccessKey.Kind kind) {
        if (now) {
            return Optional.of(Duration.ZERO);
        }
        return kind == AccessKey.Kind.SECRET ? Optional.of(Owners.ROTATION_GRACE) : Optional.empty();
    }

    @Command(name = "end-keys", sortOptions = false, description = "Ends all keys of a kind but the newest, at once.")
    int endKeys(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Option(
                            names = "--env",
                            required = true,
                            paramLabel = "ENVIRONMENT",
                            description = "production or sandbox.")
                    Environment environment,
            @Option(names = "--key", paramLabel = "KIND", required = true, description = "secret, public or client.")
                    AccessKey.Kind kind,
            @Mixin Where where) {
        var id = id(owner);
        return answer(where, owners -> {
            var ended = owners.endOthers(id, environment, kind).orElseThrow(() -> unknown(id));
            var standing = others(owners, id, environment, kind);
            var json = Json.object()
                    .put("owner", id)
                    .put("env", environment.wire())
                    .put("ended", ended);
            json.set("other_keys", Json.array(standing, OwnerTool::json));
            return new Answer("Ended: " + ended + ". " + standing(standing), json);
        });
    }

    @Command(
            name = "keys",
            sortOptions = false,
            description = "Lists the keys that work, by the first digits of their SHA-256.")
    int keys(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Mixin Where where) {
        var id = id(owner);
        return answer(where, owners -> {
            var keys = owners.keys(id);
            var json = Json.object().put("owner", id);
            json.set("keys", Json.array(keys, OwnerTool::json));
            var text = keys.isEmpty()
                    ? "No key of this owner works."
                    : String.join("\n", keys.stream().map(OwnerTool::line).toList());
            return new Answer(text, json);
        });
    }

    /// What the table holds now besides the newest key of its kind.
    private static List<Owners.KeyState> others(
            Owners owners, String id, Environment environment, AccessKey.Kind kind) {
        var ofKind = owners.keys(id).stream()
                .filter(key -> key.environment() == environment && key.kind() == kind)
                .toList();
        return ofKind.subList(0, Math.max(0, ofKind.size() - 1));
    }

    private static String standing(List<Owners.KeyState> others) {
        return others.isEmpty()
                ? "No other key of this kind works."
                : "These go on working:\n"
                        + String.join("\n", others.stream().map(OwnerTool::line).toList());
    }

    private static String line(Owners.KeyState key) {
        return "  %s  %s  %s  %s"
                .formatted(
                        key.mark(),
                        key.environment().wire(),
                        name(key.kind()),
                        key.endsAt().map(at -> "ends at " + at).orElse("has no end"));
    }

    private static ObjectNode json(Owners.KeyState key) {
        return Json.object()
                .put("mark", key.mark())
                .put("env", key.environment().wire())
                .put("kind", name(key.kind()))
                .put("ends_at", key.endsAt().map(Json::time).orElse(null));
    }

    private static String name(AccessKey.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Command(name = "disable", sortOptions = false, description = "Ends all keys of an owner, for good.")
    int disable(
            @Parameters(paramLabel = "ID", description = "The owner's id; list shows them.") String owner,
            @Mixin Where where) {
        var id = id(owner);
        return answer(where, owners -> {
            if (!owners.disable(id)) {
                throw unknown(id);
            }
            return new Answer(
                    "The owner " + id + " is disabled; none of its keys works any more.",
                    Json.object().put("owner", id).put("disabled", true));
        });
    }

    /// The keys that owners have with networks, to be sealed and opened.
    ///
    /// @param kmsKey what guards the table in AWS
    <T> T withNetworkKeys(Where where, Table table, Optional<String> kmsKey, Function<NetworkKeyStore, T> work) {
        if (where.local) {
            return work.apply(unopened(table));
        }
        var guard = kmsKey.orElseThrow(
                () -> new LocalFailure("Say what guards the table: --kms-key KEY, the stack's output KeyAlias."));
        return OwnerTables.withVault(
                table,
                guard,
                where.region,
                vault -> work.apply(new NetworkKeyStore(table, vault, InstantSource.system())));
    }

    /// What neither seals nor opens needs no guard.
    NetworkKeyStore unopened(Table table) {
        return new NetworkKeyStore(table, tables.localVault(table), InstantSource.system());
    }

    static void requireOwner(Table table, String id) {
        if (new Owners(table, InstantSource.system()).find(id).isEmpty()) {
            throw unknown(id);
        }
    }

    private static LocalFailure unknown(String id) {
        return new LocalFailure("There is no owner " + id + ".");
    }

    static String id(String id) {
        if (!Ids.wellFormed(id)) {
            throw new LocalFailure("An owner's id has 24 lower-case hex digits; " + id + " is none.");
        }
        return id;
    }

    private static String name(String option, String text) {
        var name = text.strip();
        if (name.length() > NAME_LENGTH) {
            throw new LocalFailure(option + " may not have more than " + NAME_LENGTH + " characters.");
        }
        return name;
    }

    /// The picture itself, as the widget loads nothing from elsewhere.
    private static Optional<String> logo(Optional<String> text) {
        return text.map(name -> {
            var type = LOGO_TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
            try {
                var file = Path.of(name);
                if (type == null || Files.size(file) > LOGO_BYTES) {
                    throw new LocalFailure("--logo takes a picture of at most " + LOGO_BYTES / 1024
                            + " KB: a file that ends in .svg, .png, .webp or .jpg.");
                }
                return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            } catch (IOException | InvalidPathException unreadable) {
                throw new LocalFailure("The picture " + name + " cannot be read.");
            }
        });
    }

    private static Optional<String> color(Optional<String> text) {
        return text.map(color -> {
            if (!COLOR.matcher(color).matches()) {
                throw new LocalFailure("--color takes a colour such as '#3AB795'.");
            }
            return color;
        });
    }

    private static Optional<ZoneId> zone(Optional<String> text) {
        return text.map(name -> OwnerTimeZones.find(name)
                .orElseThrow(() ->
                        new LocalFailure("--time-zone takes a name of the IANA database, such as Africa/Lagos.")));
    }

    /// Nothing for what is not to change; a duration of nothing for an owner whose accounts are not read by themselves.
    private static Optional<Duration> cadence(Optional<String> wanted) {
        return wanted.map(text -> {
            if (text.equals("off")) {
                return Duration.ZERO;
            }
            var parts = CADENCE.matcher(text);
            if (!parts.matches()) {
                throw new LocalFailure("--cadence takes a time such as 30m, 6h or 1d, or off.");
            }
            var number = Long.parseLong(parts.group(1));
            var cadence =
                    switch (parts.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            Owner.requireCadence(cadence);
            return cadence;
        });
    }

    private static String keys(Environment environment, Owners.KeyTexts keys) {
        return """

                %s
                  secret key    %s
                  public key    %s
                  client token  %s
                """
                .formatted(environment.wire(), keys.secret(), keys.publicKey(), keys.clientToken());
    }

    private static String line(Owner owner) {
        return "%s  %s  (%s)  consents last %d days, accounts are read %s%s"
                .formatted(
                        owner.id(),
                        owner.name(),
                        owner.appName(),
                        owner.consentDays(),
                        owner.cadence().map(OwnerTool::each).orElse("when asked for"),
                        owner.disabled() ? "  disabled" : "");
    }

    private static String each(Duration cadence) {
        return cadence.toMinutes() % 60 == 0
                ? "each " + cadence.toHours() + " h"
                : "each " + cadence.toMinutes() + " min";
    }

    private static ObjectNode json(Owners.KeyTexts keys) {
        return Json.object()
                .put("secret_key", keys.secret())
                .put("public_key", keys.publicKey())
                .put("client_token", keys.clientToken());
    }

    private static ObjectNode json(Owner owner) {
        var node = Json.object();
        node.set("origins", Json.texts(owner.origins()));
        return node.put("id", owner.id())
                .put("name", owner.name())
                .put("app_name", owner.appName())
                .put("logo", owner.logo().orElse(null))
                .put("color", owner.color().orElse(null))
                .put("consent_days", owner.consentDays())
                .put("time_zone", owner.timeZone().getId())
                .put("cadence_seconds", owner.cadence().map(Duration::toSeconds).orElse(null))
                .put("disabled", owner.disabled())
                .put("created_at", Json.time(owner.createdAt()));
    }
}
