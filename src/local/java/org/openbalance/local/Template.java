package org.openbalance.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// What the local mode needs of template.yaml: the functions with their routes, and the table.
///
/// @param functions each function that has a name (QUARKUS_FUNQY_EXPORT), in the order of the template
/// @param table the first DynamoDB table
record Template(List<Function> functions, TableDefinition table) {

    private static final String NAME_VARIABLE = "QUARKUS_FUNQY_EXPORT";
    /// What Lambda takes where neither the function nor the globals say.
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;

    /// @param name the function's name in code
    /// @param timeout what Lambda allows a call
    /// @param routes the HTTP API routes that lead to it
    record Function(String name, Duration timeout, List<Route> routes) {}

    List<Route> routes() {
        return functions.stream()
                .flatMap(function -> function.routes().stream())
                .toList();
    }

    /// @throws LocalFailure if the file cannot be read or is not such a template
    static Template read(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return parse(reader);
        } catch (IOException | YAMLException | IllegalArgumentException failed) {
            throw new LocalFailure(
                    "The template " + file.toAbsolutePath() + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    static Template parse(Reader yaml) {
        var root = map(new Yaml(new Tags()).load(yaml));
        var globals = map(map(root.get("Globals")).get("Function"));
        var functions = resources(root, "AWS::Serverless::Function")
                .filter(properties -> name(properties, globals) != null)
                .map(properties -> function(properties, globals))
                .toList();
        var table = resources(root, "AWS::DynamoDB::Table")
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no AWS::DynamoDB::Table"));
        return new Template(functions, TableDefinition.of(table));
    }

    private static Stream<Map<?, ?>> resources(Map<?, ?> root, String type) {
        return map(root.get("Resources")).values().stream()
                .<Map<?, ?>>map(Template::map)
                .filter(resource -> type.equals(resource.get("Type")))
                .map(resource -> map(resource.get("Properties")));
    }

    private static Function function(Map<?, ?> properties, Map<?, ?> globals) {
        var name = name(properties, globals);
        var routes = new ArrayList<Route>();
        for (var value : map(properties.get("Events")).values()) {
            var event = map(value);
            if ("HttpApi".equals(event.get("Type"))) {
                routes.add(route(map(event.get("Properties")), name));
            }
        }
        return new Function(name, timeout(properties, globals), List.copyOf(routes));
    }

    /// An event without a path is the default route, without a method any (AWS SAM, HttpApi event).
    private static Route route(Map<?, ?> properties, String function) {
        var path = properties.get("Path") instanceof String given ? given : Route.DEFAULT;
        var method = properties.get("Method") instanceof String given ? given.toUpperCase(Locale.ROOT) : Route.ANY;
        return new Route(
                method.equals("*") || method.equals("X-AMAZON-APIGATEWAY-ANY-METHOD") ? Route.ANY : method,
                path,
                function);
    }

    private static String name(Map<?, ?> properties, Map<?, ?> globals) {
        var own = variables(properties).get(NAME_VARIABLE);
        return (own != null ? own : variables(globals).get(NAME_VARIABLE)) instanceof String name ? name : null;
    }

    private static Map<?, ?> variables(Map<?, ?> function) {
        return map(map(function.get("Environment")).get("Variables"));
    }

    private static Duration timeout(Map<?, ?> properties, Map<?, ?> globals) {
        var own = properties.get("Timeout");
        return Duration.ofSeconds(
                (own != null ? own : globals.get("Timeout")) instanceof Integer seconds
                        ? seconds
                        : DEFAULT_TIMEOUT_SECONDS);
    }

    /// A mapping, or an empty one where there is none or an intrinsic function stands instead.
    static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /// Reads CloudFormation's short tags (`!Ref Table`) as their long form (`Ref: Table`), which nobody here evaluates.
    private static final class Tags extends SafeConstructor {

        Tags() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return Map.of(node.getTag().getValue().substring(1), value(node));
                }
            });
        }

        private Object value(Node node) {
            return switch (node) {
                case ScalarNode scalar -> constructScalar(scalar);
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> "";
            };
        }
    }
}
