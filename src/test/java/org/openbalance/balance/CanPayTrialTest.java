package org.openbalance.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How good the answers of `can-pay` are, on accounts that the rule was not tuned on. The table is printed, and
/// written to
/// `target/bench/can-pay.json`.
@Tag("slow")
class CanPayTrialTest {

    private static final long FIRST_SEED = 70_000;
    private static final int ACCOUNTS = 200;

    private static CanPayTrial trial;

    @BeforeAll
    static void asked() throws IOException {
        trial = CanPayTrial.run(FIRST_SEED, ACCOUNTS);
        System.out.println(trial.table());
        trial.write(Path.of("target/bench/can-pay.json"));
    }

    @Test
    void fewer_than_one_yes_in_a_hundred_would_have_bounced() {
        assertThat(trial.all().yes).isGreaterThan(5_000);
        assertThat(trial.all().bouncedOfYes()).as("of 100,000").isLessThan(700);
        trial.byProfile().forEach((profile, tally) -> assertThat(tally.bouncedOfYes())
                .as(profile + ", of 100,000")
                .isLessThan(2_000));
    }

    @Test
    void most_questions_get_an_answer_and_few_a_wrong_no() {
        assertThat(trial.all().unsure * 100).isLessThan(trial.all().asked() * 50);
        assertThat(trial.all().paidAfterAll * 100).isLessThan(trial.all().no * 2);
    }

    @Test
    void an_account_that_is_hardly_known_seldom_gets_a_yes() {
        assertThat(trial.young().yes * 100).isLessThan(trial.young().asked() * 10);
        assertThat(trial.young().bouncedOfYes()).isLessThan(2_000);
    }

    @Test
    void the_same_seeds_give_the_same_figures() {
        assertThat(CanPayTrial.run(FIRST_SEED, 5).table())
                .isEqualTo(CanPayTrial.run(FIRST_SEED, 5).table());
    }
}
