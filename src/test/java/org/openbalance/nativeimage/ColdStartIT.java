package org.openbalance.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the native image is for, measured in the run that builds it.
class ColdStartIT {

    private static final int STARTS = 5;
    private static final double MOST_OF_THE_JVM = 1.0 / 20;

    @Test
    void the_first_answer_takes_at_most_a_twentieth_of_what_it_takes_the_jvm() {
        var event = Bench.aRead();
        var results =
                new ColdBench(List.of(Contender.ours(event), Contender.jvm(event, Jvm.home()))).run(STARTS, false);

        var ours = results.getFirst().answer().medianMs();
        var jvm = results.getLast().answer().medianMs();

        assertThat(ours).as("%.0f ms against %.0f ms", ours, jvm).isLessThanOrEqualTo(jvm * MOST_OF_THE_JVM);
    }
}
