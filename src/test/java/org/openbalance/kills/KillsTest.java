package org.openbalance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Reading goes on whatever dies: processes of `refresh` and `refresh-worker` are ended by SIGKILL at random points
/// while banks are slow, the table throttles and answers are lost.
///
/// They are JVMs, not the native binary: the connector of these banks is code of the tests, which no binary holds.
///
/// `-Dopenbalance.kills.minutes=60` goes on for an hour, with another seed each time.
@Tag("slow")
class KillsTest {

    private static final int KILLS = 40;

    @Test
    void no_read_is_lost_or_written_twice_whoever_is_killed() {
        var until = Instant.now().plus(Duration.ofMinutes(Long.getLong("openbalance.kills.minutes", 0)));
        var seed = Long.getLong("openbalance.kills.seed", System.nanoTime());
        var java = ChildJvm.prepared();
        do {
            System.out.println("Seed " + seed);
            try (var run = new KillsRun(seed, java)) {
                run.kills(KILLS);
                var settled = run.settles();
                var found = KillsChecks.of(run, settled);
                System.out.println(found);
                assertThat(run.kills()).hasSizeGreaterThanOrEqualTo(KILLS);
            }
            seed++;
        } while (Instant.now().isBefore(until));
    }
}
