package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// What every connector has to do right, whatever its network. A rule that a network has no such thing for is skipped,
/// and shows as skipped with the reason that its stand-in gives.
///
/// Beside its own rules, each of them holds that no secret was shown to a person or kept where it may not be, and that
/// the bank was asked nothing that its facts do not allow.
@Timeout(60)
public abstract class ConnectorContract
        implements SignInRules,
                KeyRules,
                GrantRules,
                EndingRules,
                AccountRules,
                AmountRules,
                FailureRules,
                PostRules,
                TransactionRules {

    private Trial trial;

    /// A stand-in for one rule.
    protected abstract StandIn standIn();

    @Override
    public Trial trial() {
        return trial;
    }

    @BeforeEach
    void a_bank_stands_in() {
        trial = new Trial(standIn());
    }

    @AfterEach
    void nothing_was_told_that_is_secret_and_nothing_asked_that_is_not_allowed() {
        try (var ended = trial) {
            for (var secret : ended.standIn.secrets()) {
                assertThat(ended.heard.texts()).noneMatch(text -> text.contains(secret));
            }
            for (var key : ended.keys()) {
                assertThat(ended.heard.texts()).noneMatch(text -> text.contains(key));
                assertThat(ended.kept).noneMatch(text -> text.contains(key));
            }
            if (!ended.standIn.without().containsKey(Feature.TYPED_SECRETS)) {
                for (var typed : ended.standIn.typed()) {
                    assertThat(ended.kept).noneMatch(text -> text.contains(typed));
                }
            }
            assertThat(ended.standIn.objections())
                    .as("what the bank's facts do not allow")
                    .isEmpty();
        }
    }
}
