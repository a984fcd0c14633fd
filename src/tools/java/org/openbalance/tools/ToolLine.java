package org.openbalance.tools;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.openbalance.local.LocalFailure;
import org.openbalance.platform.Environment;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/// Runs a tool's command line: help when it is asked for, and one sentence on the error stream for what goes wrong.
final class ToolLine {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int WIDTH = 120;
    /// What a shell whose locale is not UTF-8 makes of letters beyond ASCII.
    private static final char LOST = '\uFFFD';

    private ToolLine() {}

    /// @param name of the script, in front of its sentences
    /// @param service of AWS that the tool speaks to
    /// @return the exit code: 0; 1 for what failed or was not understood; 2 for an empty line
    static int run(String name, String service, Object tool, List<String> line, PrintStream out, PrintStream err) {
        return run(name, service, tool, Map.of(), line, out, err);
    }

    /// @param groups commands that have commands of their own, by name
    static int run(
            String name,
            String service,
            Object tool,
            Map<String, Object> groups,
            List<String> line,
            PrintStream out,
            PrintStream err) {
        var command = new CommandLine(tool);
        groups.forEach(command::addSubcommand);
        command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(WIDTH)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(String.class, ToolLine::readable)
                .registerConverter(Environment.class, ToolLine::environment)
                .setParameterExceptionHandler((misused, _) -> fail(err, name, misused.getMessage()))
                .setExecutionExceptionHandler((failed, _, _) -> fail(err, name, sentence(service, failed)));
        if (line.isEmpty()) {
            command.usage(out);
            return MISUSED;
        }
        return command.execute(line.toArray(String[]::new));
    }

    private static int fail(PrintStream err, String name, String sentence) {
        err.println(name + ": " + AwsFailure.ended(sentence.lines().findFirst().orElse("It failed")));
        return FAILED;
    }

    /// @throws Exception what no tool expects, so that its trace is seen
    private static String sentence(String service, Exception failed) throws Exception {
        return switch (failed) {
            case SdkException unreached -> AwsFailure.sentence(service, unreached);
            case LocalFailure expected -> expected.getMessage();
            case IllegalArgumentException expected -> expected.getMessage();
            case IllegalStateException expected -> expected.getMessage();
            default -> throw failed;
        };
    }

    private static String readable(String text) {
        if (text.isBlank()) {
            throw new CommandLine.TypeConversionException("it is empty");
        }
        if (text.indexOf(LOST) >= 0) {
            throw new CommandLine.TypeConversionException(
                    "it has letters that this shell's locale cannot carry: set LC_ALL=C.UTF-8 and try again");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new CommandLine.TypeConversionException("it has control characters");
        }
        return text;
    }

    private static Environment environment(String name) {
        return switch (name) {
            case "production" -> Environment.PRODUCTION;
            case "sandbox", "production-sandbox" -> Environment.SANDBOX;
            default -> throw new CommandLine.TypeConversionException("it takes production or sandbox, not " + name);
        };
    }
}
