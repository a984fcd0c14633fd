package org.openbalance.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.openbalance.http.Json;
import org.openbalance.owner.Owner;
import org.openbalance.owner.Owners;
import org.openbalance.owner.TimeZones;
import org.openbalance.store.Environment;
import org.openbalance.store.Ids;
import org.openbalance.store.Table;
import software.amazon.awssdk.core.exception.SdkException;

/// What `scripts/owner` runs: makes owners, lists them, replaces their keys, disables them.
///
/// Runs without Quarkus, on the same [Owners] as the application. Keys are printed once and nowhere else.
final class OwnerTool {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int NAME_LENGTH = 100;
    private static final int LOGO_BYTES = 8 * 1024;
    private static final Map<String, String> LOGO_TYPES =
            Map.of("svg", "svg+xml", "png", "png", "webp", "webp", "jpg", "jpeg", "jpeg", "jpeg");
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?");
    private static final Pattern ORIGIN =
            Pattern.compile("(https://[a-z0-9-]+(\\.[a-z0-9-]+)*|http://(localhost|127\\.0\\.0\\.1))(:[0-9]{1,5})?");
    private static final Set<String> FLAGS = Set.of("--local", "--json", "--now", "--help");

    private static final String HELP =
            """
            Usage: scripts/owner COMMAND WHERE [--json]

            Commands
              create --name NAME --app-name NAME [--consent-days N]
                  makes an owner and prints its keys, once
              list
                  shows all owners, without keys
              set ID [--consent-days N] [--logo FILE] [--color #RRGGBB] [--time-zone ZONE] [--cadence TIME]
                  changes an owner; consents that were given keep their end; ZONE, such as Africa/Lagos, is whose
                  days the history of balances is told in; TIME, such as 30m, 6h or 1d, is how often accounts are read
                  by themselves, or off
              allow-origin ID ORIGIN
              deny-origin ID ORIGIN
                  says whether pages of an origin, such as https://shop.example, may open the owner's widget
              rotate-key ID --env production|sandbox [--now]
                  prints new keys, once; the ones they replace end in 24 hours, or with --now at once
              disable ID
                  ends all keys of an owner, for good

            Where
              --local
                  the table of ./mvnw quarkus:dev on this machine, whether it runs or not
              --table NAME [--region REGION]
                  a table in AWS (the stack's output TableName), with the credentials and region of the environment

            Warm functions remember a key for up to 60 seconds, so a key that ends may work for as long.
            """;

    private static final Pattern CADENCE = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

    private static final String ONCE =
            """


            These keys are shown this once; only their SHA-256 is kept.
            """;

    private final OwnerTables tables;
    private final PrintStream out;
    private final PrintStream err;

    OwnerTool(Path project, PrintStream out, PrintStream err) {
        this.tables = new OwnerTables(project);
        this.out = out;
        this.err = err;
    }

    /// Arguments: the project's folder, then those of the command line.
    public static void main(String... line) {
        var tool = new OwnerTool(Path.of(line[0]), System.out, System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    /// @return the exit code
    int run(List<String> line) {
        if (line.isEmpty() || line.contains("--help") || line.contains("-h")) {
            out.print(HELP);
            return line.isEmpty() ? MISUSED : 0;
        }
        try {
            out.println(command(new Arguments(line, FLAGS)));
            return 0;
        } catch (LocalFailure | IllegalArgumentException | IllegalStateException failed) {
            return fail(sentence(failed.getMessage()));
        } catch (SdkException failed) {
            return fail(AwsFailure.sentence("DynamoDB", failed));
        }
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    private int fail(String sentence) {
        err.println("owner: " + sentence);
        return FAILED;
    }

    private String command(Arguments arguments) {
        var name = arguments.word(
                "what to do: create, list, set, allow-origin, deny-origin, rotate-key or disable (--help tells more)");
        Function<Owners, Answer> work =
                switch (name) {
                    case "create" -> create(arguments);
                    case "list" -> OwnerTool::list;
                    case "set" -> set(arguments);
                    case "allow-origin" -> origin(arguments, true);
                    case "deny-origin" -> origin(arguments, false);
                    case "rotate-key" -> rotate(arguments);
                    case "disable" -> disable(arguments);
                    default -> throw new LocalFailure("There is no command " + name + "; --help lists them.");
                };
        var json = arguments.flag("--json");
        var answer = where(arguments, table -> work.apply(new Owners(table, InstantSource.system())));
        return json ? answer.json().toPrettyString() : answer.text();
    }

    /// What a command says, for a person and for a program.
    private record Answer(String text, ObjectNode json) {}

    private <T> T where(Arguments arguments, Function<Table, T> work) {
        var local = arguments.flag("--local");
        var table = arguments.optional("--table");
        var region = arguments.optional("--region");
        arguments.requireAllAsked();
        if (local == table.isPresent() || local && region.isPresent()) {
            throw new LocalFailure("Say which table, and only one: --local, or --table NAME [--region REGION].");
        }
        return local ? tables.onLocal(work) : OwnerTables.onAws(table.get(), region, work);
    }

    private static Function<Owners, Answer> create(Arguments arguments) {
        var name = name(arguments, "--name");
        var appName = name(arguments, "--app-name");
        var days = arguments.optionalWhole("--consent-days").orElse(Owner.MAX_CONSENT_DAYS);
        return owners -> {
            var created = owners.create(name, appName, days);
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
        };
    }

    private static Answer list(Owners owners) {
        var all = owners.list();
        var text = all.isEmpty()
                ? "There is no owner yet."
                : String.join("\n", all.stream().map(OwnerTool::line).toList());
        var json = Json.object();
        json.set("owners", Json.array(all, OwnerTool::json));
        return new Answer(text, json);
    }

    private static Function<Owners, Answer> set(Arguments arguments) {
        var id = id(arguments);
        var days = arguments.optionalWhole("--consent-days");
        var logo = logo(arguments);
        var color = color(arguments);
        var zone = zone(arguments);
        var cadence = cadence(arguments);
        if (days.isEmpty() && logo.isEmpty() && color.isEmpty() && zone.isEmpty() && cadence.isEmpty()) {
            throw new LocalFailure("Say what to set: --consent-days, --logo, --color, --time-zone or --cadence.");
        }
        return owners -> {
            cadence.ifPresent(plan -> owners.setCadence(id, Optional.of(plan).filter(Duration::isPositive)));
            var owner = owners.set(id, logo, color, days, zone).orElseThrow(() -> unknown(id));
            var json = Json.object();
            json.set("owner", json(owner));
            return new Answer(line(owner), json);
        };
    }

    private static Function<Owners, Answer> origin(Arguments arguments, boolean allowed) {
        var id = id(arguments);
        var origin = arguments.word("the origin, such as https://shop.example");
        if (!ORIGIN.matcher(origin).matches()) {
            throw new LocalFailure("An origin is https://, a host in lower case and perhaps a port, and nothing more; "
                    + origin + " is none. On this machine, http://localhost will do.");
        }
        return owners -> {
            var owner = owners.allowOrigin(id, origin, allowed).orElseThrow(() -> unknown(id));
            var json = Json.object();
            json.set("owner", json(owner));
            var origins = owner.origins().isEmpty() ? "none" : String.join(", ", owner.origins());
            return new Answer(line(owner) + "\norigins that may open its widget: " + origins, json);
        };
    }

    private static Function<Owners, Answer> rotate(Arguments arguments) {
        var id = id(arguments);
        var environment = environment(arguments.required("--env"));
        var now = arguments.flag("--now");
        return owners -> {
            var texts = owners.rotate(id, environment, now).orElseThrow(() -> unknown(id));
            var end = now ? "The keys before them have ended." : "The keys before them end in 24 hours.";
            var json = Json.object().put("owner", id);
            json.set(environment == Environment.SANDBOX ? "sandbox" : "production", json(texts));
            return new Answer(end + ONCE + keys(environment, texts), json);
        };
    }

    private static Function<Owners, Answer> disable(Arguments arguments) {
        var id = id(arguments);
        return owners -> {
            if (!owners.disable(id)) {
                throw unknown(id);
            }
            return new Answer(
                    "The owner " + id + " is disabled; none of its keys works any more.",
                    Json.object().put("owner", id).put("disabled", true));
        };
    }

    private static LocalFailure unknown(String id) {
        return new LocalFailure("There is no owner " + id + ".");
    }

    private static String id(Arguments arguments) {
        var id = arguments.word("the owner's id (list shows them)");
        if (!Ids.wellFormed(id)) {
            throw new LocalFailure("An owner's id has 24 lower-case hex digits; " + id + " is none.");
        }
        return id;
    }

    private static String name(Arguments arguments, String option) {
        var name = arguments.required(option).strip();
        if (name.length() > NAME_LENGTH) {
            throw new LocalFailure(option + " may not have more than " + NAME_LENGTH + " characters.");
        }
        return name;
    }

    /// The picture itself, as the widget loads nothing from elsewhere.
    private static Optional<String> logo(Arguments arguments) {
        return arguments.optional("--logo").map(name -> {
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

    private static Optional<String> color(Arguments arguments) {
        return arguments.optional("--color").map(color -> {
            if (!COLOR.matcher(color).matches()) {
                throw new LocalFailure("--color takes a colour such as '#3AB795'.");
            }
            return color;
        });
    }

    private static Optional<ZoneId> zone(Arguments arguments) {
        return arguments.optional("--time-zone").map(name -> TimeZones.find(name)
                .orElseThrow(() ->
                        new LocalFailure("--time-zone takes a name of the IANA database, such as Africa/Lagos.")));
    }

    /// Nothing for what is not to change; a duration of nothing for an owner whose accounts are not read by themselves.
    private static Optional<Duration> cadence(Arguments arguments) {
        return arguments.optional("--cadence").map(text -> {
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

    private static Environment environment(String name) {
        return switch (name) {
            case "production" -> Environment.PRODUCTION;
            case "sandbox", "production-sandbox" -> Environment.SANDBOX;
            default -> throw new LocalFailure("--env takes production or sandbox, not " + name + ".");
        };
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
