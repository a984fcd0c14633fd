package org.openbalance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.schema.SchemaValidator;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class OpenApiExamplesTest {

    private static final String JSON = "application/json";

    private final Contract contract = Contract.read();
    private final SchemaValidator schemas = new SchemaValidator(contract.document(), new MessageResolver());

    @Test
    void the_document_parses_without_a_complaint() {
        assertEquals(List.of(), contract.complaints());
    }

    @Test
    void every_operation_has_a_summary_and_every_json_body_an_example() {
        var without = new ArrayList<String>();
        for (var operation : contract.operations()) {
            if (Optional.ofNullable(operation.operation().getSummary())
                    .orElse("")
                    .isBlank()) {
                without.add(operation.name());
            }
        }
        bodies().forEach((name, body) -> {
            if (examples(body).isEmpty()) {
                without.add(name);
            }
        });
        assertEquals(List.of(), without);
    }

    @Test
    void every_example_is_valid() {
        var wrong = new ArrayList<String>();
        bodies().forEach((name, body) -> examples(body).forEach(example -> {
            var report = schemas.validate(Json.pretty(example), body.getSchema(), "");
            report.getMessages().forEach(message -> wrong.add(name + ": " + message.getMessage()));
        }));
        assertEquals(List.of(), wrong);
    }

    @Test
    void the_examples_of_single_values_are_valid() {
        var wrong = new ArrayList<String>();
        contract.schemas().forEach((name, schema) -> {
            if (schema.getExample() != null) {
                var report = schemas.validate(text(schema.getExample()), schema, "");
                report.getMessages().forEach(message -> wrong.add(name + ": " + message.getMessage()));
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void a_missing_key_a_wrong_value_and_a_key_that_is_not_described_would_be_found() {
        assertTrue(accepts("{\"_id\":\"6a4e21c35d0f9b7e12a48c03\",\"name\":\"Amara\"}"));

        assertFalse(accepts("{\"_id\":\"6a4e21c35d0f9b7e12a48c03\"}"));
        assertFalse(accepts("{\"_id\":\"6A4E\",\"name\":\"Amara\"}"));
        assertFalse(accepts("{\"_id\":\"6a4e21c35d0f9b7e12a48c03\",\"name\":\"Amara\",\"bvn\":\"1\"}"));
    }

    private boolean accepts(String namedRef) {
        return schemas.validate(namedRef, contract.schemas().get("NamedRef"), "")
                .getMessages()
                .isEmpty();
    }

    /// By where they stand: what is asked by each operation, and what the answers of all are.
    private Map<String, MediaType> bodies() {
        var bodies = new TreeMap<String, MediaType>();
        for (var operation : contract.operations()) {
            Optional.ofNullable(operation.operation().getRequestBody())
                    .flatMap(body -> json(body.getContent()))
                    .ifPresent(body -> bodies.put(operation.name(), body));
        }
        contract.document().getComponents().getResponses().forEach((name, response) -> json(response.getContent())
                .ifPresent(body -> bodies.put(name, body)));
        return bodies;
    }

    private static Optional<MediaType> json(Content content) {
        return Optional.ofNullable(content).map(known -> known.get(JSON));
    }

    private static List<Object> examples(MediaType body) {
        var examples = new ArrayList<Object>();
        Optional.ofNullable(body.getExample()).ifPresent(examples::add);
        Optional.ofNullable(body.getExamples())
                .ifPresent(named -> named.values().forEach(example -> examples.add(example.getValue())));
        return examples;
    }

    /// A value as the validator takes it: a text stands alone, without quotes.
    private static String text(Object example) {
        return switch (example) {
            case String text -> text;
            case OffsetDateTime time -> time.toInstant().toString();
            default -> Json.pretty(example);
        };
    }
}
