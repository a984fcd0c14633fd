package org.openbalance.local;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/// The table of template.yaml, to be made locally just as AWS would make it.
///
/// @param ttl the attribute that says when an item expires, if there is one
public record TableDefinition(
        List<AttributeDefinition> attributes,
        List<KeySchemaElement> keys,
        List<GlobalSecondaryIndex> indexes,
        Optional<String> ttl) {

    static TableDefinition of(Map<?, ?> properties) {
        var attributes = Template.list(properties.get("AttributeDefinitions")).stream()
                .map(Template::map)
                .map(attribute -> AttributeDefinition.builder()
                        .attributeName(text(attribute, "AttributeName"))
                        .attributeType(text(attribute, "AttributeType"))
                        .build())
                .toList();
        var indexes = Template.list(properties.get("GlobalSecondaryIndexes")).stream()
                .<GlobalSecondaryIndex>map(index -> index(Template.map(index)))
                .toList();
        var ttl = Template.map(properties.get("TimeToLiveSpecification"));
        return new TableDefinition(
                attributes,
                keys(properties),
                indexes,
                Boolean.TRUE.equals(ttl.get("Enabled")) ? Optional.of(text(ttl, "AttributeName")) : Optional.empty());
    }

    private static GlobalSecondaryIndex index(Map<?, ?> index) {
        var projection = Template.map(index.get("Projection"));
        var carried = Template.list(projection.get("NonKeyAttributes")).stream()
                .map(Object::toString)
                .toList();
        return GlobalSecondaryIndex.builder()
                .indexName(text(index, "IndexName"))
                .keySchema(keys(index))
                .projection(Projection.builder()
                        .projectionType(text(projection, "ProjectionType"))
                        .nonKeyAttributes(carried.isEmpty() ? null : carried)
                        .build())
                .build();
    }

    private static List<KeySchemaElement> keys(Map<?, ?> properties) {
        return Template.list(properties.get("KeySchema")).stream()
                .map(Template::map)
                .map(key -> KeySchemaElement.builder()
                        .attributeName(text(key, "AttributeName"))
                        .keyType(text(key, "KeyType"))
                        .build())
                .toList();
    }

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the table lacks a plain " + key);
    }

    /// Makes the table unless it is there.
    ///
    /// @throws LocalFailure if the one that is there was made from another template
    public void create(DynamoDbClient client, String name) {
        try {
            var existing =
                    client.describeTable(request -> request.tableName(name)).table();
            requireSame(existing.globalSecondaryIndexes());
        } catch (ResourceNotFoundException absent) {
            make(client, name);
        }
    }

    private void requireSame(List<GlobalSecondaryIndexDescription> existing) {
        var found = existing.stream()
                .map(index -> described(index.indexName(), index.projection()))
                .collect(Collectors.toCollection(TreeSet::new));
        var wanted = indexes.stream()
                .map(index -> described(index.indexName(), index.projection()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!found.equals(wanted)) {
            throw new LocalFailure("The local table was made from an older template.yaml (it has the indexes " + found
                    + ", not " + wanted + "): delete target/local/dynamodb and start again.");
        }
    }

    private static String described(String name, Projection projection) {
        var carried = new TreeSet<>(projection.nonKeyAttributes());
        return name + " of " + projection.projectionTypeAsString() + (carried.isEmpty() ? "" : " " + carried);
    }

    private void make(DynamoDbClient client, String name) {
        client.createTable(request -> request.tableName(name)
                .attributeDefinitions(attributes)
                .keySchema(keys)
                .globalSecondaryIndexes(indexes.isEmpty() ? null : indexes)
                .billingMode(BillingMode.PAY_PER_REQUEST));
        client.waiter().waitUntilTableExists(request -> request.tableName(name));
        ttl.ifPresent(attribute -> client.updateTimeToLive(request -> request.tableName(name)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(attribute))));
    }
}
