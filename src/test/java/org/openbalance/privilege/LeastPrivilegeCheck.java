package org.openbalance.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.openbalance.local.StackTemplate;
import org.openbalance.privilege.AwsCalls.Call;

/// Each function's policy in template.yaml against what the tests before this one saw it do: nothing
/// missing, nothing unused.
///
/// KMS is held against the settings instead: the tests guard their data key by a file.
class LeastPrivilegeCheck {

    /// What a function's event source mapping does by the function's role.
    private static final Set<String> OF_MAPPINGS =
            Set.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

    private static final List<String> READS = List.of("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query");

    private static final StackTemplate TEMPLATE = StackTemplate.read(Path.of("template.yaml"));

    /// One action on one thing that a policy allows.
    ///
    /// @param target `table`, `index/NAME`, the resource name of a queue or key
    /// @param partitions patterns of the partitions it is limited to; none if it is not
    private record Grant(String function, String action, String target, List<String> partitions) {

        boolean allows(Call call) {
            return call.function().equals(function)
                    && call.action().equals(action)
                    && call.target().equals(target)
                    && (partitions.isEmpty() || partitions.stream().anyMatch(like -> matches(like, call.partition())));
        }

        /// IAM's StringLike: `*` is any text, `?` one character.
        private static boolean matches(String like, String text) {
            var pattern = Pattern.quote(like).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            return Pattern.matches(pattern, text);
        }
    }

    @Test
    void nothing_is_missing() throws IOException {
        var grants = grants();

        assertThat(calls()).allSatisfy(call -> {
            assertThat(grants).anyMatch(grant -> grant.allows(call));
            assertThat(denies(call)).isFalse();
        });
    }

    /// Whoever reads such a key may act for the owner at the network.
    @Test
    void keys_with_networks_are_read_by_the_functions_that_call_banks_and_by_no_other() {
        var grants = grants();
        var readers = TEMPLATE.functions().keySet().stream().filter(name -> READS.stream()
                .map(read -> new Call(export(name), read, "table", "p#6a4e21b90c7de15f883a2b90#NETWORK_KEYS"))
                .anyMatch(call -> grants.stream().anyMatch(grant -> grant.allows(call)) && !denies(call)));

        assertThat(readers).containsExactlyInAnyOrder("Link", "Balance", "Refresh", "RefreshWorker");
    }

    /// On whatever of the table: a partition that is denied is denied in every way.
    private static boolean denies(Call call) {
        return TEMPLATE.functions().entrySet().stream()
                .filter(function -> export(function.getKey()).equals(call.function()))
                .flatMap(function -> statements(function.getValue(), "Deny"))
                .peek(statement -> assertThat(actions(statement)).containsExactly("dynamodb:*"))
                .map(statement -> statement.at("/Condition/ForAnyValue:StringLike/dynamodb:LeadingKeys"))
                .anyMatch(like -> Grant.matches(like.textValue(), call.partition()));
    }

    @Test
    void nothing_is_unused() throws IOException {
        var calls = calls();

        assertThat(grants())
                .filteredOn(grant ->
                        !OF_MAPPINGS.contains(grant.action()) && !grant.action().startsWith("kms:"))
                .allSatisfy(grant -> {
                    assertThat(calls).anyMatch(grant::allows);
                    for (var partition : grant.partitions()) {
                        var one = new Grant(grant.function(), grant.action(), grant.target(), List.of(partition));
                        assertThat(calls).as(partition).anyMatch(one::allows);
                    }
                });
    }

    @Test
    void a_queue_is_received_from_by_the_function_that_it_is_mapped_to_and_by_no_other() {
        var mappings = new ArrayList<String>();
        TEMPLATE.root().path("Resources").forEach(resource -> {
            if (resource.path("Type").asText().equals("AWS::Lambda::EventSourceMapping")) {
                var properties = resource.path("Properties");
                for (var action : OF_MAPPINGS) {
                    mappings.add(export(properties
                                    .path("FunctionName")
                                    .path("Ref")
                                    .asText()
                                    .replace(".Alias", ""))
                            + ' '
                            + action
                            + ' '
                            + properties
                                    .path("EventSourceArn")
                                    .path("Fn::GetAtt")
                                    .path(0)
                                    .asText());
                }
            }
        });

        assertThat(grants().stream()
                        .filter(grant -> OF_MAPPINGS.contains(grant.action()))
                        .map(grant -> grant.function() + ' ' + grant.action() + ' ' + grant.target()))
                .containsExactlyInAnyOrderElementsOf(mappings);
    }

    @Test
    void the_key_is_used_by_the_functions_that_are_told_of_it_and_for_data_keys_alone() {
        TEMPLATE.functions().forEach((name, function) -> {
            var told = function.at("/Environment/Variables/OPENBALANCE_KMS_KEY/Ref")
                    .asText();
            assertThat(grants().stream()
                            .filter(grant -> grant.function().equals(export(name)))
                            .filter(grant -> grant.action().startsWith("kms:"))
                            .map(grant -> grant.action() + ' ' + grant.target()))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(
                            told.isEmpty() ? List.of() : List.of("kms:GenerateDataKey " + told, "kms:Decrypt " + told));
            statements(function, "Allow")
                    .filter(statement -> actions(statement).getFirst().startsWith("kms:"))
                    .forEach(statement -> assertThat(statement.at("/Condition/StringEquals"))
                            .as(name)
                            .isNotEmpty());
        });
    }

    private static List<Call> calls() throws IOException {
        var calls = AwsCalls.read();
        assertThat(calls).as("the tests before this one ran").isNotEmpty();
        return calls;
    }

    private static List<Grant> grants() {
        var grants = new ArrayList<Grant>();
        TEMPLATE.functions()
                .forEach((name, function) -> statements(function, "Allow").forEach(statement -> {
                    for (var action : actions(statement)) {
                        for (var target : targets(statement.path("Resource"))) {
                            grants.add(new Grant(export(name), action, target, partitions(statement)));
                        }
                    }
                }));
        return grants;
    }

    private static Stream<JsonNode> statements(ObjectNode function, String effect) {
        return StreamSupport.stream(function.path("Policies").spliterator(), false)
                .flatMap(policy -> StreamSupport.stream(policy.path("Statement").spliterator(), false))
                .filter(statement -> statement.path("Effect").asText().equals(effect));
    }

    private static List<String> actions(JsonNode statement) {
        return texts(statement.path("Action"));
    }

    private static List<String> texts(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(node.asText());
    }

    private static List<String> targets(JsonNode resource) {
        if (resource.isArray()) {
            return StreamSupport.stream(resource.spliterator(), false)
                    .flatMap(each -> targets(each).stream())
                    .toList();
        }
        var sub = resource.path("Fn::Sub").asText();
        if (sub.startsWith("${Table.Arn}/")) {
            return List.of(sub.substring(sub.indexOf('/') + 1));
        }
        var name = resource.path("Fn::GetAtt").path(0).asText();
        assertThat(name).as(resource.toString()).isNotEmpty();
        return List.of(name.equals("Table") ? "table" : name);
    }

    private static List<String> partitions(JsonNode statement) {
        var keys = statement.at("/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys");
        return keys.isMissingNode() ? List.of() : texts(keys);
    }

    private static String export(String resource) {
        return StackTemplate.export(TEMPLATE.functions().get(resource)).orElseThrow();
    }
}
