package org.openbalance.platform.dynamodb;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item of the table, read by the type of each attribute.
///
/// An attribute that is asked for and missing is a defect of the data, never of a caller: it is thrown, not defaulted.
/// The `optional` readers are for what may be missing.
public final class Item {

    public static final String TYPE = "type";
    public static final String VERSION = "v";
    /// Seconds since the epoch after which DynamoDB may delete the item.
    public static final String TTL = "ttl";
    /// What the last single write left, to know itself again.
    static final String MARK = "w";

    private final Map<String, AttributeValue> attributes;

    Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    /// Begins a new item.
    ///
    /// @param type what kind of thing it is
    /// @param version of that type's schema
    public static Item.Draft draft(ItemKey key, String type, int version) {
        return new Draft(key).with(TYPE, type).with(VERSION, version);
    }

    public ItemKey key() {
        return new ItemKey(text(ItemKey.PARTITION), text(ItemKey.SORT));
    }

    /// This item with what stands on another that is a part of the same thing; where both have an attribute, this one's
    /// counts.
    public Item joined(Item part) {
        var both = new HashMap<>(part.attributes);
        both.putAll(attributes);
        return new Item(Map.copyOf(both));
    }

    public String text(String name) {
        return required(name).s();
    }

    public Optional<String> optionalText(String name) {
        return optional(name).map(AttributeValue::s);
    }

    public long number(String name) {
        return Long.parseLong(required(name).n());
    }

    public long number(String name, long otherwise) {
        return optional(name).map(value -> Long.parseLong(value.n())).orElse(otherwise);
    }

    public Optional<Long> optionalNumber(String name) {
        return has(name) ? Optional.of(number(name)) : Optional.empty();
    }

    public boolean flag(String name) {
        return optional(name).map(AttributeValue::bool).orElse(false);
    }

    public Instant instant(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    public Optional<Instant> optionalInstant(String name) {
        return optional(name).map(value -> Instant.ofEpochMilli(Long.parseLong(value.n())));
    }

    public byte[] bytes(String name) {
        return required(name).b().asByteArray();
    }

    public Optional<byte[]> optionalBytes(String name) {
        return optional(name).map(value -> value.b().asByteArray());
    }

    public List<String> texts(String name) {
        return optional(name)
                .map(value -> value.l().stream().map(AttributeValue::s).toList())
                .orElse(List.of());
    }

    public Map<String, String> map(String name) {
        return optional(name)
                .map(value -> {
                    var texts = new HashMap<String, String>();
                    value.m().forEach((key, text) -> texts.put(key, text.s()));
                    return Map.copyOf(texts);
                })
                .orElse(Map.of());
    }

    /// Reads the item as what it stands for.
    ///
    /// @throws MalformedItem whatever the reading of it throws
    public <T> T as(Function<Item, T> reading) {
        try {
            return reading.apply(this);
        } catch (RuntimeException malformed) {
            throw new MalformedItem(malformed);
        }
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    boolean isMarked(SdkBytes mark) {
        return optional(MARK).map(AttributeValue::b).filter(mark::equals).isPresent();
    }

    Map<String, AttributeValue> marked(SdkBytes mark) {
        var marked = new HashMap<>(attributes);
        marked.put(MARK, AttributeValue.fromB(mark));
        return marked;
    }

    Map<String, AttributeValue> attributes() {
        return attributes;
    }

    private AttributeValue required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException(
                        "An item of type " + attributes.get(TYPE) + " lacks its attribute " + name));
    }

    private Optional<AttributeValue> optional(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /// An item being written.
    public static final class Draft {

        private final Map<String, AttributeValue> attributes = new HashMap<>();

        private Draft(ItemKey key) {
            attributes.putAll(key.attributes());
        }

        public Draft with(String name, Object value) {
            attributes.put(name, Values.of(value));
            return this;
        }

        public Draft with(String name, Optional<?> value) {
            value.ifPresent(present -> with(name, present));
            return this;
        }

        /// Places the item in an index.
        public Draft in(Index index, String partition, String sort) {
            return with(index.partition(), partition).with(index.sort(), sort);
        }

        /// Places the item in the index of what is due.
        public Draft due(Optional<Due.Place> place) {
            return with(Index.DUE.partition(), place.map(Due.Place::shard))
                    .with(Index.DUE.sort(), place.map(Due.Place::at));
        }

        /// Lets DynamoDB delete the item some time after the instant.
        public Draft until(Instant end) {
            return with(TTL, end.getEpochSecond());
        }

        public Item done() {
            return new Item(Map.copyOf(attributes));
        }
    }
}
