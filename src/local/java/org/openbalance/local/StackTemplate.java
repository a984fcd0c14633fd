package org.openbalance.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The whole of template.yaml as JSON, which CloudFormation reads just as well, and what can be left out of it.
///
/// @param root intrinsic functions are in their long form (`{"Ref": "Table"}`)
public record StackTemplate(ObjectNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REF = "Ref";
    private static final String ALIAS = ".Alias";
    private static final String GET_ATT = "Fn::GetAtt";
    private static final String FUNCTION = "AWS::Serverless::Function";

    /// @throws LocalFailure if the file cannot be read
    public static StackTemplate read(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return new StackTemplate(JSON.valueToTree(new Yaml(new Tags()).load(reader)));
        } catch (IOException failed) {
            throw new LocalFailure("The template " + file.toAbsolutePath() + " cannot be read.", failed);
        }
    }

    /// Leaves out resources, and with them whatever refers to one: events of functions, other resources, outputs.
    /// The
    /// functions themselves stay.
    ///
    /// @param unwanted takes a resource's type
    public StackTemplate without(Predicate<String> unwanted) {
        var copy = root.deepCopy();
        var resources = copy.withObject("/Resources");
        var gone = new HashSet<String>(namesOf(
                resources, resource -> unwanted.test(resource.path("Type").asText())));
        resources.remove(gone);
        resources.forEach(resource -> {
            if (resource.at("/Properties/Events") instanceof ObjectNode events) {
                events.remove(namesOf(events, event -> refersTo(event, gone)));
            }
            removeDependencies((ObjectNode) resource, gone);
        });
        List<String> more;
        do {
            more = namesOf(resources, resource -> !isFunction(resource) && refersTo(resource, gone));
            resources.remove(more);
            gone.addAll(more);
        } while (!more.isEmpty());
        if (copy.path("Outputs") instanceof ObjectNode outputs) {
            outputs.remove(namesOf(outputs, output -> refersTo(output, gone)));
        }
        return new StackTemplate(copy);
    }

    /// Leaves out a property of every function, and of what all functions share.
    public StackTemplate withoutOfFunctions(String property) {
        var copy = new StackTemplate(root.deepCopy());
        copy.functions().values().forEach(function -> function.remove(property));
        copy.root.withObject("/Globals/Function").remove(property);
        return copy;
    }

    /// Gives every function further variables of its environment, or other values for those it has.
    public StackTemplate withVariables(Map<String, String> variables) {
        var copy = root.deepCopy();
        variables.forEach((name, value) ->
                copy.withObject("/Globals/Function/Environment/Variables").put(name, value));
        return new StackTemplate(copy);
    }

    /// Says where the functions' code is.
    public StackTemplate withCode(String uri) {
        var copy = new StackTemplate(root.deepCopy());
        copy.functions().values().forEach(function -> function.put("CodeUri", uri));
        return copy;
    }

    /// Puts values where resources are referred to, for tools that deploy none of them.
    ///
    /// @param values what `!Ref` gives, by the name of a resource
    public StackTemplate withReferences(Map<String, String> values) {
        return new StackTemplate((ObjectNode) replaced(root.deepCopy(), node -> {
            var name = node.path(REF).asText("");
            return node.size() == 1 && values.containsKey(name) ? JSON.valueToTree(values.get(name)) : node;
        }));
    }

    /// Refers to functions where their aliases are referred to, for tools that do not know `!Ref Function.Alias`.
    public StackTemplate withFunctionsForAliases() {
        return new StackTemplate((ObjectNode) replaced(root.deepCopy(), node -> {
            var name = node.path(REF).asText("");
            return name.endsWith(ALIAS)
                    ? JSON.createObjectNode().put(REF, name.substring(0, name.length() - ALIAS.length()))
                    : node;
        }));
    }

    /// The properties of each function, by the name of its resource.
    public Map<String, ObjectNode> functions() {
        var found = new LinkedHashMap<String, ObjectNode>();
        root.withObject("/Resources").properties().forEach(resource -> {
            if (isFunction(resource.getValue())) {
                found.put(resource.getKey(), (ObjectNode) resource.getValue().path("Properties"));
            }
        });
        return found;
    }

    private static boolean isFunction(JsonNode resource) {
        return FUNCTION.equals(resource.path("Type").asText());
    }

    /// The name in code of a function, by which one binary knows which function it is.
    public static Optional<String> export(JsonNode function) {
        return Optional.ofNullable(function.path("Environment")
                .path("Variables")
                .path("QUARKUS_FUNQY_EXPORT")
                .textValue());
    }

    /// The template as JSON without spaces: CloudFormation takes no body of more than 51,200 bytes.
    @Override
    public String toString() {
        return root.toString();
    }

    private static List<String> namesOf(ObjectNode node, Predicate<JsonNode> wanted) {
        return node.properties().stream()
                .filter(field -> wanted.test(field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void removeDependencies(ObjectNode resource, Set<String> gone) {
        var kept = new ArrayList<String>();
        var dependencies = resource.path("DependsOn");
        if (dependencies.isTextual()) {
            kept.add(dependencies.asText());
        }
        dependencies.forEach(dependency -> kept.add(dependency.asText()));
        kept.removeAll(gone);
        if (kept.isEmpty()) {
            resource.remove("DependsOn");
        } else {
            resource.set("DependsOn", JSON.valueToTree(kept));
        }
    }

    private static boolean refersTo(JsonNode node, Set<String> names) {
        if (names.contains(node.path(REF).asText())
                || names.contains(node.path(GET_ATT).path(0).asText())) {
            return true;
        }
        for (var child : node) {
            if (refersTo(child, names)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode replaced(JsonNode node, UnaryOperator<JsonNode> by) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(replaced(field.getValue(), by)));
        } else if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                array.set(i, replaced(array.get(i), by));
            }
        }
        return by.apply(node);
    }

    /// Reads CloudFormation's short tags as their long form.
    private static final class Tags extends SafeConstructor {

        Tags() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return longForm(node.getTag().getValue().substring(1), value(node));
                }
            });
        }

        private static Object longForm(String tag, Object value) {
            return switch (tag) {
                case "Ref", "Condition" -> Map.of(tag, value);
                case "GetAtt" -> Map.of(GET_ATT, value instanceof String path ? List.of(path.split("\\.", 2)) : value);
                default -> Map.of("Fn::" + tag, value);
            };
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
