import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A peer of the function `balance` without a framework: one GetItem, with AWS's SDK, in the fewest lines.
public final class Main {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = System.getenv("OPENBALANCE_TABLE");

    public static void main(String[] arguments) throws IOException {
        var api = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/";
        var client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        while (true) {
            var next = open(api + "next");
            var event = JSON.readTree(next.getInputStream());
            var answer = open(api + next.getHeaderField("Lambda-Runtime-Aws-Request-Id") + "/response");
            answer.setDoOutput(true);
            answer.getOutputStream().write(JSON.writeValueAsBytes(answer(client, event.path("body").asText())));
            answer.getInputStream().readAllBytes();
        }
    }

    private static ObjectNode answer(DynamoDbClient client, String body) throws IOException {
        var asked = JSON.readTree(body);
        var key = Map.of(
                "pk", AttributeValue.fromS(asked.path("pk").asText()),
                "sk", AttributeValue.fromS(asked.path("sk").asText()));
        var found = JSON.createObjectNode();
        client.getItem(request -> request.tableName(TABLE).key(key)).item().forEach((name, value) -> {
            if (value.s() != null || value.n() != null) {
                found.put(name, value.s() != null ? value.s() : value.n());
            }
        });
        var response = JSON.createObjectNode().put("statusCode", 200).put("body", JSON.writeValueAsString(found));
        response.putObject("headers").put("content-type", "application/json");
        return response;
    }

    private static HttpURLConnection open(String address) throws IOException {
        return (HttpURLConnection) URI.create(address).toURL().openConnection();
    }
}
