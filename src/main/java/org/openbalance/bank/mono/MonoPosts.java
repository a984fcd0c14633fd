package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.http.Fields;

/// Reads what Mono posts. It signs nothing and shows a secret that both sides know: whoever has seen one post can write
/// another, so nothing is taken from one but that a job of ours is to be looked at.
///
/// Mono posts again until it is answered, each time with the same `event_id`. That is not kept here: a job that is
/// looked at once more is the same job.
final class MonoPosts {

    private static final String SECRET = "webhook_secret";
    private static final String HEADER = "mono-webhook-secret";
    private static final String PROCESSING = "PROCESSING";

    private MonoPosts() {}

    static Set<String> finished(NetworkPost post) {
        return post.object().filter(_ -> isOfMono(post)).stream()
                .flatMap(MonoPosts::ended)
                .collect(Collectors.toSet());
    }

    /// Takes as long for any secret.
    private static boolean isOfMono(NetworkPost post) {
        var secret = bytes(post.key(SECRET).value());
        return post.header(HEADER)
                .filter(shown -> MessageDigest.isEqual(bytes(shown), secret))
                .isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Jobs that have ended, well or not.
    private static Stream<String> ended(JsonNode post) {
        var data = post.path("data");
        return switch (post.path("event").asText()) {
            case "mono.accounts.jobs.update" -> ended(data, "status", "id", "_id");
            case "mono.events.account_updated" -> ended(data.path("meta"), "data_status", "job_id", "jobId");
            default -> Stream.empty();
        };
    }

    private static Stream<String> ended(JsonNode of, String status, String id, String otherwise) {
        return MonoJson.word(of, status).equals(PROCESSING)
                ? Stream.empty()
                : Stream.of(id, otherwise)
                        .map(name -> Fields.text(of, name))
                        .flatMap(Optional::stream)
                        .limit(1);
    }
}
