package org.openbalance.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class TemplateTest {

    static final Path FIXTURE = Path.of("src/test/resources/template.yaml");

    private final Template template = Template.read(FIXTURE);

    @Test
    void functions_are_those_with_a_name_and_have_their_own_timeout_or_the_common_one() {
        assertEquals(
                List.of("pets 29", "slow 1"),
                template.functions().stream()
                        .map(function ->
                                function.name() + " " + function.timeout().toSeconds())
                        .toList());
        assertEquals(Duration.ofSeconds(29), template.functions().getFirst().timeout());
    }

    @Test
    void routes_are_the_http_events_alone() {
        assertEquals(
                List.of("GET /pets/dog/1", "ANY /pets/{proxy+}", "POST /slow", "$default"),
                template.routes().stream().map(Route::key).toList());
    }

    @Test
    void the_table_has_its_keys_indexes_and_expiry() {
        var table = template.table();

        assertEquals(4, table.attributes().size());
        assertEquals(ScalarAttributeType.N, table.attributes().getLast().attributeType());
        assertEquals("pk", table.keys().getFirst().attributeName());
        assertEquals(KeyType.RANGE, table.keys().getLast().keyType());
        assertEquals("due", table.indexes().getFirst().indexName());
        assertEquals(
                ProjectionType.KEYS_ONLY,
                table.indexes().getFirst().projection().projectionType());
        assertEquals(Optional.of("ttl"), table.ttl());
    }

    @Test
    void a_missing_template_is_told_in_one_sentence() {
        var failure = assertThrows(LocalFailure.class, () -> Template.read(Path.of("nowhere/template.yaml")));

        assertTrue(failure.getMessage().startsWith("The template /"), failure.getMessage());
    }
}
