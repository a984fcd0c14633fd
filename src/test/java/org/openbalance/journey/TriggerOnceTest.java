package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openbalance.journey.AwsFaults.Fault;
import org.openbalance.owner.Owners;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// `callback/trigger` of more than one transaction holds: 21 events to ten webhooks are three. However it is cut off,
/// its repetition with the same `Idempotency-Key` tells each webhook of each event once.
@QuarkusTest
class TriggerOnceTest {

    private static final int WEBHOOKS = 10;
    private static final int EVENTS = 21;
    private static final int TRANSACTIONS = 3;

    @Inject
    Owners owners;

    @Inject
    TestClock clock;

    private Company company;
    private Company.Linked linked;
    private List<String> webhooks;

    /// How a call ends: told of a failure by the table, or by the end of its process, which takes back nothing.
    private enum End {
        FAILED,
        KILLED
    }

    @BeforeEach
    void twenty_accounts_and_ten_webhooks() {
        company = Company.of(owners);
        linked = company.opensAndLinks("user_many_accounts", 20);
        webhooks = IntStream.range(0, WEBHOOKS).mapToObj(this::webhook).toList();
    }

    @AfterEach
    void all_is_well() {
        AwsFaults.end();
        TableFaults.end();
        clock.reset();
    }

    private String webhook(int number) {
        return company.call("webhooks/create", Map.of("url", "https://hooks.example/" + number))
                .path("data.webhook.id");
    }

    @ParameterizedTest
    @CsvSource({"THROTTLED, FAILED, 2", "NEVER_ANSWERED, FAILED, 2", "THROTTLED, KILLED, 3", "NEVER_ANSWERED, KILLED, 3"
    })
    void what_was_cut_off_between_two_transactions_is_finished_and_not_repeated(Fault fault, End end, int cut) {
        var key = "order-4711";
        cutOff(fault, end, cut, key);

        var finished = trigger(key);

        finished.then().statusCode(200).body("data.notices", equalTo(WEBHOOKS * EVENTS));
        assertThatEachIsToldOnce(EVENTS);
        assertThat(trigger(key).asString()).isEqualTo(finished.asString());
        assertThatEachIsToldOnce(EVENTS);
    }

    @Test
    void another_key_tells_all_once_more() {
        trigger("one").then().statusCode(200);
        trigger("another").then().statusCode(200);

        assertThatEachIsToldOnce(2 * EVENTS);
    }

    @Test
    void a_repetition_an_hour_later_goes_on_where_the_first_ended() {
        cutOff(Fault.THROTTLED, End.FAILED, 2, "order-4711");
        clock.advance(Duration.ofHours(1));

        trigger("order-4711").then().statusCode(200);

        assertThatEachIsToldOnce(EVENTS);
    }

    /// By every seed cut off in other ways and places, up to three times.
    @Test
    @Tag("slow")
    void however_often_it_is_cut_off_each_is_told_once() {
        var told = 0;
        for (var seed = 0; seed < 12; seed++) {
            var random = new Random(seed);
            var faults = List.of(Fault.THROTTLED, Fault.ANSWER_LOST, Fault.NEVER_ANSWERED);
            for (var cuts = random.nextInt(1, 4); cuts > 0; cuts--) {
                begin(
                        faults.get(random.nextInt(3)),
                        End.values()[random.nextInt(2)],
                        random.nextInt(1, TRANSACTIONS + 1));
                trigger("seed " + seed).then();
                afterwards();
            }

            trigger("seed " + seed).then().statusCode(200).body("data.notices", equalTo(WEBHOOKS * EVENTS));

            told += EVENTS;
            assertThatEachIsToldOnce(told);
        }
    }

    private void cutOff(Fault fault, End end, int cut, String key) {
        begin(fault, end, cut);
        trigger(key).then().statusCode(500);
        afterwards();
    }

    /// @param cut which of the transactions is struck
    private static void begin(Fault fault, End end, int cut) {
        var seen = new AtomicInteger();
        AwsFaults.begin(fault, request -> tells(request) && seen.incrementAndGet() == cut);
        if (end == End.KILLED) {
            TableFaults.are(request -> {
                if (request instanceof DeleteItemRequest) {
                    throw TableFaults.throttled();
                }
            });
        }
    }

    private static boolean tells(AwsFaults.Request request) {
        return request.request() instanceof TransactWriteItemsRequest transaction
                && transaction.toString().contains("DELIVERY#");
    }

    /// When the claim of a call that was killed has run out.
    private void afterwards() {
        AwsFaults.end();
        TableFaults.end();
        clock.advance(Duration.ofMinutes(1));
    }

    private Response trigger(String key) {
        return Company.request()
                .header("Authorization", "Bearer " + company.keys().secret())
                .header("Idempotency-Key", key)
                .body(Map.of("recordIds", List.of(linked.connection())))
                .post("/v2/sandbox/callback/trigger");
    }

    private void assertThatEachIsToldOnce(int events) {
        for (var webhook : webhooks) {
            var ids = eventIds(webhook);
            assertThat(ids).as("told").hasSize(events);
            assertThat(new HashSet<>(ids)).as("events").hasSize(events);
        }
    }

    private List<String> eventIds(String webhook) {
        var page = company.call("webhooks/deliveries", Map.of("id", webhook, "limit", 100));
        var ids = new ArrayList<String>(page.path("data.deliveries.webhook_id"));
        for (var cursor = page.<String>path("data.pagination.cursor"); cursor != null; ) {
            page = company.call("webhooks/deliveries", Map.of("id", webhook, "limit", 100, "cursor", cursor));
            ids.addAll(page.path("data.deliveries.webhook_id"));
            cursor = page.path("data.pagination.cursor");
        }
        return ids;
    }
}
