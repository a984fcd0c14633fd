package org.openbalance.reading;

import jakarta.inject.Singleton;
import java.util.List;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Reply;
import org.openbalance.api.Request;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;

/// Where networks of banks post that something is ready. One address for all of them, which names the network
/// and the owner; what it is about, and that it is theirs, the connector reads. Every post is answered alike,
/// so that nobody learns from it what is known here.
@Singleton
public final class NetworkPosts {

    public static final String PATH = "hooks/network";

    private final FinishedJobs jobs;

    NetworkPosts(FinishedJobs jobs) {
        this.jobs = jobs;
    }

    public List<Operation> operations() {
        return List.of(Operation.open(PATH, this::posted).lenient());
    }

    private Reply posted(Request request, Body body) {
        var owner = request.query().getOrDefault("owner", "");
        if (Ids.wellFormed(owner)) {
            jobs.posted(
                    new Tenant(owner, request.environment()),
                    request.query().getOrDefault("network", ""),
                    request.headers(),
                    request.body());
        }
        return Reply.success("Received", Json.object());
    }
}
