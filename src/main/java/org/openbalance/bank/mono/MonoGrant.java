package org.openbalance.bank.mono;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.Grant;

/// What later reads need: Mono's id of the account that the sign-in linked.
///
/// @param failing the first of the jobs that failed since the last one that did not
record MonoGrant(String account, Optional<Failing> failing) {

    record Failing(String job, Instant since) {}

    static MonoGrant linked(String account) {
        return new MonoGrant(account, Optional.empty());
    }

    static MonoGrant of(Grant grant) {
        var kept = Json.readOwn(grant.token());
        var failing = Optional.of(kept.path("failing"))
                .filter(job -> !job.isMissingNode())
                .map(job -> new Failing(
                        job.path("job").asText(),
                        Instant.parse(job.path("since").asText())));
        return new MonoGrant(kept.path("account").asText(), failing);
    }

    Grant grant() {
        var kept = Json.object().put("account", account);
        failing.ifPresent(job -> kept.putObject("failing")
                .put("job", job.job())
                .put("since", job.since().toString()));
        return new Grant(Json.write(kept));
    }

    MonoGrant failingSince(String job, Instant since) {
        return new MonoGrant(account, failing.or(() -> Optional.of(new Failing(job, since))));
    }

    @Override
    public String toString() {
        return "(grant)";
    }
}
