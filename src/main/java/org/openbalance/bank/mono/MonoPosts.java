package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.http.Fields;
import org.openbalance.platform.Tenant;

/// Reads what Mono posts. It signs nothing and shows a secret that both sides know: whoever has seen one post can write
/// another. So nothing is taken from one but that a job of ours is to be looked at, which account a sign-in of ours has
/// linked, and why a job that fails does so; the rest is asked of Mono with the owner's key.
///
/// Mono posts again until it is answered, each time with the same `event_id`. That is not kept: a job that is looked at
/// once more is the same job, and a link that is kept once more the same link.
final class MonoPosts {

    static final String SECRET = "webhook_secret";
    private static final String HEADER = "mono-webhook-secret";
    private static final String PROCESSING = "PROCESSING";

    private final HeardLinks links;
    private final InstantSource clock;

    MonoPosts(HeardLinks links, InstantSource clock) {
        this.links = links;
        this.clock = clock;
    }

    /// The jobs that have ended. What is said of links is kept: a sign-in may wait for it.
    Set<String> finished(NetworkPost post) {
        var said = post.object().filter(_ -> isOfMono(post));
        said.ifPresent(body -> link(post.tenant(), body));
        return said.stream().flatMap(MonoPosts::ended).collect(Collectors.toSet());
    }

    private void link(Tenant tenant, JsonNode post) {
        var data = post.path("data");
        switch (post.path("event").asText()) {
            case "mono.events.account_connected" ->
                Fields.text(data.path("meta"), "ref").ifPresent(ref -> keep(tenant, ref, Fields.text(data, "id")));
            case "mono.events.account_reauthorized" -> keep(tenant, data.path("account"), HeardLinks::renewalOf);
            case "mono.events.account_updated" -> {
                if (MonoJson.isDead(data.path("meta"))) {
                    keep(tenant, data.path("account"), HeardLinks::deathOf);
                }
            }
            default -> {}
        }
    }

    private void keep(Tenant tenant, JsonNode account, UnaryOperator<String> ref) {
        var id = Fields.text(account, "_id");
        id.map(ref).ifPresent(called -> keep(tenant, called, id));
    }

    private void keep(Tenant tenant, String ref, Optional<String> account) {
        account.ifPresent(id -> links.keep(tenant, ref, new HeardLinks.Heard(id, clock.instant())));
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
