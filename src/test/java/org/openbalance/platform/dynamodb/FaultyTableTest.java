package org.openbalance.platform.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.AwsFaults;
import org.openbalance.journey.AwsFaults.Fault;
import org.openbalance.platform.ParallelCalls;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// What the table says when DynamoDB has a bad day.
@QuarkusTest
class FaultyTableTest {

    @Inject
    Table table;

    private final ItemKey key = new ItemKey("TEST#" + UUID.randomUUID(), "ITEM");

    @AfterEach
    void all_is_well_again() {
        AwsFaults.end();
    }

    @Test
    void a_creation_whose_answer_is_lost_is_done_and_another_one_is_refused() {
        loses("PutItem");

        assertThat(table.write(Write.create(item(1))).done()).isTrue();
        assertThat(table.write(Write.create(item(1))).done()).isFalse();
        assertThat(number()).isEqualTo(1);
    }

    @Test
    void a_conditional_change_whose_answer_is_lost_is_done_and_tells_the_item() {
        table.write(Write.create(item(1)));
        loses("UpdateItem");

        var claim = table.write(Write.change(key).set("n", 2).when(Condition.equal("n", 1)));

        assertThat(claim).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(
                        done.item().orElseThrow().number("n"))
                .isEqualTo(2));
        assertThat(table.write(Write.change(key).set("n", 2).when(Condition.equal("n", 1))))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                                refused.item().orElseThrow().number("n"))
                        .isEqualTo(2));
    }

    @Test
    void what_is_counted_is_counted_once_though_each_answer_is_lost() {
        loses("UpdateItem");

        var counted = ParallelCalls.run(IntStream.range(0, 20)
                .<Callable<Outcome>>mapToObj(_ -> () -> table.write(Write.change(key)
                        .first(Item.TYPE, "test")
                        .first(Item.VERSION, 1)
                        .add("n", 1)
                        .when(Condition.any(Condition.lacks("n"), Condition.less("n", 12)))))
                .toList());

        assertThat(number()).isEqualTo(12);
        assertThat(counted.stream().filter(Outcome::done)).hasSizeBetween(1, 12);
    }

    @Test
    void each_of_many_changes_has_its_own_outcome_though_the_answer_to_them_is_lost() {
        table.write(Write.create(item(1)));
        table.write(Write.create(other()));
        loses("BatchExecuteStatement");

        var outcomes = table.writeEach(List.of(
                Write.change(key)
                        .set("n", 2)
                        .remove("gone")
                        .when(Condition.all(
                                Condition.equal("n", 1),
                                Condition.any(Condition.lacks("lease"), Condition.less("lease", 9)))),
                Write.change(other().key()).set("n", 2).when(Condition.has("lease"))));

        assertThat(outcomes.getFirst().orElseThrow().done()).isTrue();
        assertThat(outcomes.getLast().orElseThrow().done()).isFalse();
        assertThat(number()).isEqualTo(2);
    }

    @Test
    void of_many_changes_those_that_the_table_was_too_busy_for_are_sent_again_alone() {
        var changes = changes(5);
        AwsFaults.begin(Fault.UNPROCESSED, request -> request.operation().equals("BatchExecuteStatement"));

        assertThat(table.writeEach(changes))
                .allMatch(outcome -> outcome.orElseThrow().done());
    }

    @Test
    void of_many_changes_those_that_the_table_stays_too_busy_for_have_no_outcome() {
        var changes = changes(12);
        AwsFaults.begin(Fault.UNPROCESSED, request -> request.operation().equals("BatchExecuteStatement"));

        assertThat(table.writeEach(changes).stream().filter(Optional::isPresent))
                .as("one a try")
                .hasSize(8);
    }

    /// Of items that are there.
    private List<Write.Change> changes(int number) {
        return IntStream.range(0, number)
                .mapToObj(place -> new ItemKey(key.partition() + '#' + place, "ITEM"))
                .map(one -> {
                    table.write(
                            Write.create(Item.draft(one, "test", 1).with("n", 1).done()));
                    return Write.change(one).set("n", 2).when(Condition.equal("n", 1));
                })
                .toList();
    }

    @Test
    void what_counts_or_defaults_cannot_be_one_of_many_changes() {
        assertThatThrownBy(() ->
                        table.writeEach(List.of(Write.change(key).add("n", 1).when(Condition.exists()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_transaction_whose_answer_is_lost_is_done_once() {
        table.write(Write.create(item(1)));
        AwsFaults.begin(Fault.ANSWER_LOST, request -> request.operation().equals("TransactWriteItems"));

        var outcome = table.commit(
                List.of(Write.change(key).add("n", 1).when(Condition.equal("n", 1)), Write.create(other())));

        assertThat(outcome.done()).isTrue();
        assertThat(number()).isEqualTo(2);
    }

    @Test
    void a_stale_read_is_shown_to_those_alone_who_ask_for_no_better() {
        table.write(Write.create(item(1)));
        AwsFaults.begin(Fault.STALE, request -> request.request().toString().contains(key.partition()));
        table.write(Write.change(key).set("n", 2));

        assertThat(table.get(key).orElseThrow().number("n")).isEqualTo(1);
        assertThat(table.getLatest(key).orElseThrow().number("n")).isEqualTo(2);
        assertThat(table.getAllLatest(List.of(key)).getFirst().number("n")).isEqualTo(2);
        assertThat(table.query(Query.of(key.partition())).getFirst().number("n"))
                .isEqualTo(1);
    }

    @Test
    void keys_that_were_not_processed_are_asked_for_again() {
        table.write(Write.create(item(1)));
        table.write(Write.create(other()));
        AwsFaults.begin(Fault.UNPROCESSED, request -> request.operation().equals("BatchGetItem"));

        assertThat(table.getAllLatest(List.of(key, other().key()))).hasSize(2);
    }

    @Test
    void a_batch_of_which_nothing_is_ever_read_ends() {
        table.write(Write.create(item(1)));
        AwsFaults.begin(Fault.IDLE, request -> request.operation().equals("BatchGetItem"));

        assertThatThrownBy(() -> table.getAllLatest(List.of(key))).hasMessageContaining("8 times in a row");
    }

    @Test
    void a_batch_that_is_read_at_last_is_read() {
        table.write(Write.create(item(1)));
        AwsFaults.begin(Fault.IDLE, 3, request -> request.operation().equals("BatchGetItem"));

        assertThat(table.getAllLatest(List.of(key))).hasSize(1);
    }

    @Test
    void a_table_that_refuses_is_told_to_its_caller() {
        AwsFaults.begin(Fault.THROTTLED, 1, request -> request.partition().equals(key.partition()));

        assertThatThrownBy(() -> table.get(key)).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(table.get(key)).isEmpty();
    }

    private void loses(String operation) {
        AwsFaults.begin(
                Fault.ANSWER_LOST,
                request -> request.operation().equals(operation)
                        && request.partition().equals(key.partition()));
    }

    private Item item(int number) {
        return Item.draft(key, "test", 1).with("n", number).done();
    }

    private Item other() {
        return Item.draft(new ItemKey(key.partition(), "OTHER"), "test", 1)
                .with("n", 0)
                .done();
    }

    private long number() {
        return table.getLatest(key).orElseThrow().number("n");
    }
}
