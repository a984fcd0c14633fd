package org.openbalance.bank.mono;

import java.time.Instant;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.Grant;

/// What later reads need: Mono's id of the account that the sign-in linked.
///
/// @param since when it was linked, or linked anew
/// @param failing the first of the jobs that failed since the last one that did not
record MonoGrant(String account, Instant since, Optional<Failing> failing) {

    record Failing(String job, Instant since) {}

    static MonoGrant linked(String account, Instant now) {
        return new MonoGrant(account, now, Optional.empty());
    }

    static MonoGrant of(Grant grant) {
        var kept = Json.readOwn(grant.token());
        var failing = Optional.of(kept.path("failing"))
                .filter(job -> !job.isMissingNode())
                .map(job -> new Failing(
                        job.path("job").asText(),
                        Instant.parse(job.path("since").asText())));
        return new MonoGrant(
                kept.path("account").asText(), Instant.parse(kept.path("since").asText()), failing);
    }

    Grant grant() {
        var kept = Json.object().put("account", account).put("since", since.toString());
        failing.ifPresent(job -> kept.putObject("failing")
                .put("job", job.job())
                .put("since", job.since().toString()));
        return new Grant(Json.write(kept));
    }

    MonoGrant failing(String job, Instant now) {
        return new MonoGrant(account, since, failing.or(() -> Optional.of(new Failing(job, now))));
    }

    MonoGrant working() {
        return new MonoGrant(account, since, Optional.empty());
    }

    @Override
    public String toString() {
        return "(grant)";
    }
}
