package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.owner.Owners;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/// What one `widget/accounts` reads.
@QuarkusTest
class LinkingReadsTest {

    @Inject
    Owners owners;

    private Company company;

    @BeforeEach
    void a_company_with_a_webhook() {
        company = Company.of(owners);
        company.call("webhooks/create", Map.of("url", "https://hooks.example/"))
                .then()
                .statusCode(200);
    }

    @AfterEach
    void all_is_well() {
        AwsFaults.end();
    }

    @Test
    void whoever_is_new_is_linked_by_reading_no_item_twice() {
        var read = readWhileLinking(company.opens());

        assertThat(read).isNotEmpty().doesNotHaveDuplicates();
    }

    /// The owner names the customer whom the bank knows too, so both lead to one.
    @Test
    void owner_and_customer_are_read_once_where_a_customer_links_again() {
        var linked = company.links("harmattan-bank");

        var read = readWhileLinking(company.opensByKey(
                Map.of("products", List.of("auth", "balance"), "customer", Map.of("id", linked.customer()))));

        assertThat(read.stream().filter(key -> key.startsWith("OWNERS ") || key.contains("#CUSTOMER#")))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    private static List<String> readWhileLinking(Company.Widget widget) {
        var consent = widget.agrees();
        var accounts = widget.signsIn("harmattan-bank", "user_good");
        var read = reads();
        widget.chooses(accounts, consent);
        AwsFaults.end();
        return read;
    }

    private static List<String> reads() {
        var read = new CopyOnWriteArrayList<String>();
        AwsFaults.begin(AwsFaults.Fault.THROTTLED, request -> {
            keys(request.request())
                    .map(key -> key.get("pk").s() + " " + key.get("sk").s())
                    .filter(key -> !key.contains("#SANDBOX"))
                    .forEach(read::add);
            return false;
        });
        return read;
    }

    private static Stream<Map<String, AttributeValue>> keys(Object request) {
        return switch (request) {
            case GetItemRequest get -> Stream.of(get.key());
            case BatchGetItemRequest batch ->
                batch.requestItems().values().stream().flatMap(wanted -> wanted.keys().stream());
            case Object _ -> Stream.empty();
        };
    }
}
