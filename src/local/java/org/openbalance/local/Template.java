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
import java.util.Optional;
import java.util.TreeMap;
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

/// What the local mode needs of template.yaml: the functions with what calls them, the queues and the table.
///
/// @param functions each function that has a name (QUARKUS_FUNQY_EXPORT), in the order of the template
/// @param queues the SQS queues, in the order of the template
/// @param table the first DynamoDB table
public record Template(List<Function> functions, List<QueueDefinition> queues, TableDefinition table) {

    private static final String NAME_VARIABLE = "QUARKUS_FUNQY_EXPORT";
    /// What Lambda takes where neither the function nor the globals say.
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;

    /// @param name the function's name in code
    /// @param timeout what Lambda allows a call
    /// @param routes the HTTP API routes that lead to it
    /// @param triggers the queues that call it
    /// @param schedules what calls it by the clock
    /// @param variables what its environment says, as far as it is plain text
    /// @param queueVariables the variables that hold the address of a queue, with that queue's name
    record Function(
            String name,
            Duration timeout,
            List<Route> routes,
            List<QueueTrigger> triggers,
            List<Schedule> schedules,
            Map<String, String> variables,
            Map<String, String> queueVariables) {}

    List<Route> routes() {
        return functions.stream()
                .flatMap(function -> function.routes().stream())
                .toList();
    }

    /// @throws LocalFailure if the file cannot be read or is not such a template
    public static Template read(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return parse(reader);
        } catch (IOException | YAMLException | IllegalArgumentException failed) {
            throw new LocalFailure(
                    "The template " + file.toAbsolutePath() + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    static Template parse(Reader yaml) {
        var root = map(new Yaml(new Tags()).load(yaml));
        var values = new Resolver(map(root.get("Parameters")));
        var globals = map(map(root.get("Globals")).get("Function"));
        var queues = resources(root, "AWS::SQS::Queue")
                .map(queue -> QueueDefinition.of(queue.name(), values, queue.properties()))
                .toList();
        var mappings = resources(root, "AWS::Lambda::EventSourceMapping")
                .map(Resource::properties)
                .toList();
        var functions = resources(root, "AWS::Serverless::Function")
                .filter(function -> name(function.properties(), globals) != null)
                .map(function -> function(
                        function.properties(),
                        globals,
                        queues,
                        mappings.stream()
                                .filter(mapping -> function.name()
                                        .equals(resource(mapping.get("FunctionName"))
                                                .orElse("")))
                                .map(mapping ->
                                        trigger(mapping, values, queues, timeout(function.properties(), globals)))
                                .toList()))
                .toList();
        var table = resources(root, "AWS::DynamoDB::Table")
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no AWS::DynamoDB::Table"));
        return new Template(functions, queues, TableDefinition.of(table.properties()));
    }

    private record Resource(String name, Map<?, ?> properties) {}

    private static Stream<Resource> resources(Map<?, ?> root, String type) {
        return map(root.get("Resources")).entrySet().stream()
                .filter(resource -> type.equals(map(resource.getValue()).get("Type")))
                .map(resource -> new Resource(
                        resource.getKey().toString(),
                        map(map(resource.getValue()).get("Properties"))));
    }

    private static Function function(
            Map<?, ?> properties, Map<?, ?> globals, List<QueueDefinition> queues, List<QueueTrigger> triggers) {
        var name = name(properties, globals);
        var routes = new ArrayList<Route>();
        var schedules = new ArrayList<Schedule>();
        map(properties.get("Events")).forEach((event, value) -> {
            var settings = map(map(value).get("Properties"));
            switch (String.valueOf(map(value).get("Type"))) {
                case "HttpApi" -> routes.add(route(settings, name));
                case "ScheduleV2" -> schedules.add(Schedule.of(event.toString(), settings));
                case "SQS" ->
                    throw new IllegalArgumentException("a queue calls " + name
                            + " by an event of the function; say it by an AWS::Lambda::EventSourceMapping");
                default -> {}
            }
        });
        return new Function(
                name,
                timeout(properties, globals),
                List.copyOf(routes),
                triggers,
                List.copyOf(schedules),
                plainVariables(properties, globals),
                queueVariables(properties, globals, queues));
    }

    /// Lambda refuses a queue that would show a message again while the function may still be at it.
    private static QueueTrigger trigger(
            Map<?, ?> properties, Resolver values, List<QueueDefinition> queues, Duration timeout) {
        var trigger = QueueTrigger.of(values, properties);
        var queue = queues.stream()
                .filter(candidate -> candidate.name().equals(trigger.queue()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no queue " + trigger.queue()));
        if (queue.visibility().compareTo(timeout) < 0) {
            throw new IllegalArgumentException(
                    "the VisibilityTimeout of " + queue.name() + " is shorter than its function's Timeout");
        }
        return trigger;
    }

    private static Map<String, String> plainVariables(Map<?, ?> properties, Map<?, ?> globals) {
        var plain = new TreeMap<String, String>();
        for (var variables : List.of(variables(globals), variables(properties))) {
            variables.forEach((name, value) -> {
                if (value instanceof String || value instanceof Integer) {
                    plain.put(name.toString(), value.toString());
                }
            });
        }
        return plain;
    }

    private static Map<String, String> queueVariables(
            Map<?, ?> properties, Map<?, ?> globals, List<QueueDefinition> queues) {
        var named = new TreeMap<String, String>();
        for (var variables : List.of(variables(globals), variables(properties))) {
            variables.forEach((name, value) -> resource(value)
                    .filter(resource ->
                            queues.stream().anyMatch(queue -> queue.name().equals(resource)))
                    .ifPresent(queue -> named.put(name.toString(), queue)));
        }
        return named;
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

    /// The resource that a reference or an attribute of one names (`!Ref Queue`, `!GetAtt Queue.Arn`, and SAM's
    /// `!Ref Function.Alias`).
    static Optional<String> resource(Object value) {
        var reference = map(value);
        var attribute = reference.containsKey("GetAtt") ? reference.get("GetAtt") : reference.get("Fn::GetAtt");
        return switch (attribute) {
            case String text -> Optional.of(text.split("\\.", 2)[0]);
            case List<?> parts
            when !parts.isEmpty() -> Optional.of(parts.getFirst().toString());
            case null, default ->
                reference.get("Ref") instanceof String name ? Optional.of(name.split("\\.", 2)[0]) : Optional.empty();
        };
    }

    /// Takes a parameter for its default.
    record Resolver(Map<?, ?> parameters) {

        Optional<Integer> whole(Map<?, ?> properties, String key) {
            var value = properties.get(key);
            var plain = map(value).get("Ref") instanceof String parameter
                    ? map(parameters.get(parameter)).get("Default")
                    : value;
            return plain instanceof Integer number ? Optional.of(number) : Optional.empty();
        }
    }

    /// A mapping, or an empty one where there is none or an intrinsic function stands instead.
    static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /// Reads CloudFormation's short tags (`!Ref Table`) as their long form (`Ref: Table`), which nobody here
    /// evaluates.
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
