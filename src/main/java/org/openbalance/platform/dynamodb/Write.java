package org.openbalance.platform.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;

/// One write, alone or as a part of a transaction.
public sealed interface Write {

    ItemKey key();

    Optional<Condition> condition();

    static Put put(Item item) {
        return new Put(item, Optional.empty());
    }

    /// Puts an item where none stands yet.
    static Put create(Item item) {
        return new Put(item, Optional.of(Condition.absent()));
    }

    static Change change(ItemKey key) {
        return new Change(key);
    }

    static Delete delete(ItemKey key) {
        return new Delete(key, Optional.empty());
    }

    record Put(Item item, Optional<Condition> condition) implements Write {
        @Override
        public ItemKey key() {
            return item.key();
        }

        public Put when(Condition required) {
            return new Put(item, Optional.of(required));
        }
    }

    record Delete(ItemKey key, Optional<Condition> condition) implements Write {
        public Delete when(Condition required) {
            return new Delete(key, Optional.of(required));
        }
    }

    /// An update of some attributes of an item, which is made if it is missing and no condition forbids it.
    final class Change implements Write {

        private final ItemKey key;
        private final Map<String, Object> sets = new LinkedHashMap<>();
        private final Map<String, Object> firsts = new LinkedHashMap<>();
        private final Map<String, Long> adds = new LinkedHashMap<>();
        private final List<String> removals = new ArrayList<>();
        private Optional<Condition> condition = Optional.empty();

        private Change(ItemKey key) {
            this.key = key;
        }

        public Change set(String attribute, Object value) {
            sets.put(attribute, value);
            return this;
        }

        public Change set(String attribute, Optional<?> value) {
            value.ifPresentOrElse(present -> set(attribute, present), () -> remove(attribute));
            return this;
        }

        /// Sets the attribute unless it has a value.
        public Change first(String attribute, Object value) {
            firsts.put(attribute, value);
            return this;
        }

        public Change add(String attribute, long amount) {
            adds.put(attribute, amount);
            return this;
        }

        public Change remove(String... attributes) {
            removals.addAll(List.of(attributes));
            return this;
        }

        public Change when(Condition required) {
            condition = Optional.of(required);
            return this;
        }

        /// Places the item in an index.
        public Change in(Index index, String partition, String sort) {
            return set(index.partition(), partition).set(index.sort(), sort);
        }

        /// Places the item in the index of what is due, or takes it out.
        public Change due(Optional<Due.Place> place) {
            return set(Index.DUE.partition(), place.map(Due.Place::shard))
                    .set(Index.DUE.sort(), place.map(Due.Place::at));
        }

        /// Takes the item out of an index.
        public Change outOf(Index index) {
            return remove(index.partition(), index.sort());
        }

        Change marked(SdkBytes mark) {
            return set(Item.MARK, mark);
        }

        @Override
        public ItemKey key() {
            return key;
        }

        @Override
        public Optional<Condition> condition() {
            return condition;
        }

        String render(Expression expression) {
            var clauses = new ArrayList<String>();
            var assignments = new ArrayList<String>();
            sets.forEach((name, value) -> assignments.add(expression.name(name) + " = " + expression.value(value)));
            firsts.forEach((name, value) -> assignments.add(expression.name(name) + " = if_not_exists("
                    + expression.name(name) + ", " + expression.value(value) + ")"));
            if (!assignments.isEmpty()) {
                clauses.add("SET " + String.join(", ", assignments));
            }
            if (!adds.isEmpty()) {
                clauses.add(adds.entrySet().stream()
                        .map(add -> expression.name(add.getKey()) + ' ' + expression.value(add.getValue()))
                        .collect(Collectors.joining(", ", "ADD ", "")));
            }
            if (!removals.isEmpty()) {
                clauses.add(removals.stream().map(expression::name).collect(Collectors.joining(", ", "REMOVE ", "")));
            }
            return String.join(" ", clauses);
        }

        /// As a part of a PartiQL statement, which knows neither defaults nor counting up from nothing.
        String statement(PartiQl expression) {
            if (!firsts.isEmpty() || !adds.isEmpty()) {
                throw new IllegalArgumentException("Only what sets and removes can be one of many statements");
            }
            var clauses = new ArrayList<String>();
            sets.forEach(
                    (name, value) -> clauses.add("SET " + expression.name(name) + " = " + expression.value(value)));
            removals.forEach(name -> clauses.add("REMOVE " + expression.name(name)));
            return String.join(" ", clauses);
        }
    }
}
