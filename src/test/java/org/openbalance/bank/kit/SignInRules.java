package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInStep;

/// How a sign-in goes.
interface SignInRules {

    Trial trial();

    /// Each step of a trial is taken by a connector of its own: what a sign-in needs has to be in its state.
    @Test
    default void a_sign_in_goes_on_in_any_process() {
        var login = trial().login();

        assertThat(login.customer().reference()).isNotBlank();
        assertThat(login.references())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(trial().standIn.held().keySet());
    }

    @Test
    default void what_was_typed_is_kept_nowhere() {
        trial().needs(Feature.TYPED_SECRETS);
        trial().login();

        assertThat(trial().standIn.typed()).isNotEmpty();
    }

    @Test
    default void a_customer_who_declines_at_the_bank_has_cancelled() {
        var step = redirected();
        var declined = trial().signsIn()
                .answer(trial().access(), step.state(), trial().standIn.declining(step));

        assertThat(failed(declined).reason()).isEqualTo(SignInStep.Reason.CANCELLED);
    }

    @Test
    default void a_customer_who_comes_back_with_nothing_may_try_again() {
        var back = new SignInAnswer.Returned(Map.of());
        var step = redirected();

        assertThat(failed(trial().signsIn().answer(trial().access(), step.state(), back))
                        .retry())
                .isTrue();
    }

    /// As another page may have sent the customer here, with a code that belongs to somebody else (RFC 9700, 4.4 and
    /// 4.7).
    @Test
    default void what_comes_back_from_elsewhere_is_refused_before_the_bank_is_asked() {
        var step = redirected();
        var forged = trial().standIn.forged(step);
        var before = calls();

        assertThat(forged).isNotEmpty();
        forged.forEach((wrong, answer) -> assertThat(trial().signsIn().answer(trial().access(), step.state(), answer))
                .as(wrong)
                .isInstanceOf(SignInStep.Failed.class));
        assertThat(calls()).as("calls at the bank").isEqualTo(before);
    }

    /// None where they cannot be seen.
    private int calls() {
        return trial().standIn.without().containsKey(Feature.COUNTED)
                ? 0
                : trial().standIn.visits().size();
    }

    @Test
    default void a_way_back_works_once() {
        var step = redirected();
        var back = trial().standIn.customer(step);
        assertThat(trial().signsIn().answer(trial().access(), step.state(), back))
                .isInstanceOf(SignInStep.Authenticated.class);

        failed(trial().signsIn().answer(trial().access(), step.state(), back));
    }

    private SignInStep.Redirect redirected() {
        trial().needs(Feature.REDIRECT);
        var step = trial().signsIn().signIn(trial().access(), trial().standIn.request(Optional.empty()));
        assertThat(step).isInstanceOf(SignInStep.Redirect.class);
        return (SignInStep.Redirect) step;
    }

    private SignInStep.Failed failed(SignInStep step) {
        trial().heard.note(step);
        assertThat(step).isInstanceOf(SignInStep.Failed.class);
        return (SignInStep.Failed) step;
    }
}
