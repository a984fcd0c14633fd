package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.openbalance.journey.Company;

/// The functions of queues, in the binary, with the batches that SQS sends.
class QueueIT {

    private static final NativeFunctions FUNCTIONS = NativeFunctions.open();

    @Test
    void an_event_goes_from_the_link_through_the_queue_to_its_receiver() throws IOException {
        var signatures = new CopyOnWriteArrayList<String>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                signatures.add(exchange.getRequestHeaders().getFirst("webhook-signature"));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        receiver.start();
        try {
            var company = Company.of(FUNCTIONS.world().owners());
            subscribe(company, "http://localhost:" + receiver.getAddress().getPort() + "/hook");
            company.links("harmattan-bank");

            FUNCTIONS.world().drain(FUNCTIONS);

            assertThat(signatures).isNotEmpty().allSatisfy(signature -> assertThat(signature)
                    .startsWith("v1,"));
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void a_refresh_that_is_asked_for_is_read_by_the_worker() {
        var company = Company.of(FUNCTIONS.world().owners());
        var account = company.links("harmattan-bank").account();
        company.call("balances/set", Map.of("account", account, "available", 250));
        var asked = company.call("balance/refresh", Map.of("account_id", account));
        assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(200);

        assertThat(FUNCTIONS.world().drain(FUNCTIONS)).isZero();

        assertThat(available(company, account)).isEqualTo("250");
    }

    @Test
    void what_is_due_goes_from_the_schedule_through_the_queue_to_the_worker() {
        var company = Company.of(FUNCTIONS.world().owners());
        var account = company.links("harmattan-bank").account();
        company.call("balances/set", Map.of("account", account, "available", 375));
        FUNCTIONS.world().makeDue(account);

        FUNCTIONS
                .function("refresh")
                .answer("{\"time\":\"2026-11-24T10:00:00Z\",\"id\":\"run\"}".getBytes(StandardCharsets.UTF_8));
        FUNCTIONS.world().drain(FUNCTIONS);

        assertThat(available(company, account)).isEqualTo("375");
    }

    private static String available(Company company, String account) {
        return company.call("balance/getByAccount", Map.of("account_id", account))
                .<Object>path("data.balances[0].available_balance")
                .toString();
    }

    private static void subscribe(Company company, String url) {
        var body = "{\"url\":\"" + url + "\",\"events\":[\"auth.succeeded\"]}";
        var created = FUNCTIONS
                .function("webhook")
                .answer(Events.post("webhooks/create", company.keys().secret(), body));
        assertThat(JsonPath.from(NativeFunctions.text(created)).getInt("statusCode"))
                .as(NativeFunctions.text(created))
                .isEqualTo(200);
    }

    @Test
    void a_batch_gives_back_the_messages_that_failed_and_no_others() {
        var answer = batch("notify", "unreadable");

        assertThat(answer.<String>getList("batchItemFailures.itemIdentifier")).containsExactly("m-0");
    }

    @Test
    void an_empty_batch_gives_back_nothing() {
        assertThat(batch("notify").getList("batchItemFailures")).isEmpty();
    }

    @Test
    void a_batch_that_is_none_is_reported_and_the_next_one_is_served() {
        try (var function = FUNCTIONS.another("notify", Map.of()).ready()) {
            var outcome = function.call(
                    "{\"Records\": 7}".getBytes(StandardCharsets.UTF_8), java.time.Duration.ofSeconds(29));

            assertThat(outcome).isInstanceOf(LambdaApi.Outcome.Failed.class);
            assertThat(NativeFunctions.text(function.answer("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8))))
                    .contains("batchItemFailures");
        }
    }

    /// A batch as the function sees it, answered.
    static JsonPath batch(String function, String... bodies) {
        var connections = new StringBuilder();
        for (var place = 0; place < bodies.length; place++) {
            connections
                    .append(place == 0 ? "" : ",")
                    .append("{\"messageId\":\"m-" + place + "\",\"receiptHandle\":\"h\",\"body\":\"" + bodies[place]
                            + "\",\"attributes\":{\"ApproximateReceiveCount\":\"1\"},\"messageAttributes\":{},"
                            + "\"eventSource\":\"aws:sqs\",\"awsRegion\":\"eu-west-1\"}");
        }
        var event = "{\"Records\":[" + connections + "]}";
        return JsonPath.from(
                NativeFunctions.text(FUNCTIONS.function(function).answer(event.getBytes(StandardCharsets.UTF_8))));
    }
}
