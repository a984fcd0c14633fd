package org.openbalance.tools;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.Connector;
import org.openbalance.bank.Institution;
import org.openbalance.bank.ListsBanks;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.WayBack;
import org.openbalance.local.LocalFailure;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `scripts/try-network` runs: with keys of one's own, signs in at a bank of a network, reads, ends the
/// access, and tells what it saw. It needs no table, keeps nothing, and shows nothing of a person.
public final class TryNetworkTool {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_SHOWN = 20;
    private static final int MOST_PAGES = 100;

    private final List<ChecksKeys> checks;
    private final InputStream in;
    private final Terminal terminal;
    private final NetworkTrial.Pause pause;
    private final PrintStream out;
    private final PrintStream err;

    TryNetworkTool(
            List<ChecksKeys> checks,
            InputStream in,
            Terminal terminal,
            NetworkTrial.Pause pause,
            PrintStream out,
            PrintStream err) {
        this.checks = List.copyOf(checks);
        this.in = in;
        this.terminal = terminal;
        this.pause = pause;
        this.out = out;
        this.err = err;
    }

    /// Arguments: the project's folder, then those of the command line.
    public static void main(String... line) {
        var tool = new TryNetworkTool(
                NetworkChecks.all(),
                System.in,
                Terminal.of(System.in, System.out),
                TryNetworkTool::sleep,
                System.out,
                System.err);
        System.exit(tool.run(Arrays.asList(line).subList(1, line.length)));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("It was interrupted.");
        }
    }

    /// @return the exit code
    int run(List<String> line) {
        return ToolLine.run("try-network", "the network", new Line(), line, out, err);
    }

    /// A command line.
    @Command(
            name = "try-network",
            sortOptions = false,
            description =
                    "Signs in at a bank of a network with your keys, links, reads, ends the access, and prints what it saw,"
                            + " redacted.",
            footer = "What is typed goes to the network alone. A sign-in at the bank's own page ends at an address of"
                    + " yours: it need not answer, copy it from the browser.")
    final class Line implements Callable<Integer> {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        private boolean help;

        @Parameters(paramLabel = "NETWORK", description = "The network, as its connector names it.")
        private String network;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "NAME=FILE",
                description =
                        "A key by its name, and the file that it is in, such as a .pem; - for the standard input.")
        private Map<String, String> files = new HashMap<>();

        @Option(
                names = "--bank",
                paramLabel = "TEXT",
                description = "A part of the bank's name; without it, or where several have it, banks are listed.")
        private Optional<String> bank = Optional.empty();

        @Option(names = "--country", paramLabel = "CC", description = "The bank's country, such as FI.")
        private Optional<String> country = Optional.empty();

        @Option(
                names = "--env",
                paramLabel = "ENVIRONMENT",
                defaultValue = "sandbox",
                description = "production (live keys) or sandbox (test keys); without it, sandbox.")
        private Environment environment = Environment.SANDBOX;

        @Option(
                names = "--return-url",
                paramLabel = "URL",
                defaultValue = "https://localhost/return",
                description = "The way back that is registered with the network; without it, ${DEFAULT-VALUE}.")
        private String returnUrl = "";

        @Option(names = "--name", paramLabel = "NAME", description = "The customer's name, where a network wants it.")
        private Optional<String> name = Optional.empty();

        @Option(names = "--email", paramLabel = "ADDRESS", description = "The customer's e-mail address, likewise.")
        private Optional<String> email = Optional.empty();

        @Override
        public Integer call() {
            try {
                return tried();
            } catch (BankFailure failure) {
                throw new LocalFailure(
                        "The network " + network + " failed, " + failure.kind() + ": " + failure.getMessage() + ".");
            }
        }

        private int tried() {
            var check = NetworkChecks.of(checks, network);
            NetworkChecks.requireKnown(check, files.keySet());
            var keys = new NetworkKeys(Map.copyOf(KeyFiles.read(files, in)));
            requireAll(check, keys.named());
            check.check(keys, environment, Instant.now().plus(PATIENCE));
            terminal.say("The network takes these keys.");
            var paid = new ArrayList<String>();
            var connector = check.connector((_, kind) -> paid.add(kind));
            var found = banks((ListsBanks) connector, keys);
            if (found.size() != 1) {
                list(found);
                return found.isEmpty() ? 1 : 0;
            }
            var one = found.getFirst();
            terminal.say("Bank: " + one.name() + ", " + one.country() + ".");
            trial(check, connector, keys, one).run();
            terminal.say("Calls that the network may charge for: " + paid.size() + (paid.isEmpty() ? "." : " " + paid));
            return 0;
        }

        private NetworkTrial trial(ChecksKeys check, Connector connector, NetworkKeys keys, Institution one) {
            return new NetworkTrial(
                    terminal,
                    connector,
                    new Tenant("0".repeat(24), environment),
                    one.unlisted(check.network(), Instant.now()),
                    keys,
                    new WayBack(returnUrl, Ids.token()),
                    new SignInRequest.Person(name, email),
                    pause);
        }

        private void requireAll(ChecksKeys check, Map<String, Secret> given) {
            var missing = new HashMap<>(check.neededKeys());
            missing.keySet().removeAll(given.keySet());
            if (!missing.isEmpty()) {
                throw new LocalFailure("The network " + network + " needs also " + NetworkChecks.described(missing)
                        + ": give each with --key NAME=FILE.");
            }
        }

        private List<Institution> banks(ListsBanks lists, NetworkKeys keys) {
            var found = new ArrayList<Institution>();
            var after = Optional.<String>empty();
            for (var pages = 0; pages < MOST_PAGES; pages++) {
                var page = lists.institutions(after, keys, Instant.now().plus(PATIENCE));
                page.institutions().stream().filter(this::isMeant).forEach(found::add);
                after = page.next();
                if (after.isEmpty()) {
                    break;
                }
            }
            return found;
        }

        private boolean isMeant(Institution institution) {
            return country.filter(code -> !code.equalsIgnoreCase(institution.country()))
                            .isEmpty()
                    && bank.filter(part -> !lower(institution.name()).contains(lower(part)))
                            .isEmpty();
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }

        private void list(List<Institution> found) {
            terminal.say(
                    found.isEmpty()
                            ? "No bank of the network is meant by that."
                            : found.size() + " banks; say which by --bank and --country:");
            found.stream().limit(MOST_SHOWN).forEach(one -> terminal.say("  " + one.name() + ", " + one.country()));
            if (found.size() > MOST_SHOWN) {
                terminal.say("  … and " + (found.size() - MOST_SHOWN) + " more");
            }
        }
    }
}
