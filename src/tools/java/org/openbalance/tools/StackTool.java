package org.openbalance.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openbalance.local.LocalFailure;
import org.openbalance.local.Seed;
import org.openbalance.local.StackTemplate;
import org.openbalance.owner.Owners;

/// What `scripts/sam-local` needs of the template: the part that LocalStack holds, and the functions wired to it.
final class StackTool {

    /// What keeps state, and what leads to it. The functions and their API are SAM's part.
    private static final Set<String> STATE =
            Set.of("AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::KMS::Key", "AWS::KMS::Alias");

    private static final Set<String> SERVED = Set.of("AWS::Serverless::Function", "AWS::Serverless::HttpApi");

    /// What `sam list resources` prints for an id where a stack lacks a resource of the template.
    private static final String NOT_DEPLOYED = "-";

    private static final int FAILED = 1;

    private StackTool() {}

    /// Arguments: the project's folder, then a command.
    public static void main(String... line) throws IOException {
        try {
            run(Path.of(line[0]), Arrays.asList(line).subList(1, line.length), System.out);
        } catch (LocalFailure failed) {
            System.err.println("stack: " + failed.getMessage());
            System.exit(FAILED);
        }
    }

    /// - `state`: prints the resources that keep state, as a template of their own
    /// - `functions RESOURCES ENDPOINT BASE_URL`: prints the functions and their routes; references become the ids
    /// in
    ///   the file of resources (`sam list resources --output json`)
    /// - `seed TABLE REGION`: writes the sandbox owner with the fixed keys into the table
    private static void run(Path project, List<String> words, PrintStream out) throws IOException {
        var template = StackTemplate.read(project.resolve("template.yaml"));
        switch (words.getFirst()) {
            case "state" -> out.println(template.without(type -> !STATE.contains(type)));
            case "functions" ->
                out.println(functions(project, template, Path.of(words.get(1)), words.get(2), words.get(3)));
            case "seed" ->
                OwnerTables.onAws(words.get(1), Optional.of(words.get(2)), table -> {
                    new Seed(new Owners(table, InstantSource.system())).sow();
                    return null;
                });
            default -> throw new LocalFailure("There is no command " + words.getFirst() + ".");
        }
    }

    private static StackTemplate functions(
            Path project, StackTemplate template, Path resources, String endpoint, String baseUrl) throws IOException {
        var references = new HashMap<String, String>();
        for (var resource : new ObjectMapper().readTree(Files.newInputStream(resources))) {
            if (!text(resource, "PhysicalResourceId").equals(NOT_DEPLOYED)) {
                references.put(text(resource, "LogicalResourceId"), text(resource, "PhysicalResourceId"));
            }
        }
        return template.without(type -> !SERVED.contains(type))
                .withReferences(references)
                .withCode(
                        project.resolve("target/function.zip").toAbsolutePath().toString())
                .withVariables(Map.of("AWS_ENDPOINT_URL", endpoint, "OPENBALANCE_BASE_URL", baseUrl));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
