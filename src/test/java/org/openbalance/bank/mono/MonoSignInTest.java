package org.openbalance.bank.mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.Secret;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Trial;
import org.openbalance.bank.kit.Visit;

class MonoSignInTest {

    private final MonoStandIn mono = new MonoStandIn();

    @AfterEach
    void nothing_was_asked_that_is_not_allowed() {
        assertThat(mono.objections()).isEmpty();
        mono.close();
    }

    @Test
    void without_a_name_or_an_address_of_the_customer_nothing_is_asked() {
        for (var person : new SignInRequest.Person[] {
            SignInRequest.Person.UNTOLD,
            new SignInRequest.Person(MonoStandIn.PERSON.name(), Optional.empty()),
            new SignInRequest.Person(Optional.empty(), MonoStandIn.PERSON.email())
        }) {
            var step = begin("pass-of-ada-7", person);

            assertThat(failed(step).reason()).isEqualTo(SignInStep.Reason.UNSUPPORTED);
            assertThat(failed(step).message()).contains("name and e-mail address");
        }
        assertThat(mono.visits()).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_as_that_or_a_bank_that_does_not_work_and_may_be_typed_again() {
        var refused = failed(begin("wrong", MonoStandIn.PERSON));

        assertThat(refused.reason()).isEqualTo(SignInStep.Reason.BAD_CREDENTIALS);
        assertThat(refused.message()).contains("wrong, or GTBank does not work");
        assertThat(refused.retry()).isTrue();
    }

    @Test
    void a_bank_that_asks_nothing_more_is_signed_in_to_at_once() {
        mono.asks(MonoStandIn.Way.AT_ONCE);

        assertThat(begin()).isInstanceOf(SignInStep.Authenticated.class);
    }

    @Test
    void a_question_is_asked_in_the_bank_s_words() {
        mono.asks(MonoStandIn.Way.QUESTION);
        var question = (SignInStep.Question) begin();

        assertThat(question.question()).isEqualTo("What was the name of your first school?");
        assertThat(answer(question, "St. Saviour")).isInstanceOf(SignInStep.Authenticated.class);
    }

    @Test
    void a_one_time_password_has_as_many_digits_as_the_form_says() {
        assertThat(((SignInStep.Otp) begin()).length()).isEqualTo(6);
    }

    /// The widget takes no other number of digits than it was told.
    @Test
    void a_one_time_password_of_unknown_length_is_asked_for_as_an_answer_and_sent_as_what_it_is() {
        mono.gives("otp.json", "otp-of-unknown-length.json");
        var question = begin();

        assertThat(question).isInstanceOf(SignInStep.Question.class);
        assertThat(((SignInStep.Question) answer(question, MonoStandIn.OTP)).question())
                .startsWith("Which account?");
    }

    @Test
    void a_wrong_one_time_password_may_be_typed_again() {
        var otp = begin();
        var refused = failed(answer(otp, "000000"));

        assertThat(refused.reason()).isEqualTo(SignInStep.Reason.BAD_ANSWER);
        assertThat(refused.retry()).isTrue();
        assertThat(answer(otp, MonoStandIn.OTP)).isInstanceOf(SignInStep.Question.class);
    }

    @Test
    void the_accounts_are_shown_without_their_whole_numbers() {
        var question = (SignInStep.Question) answer(begin(), MonoStandIn.OTP);

        assertThat(question.question())
                .contains("1: ADA OBI CURRENT NGN …3461")
                .contains("2: ADA OBI SAVINGS NGN …6789")
                .doesNotContain("0123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1", "two", "", "0123456789"})
    void what_is_no_place_in_the_list_is_asked_again_and_not_sent(String typed) {
        var question = answer(begin(), MonoStandIn.OTP);
        var before = mono.visits().size();
        var refused = failed(answer(question, typed));

        assertThat(refused.reason()).isEqualTo(SignInStep.Reason.BAD_ANSWER);
        assertThat(mono.visits()).hasSize(before);
        assertThat(answer(question, "2")).isInstanceOf(SignInStep.Authenticated.class);
    }

    @Test
    void a_bank_that_asks_two_things_at_once_is_not_signed_in_to() {
        mono.gives("otp.json", "otp-and-pin.json");

        assertThat(failed(begin()).reason()).isEqualTo(SignInStep.Reason.UNSUPPORTED);
    }

    @Test
    void a_form_that_has_changed_since_it_was_listed_is_not_sent() {
        mono.gives("session.json", "session-of-another-form.json");

        assertThat(failed(begin()).reason()).isEqualTo(SignInStep.Reason.UNSUPPORTED);
    }

    @Test
    void a_code_that_mono_takes_no_more_is_a_sign_in_that_took_too_long() {
        mono.asks(MonoStandIn.Way.AT_ONCE);
        mono.answer(Visit.Kind.EXCHANGE, RawAnswer.json(400, "{\"status\":\"failed\",\"message\":\"Invalid code\"}"));

        assertThat(failed(begin()).reason()).isEqualTo(SignInStep.Reason.EXPIRED);
    }

    @Test
    void an_account_that_mono_cannot_tell_of_yet_is_waited_for_in_any_process() {
        mono.gives("account.json", "account-processing.json");
        mono.asks(MonoStandIn.Way.AT_ONCE);
        var wait = begin();
        assertThat(wait).isInstanceOf(SignInStep.Wait.class);
        assertThat(waited(wait)).isInstanceOf(SignInStep.Wait.class);
        mono.gives("account.json", "account.json");

        assertThat(waited(wait)).isInstanceOf(SignInStep.Authenticated.class);
        assertThat(mono.visits().stream().filter(visit -> visit.kind() == Visit.Kind.EXCHANGE))
                .hasSize(1);
    }

    @Test
    void an_account_that_mono_never_tells_of_is_unlinked_after_ten_minutes() {
        mono.gives("account.json", "account-processing.json");
        mono.asks(MonoStandIn.Way.AT_ONCE);
        var wait = begin();
        mono.pass(Duration.ofMinutes(10));

        assertThat(failed(waited(wait)).reason()).isEqualTo(SignInStep.Reason.BANK_SLOW);
        assertThat(mono.isLinked(mono.account())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account-of-another-row", "account-of-another-bank", "account-in-dollars"})
    void another_account_than_the_one_that_was_chosen_is_unlinked_at_once(String other) {
        mono.gives("account.json", other + ".json");
        var refused = failed(answer(answer(begin(), MonoStandIn.OTP), "2"));

        assertThat(refused.reason()).isEqualTo(SignInStep.Reason.UNSUPPORTED);
        assertThat(refused.retry()).isTrue();
        assertThat(mono.isLinked(mono.account())).isFalse();
    }

    @Test
    void a_renewal_keeps_the_account_and_is_counted_as_paid() {
        var grant = mono.signedIn().grant();
        var linked = mono.account();
        mono.asks(MonoStandIn.Way.AT_ONCE);
        var renewed = mono.connector().signIn(mono.access(), mono.request(Optional.of(grant)));

        assertThat(((SignInStep.Authenticated) renewed).grant()).isEqualTo(grant);
        assertThat(mono.account()).isEqualTo(linked);
        assertThat(mono.paid()).containsExactly("mono reauth");
    }

    @Test
    void an_account_that_mono_knows_no_more_is_linked_as_if_for_the_first_time() {
        var grant = mono.signedIn().grant();
        mono.connector().endAccess(mono.access(), HeldGrant.unkept(grant));
        mono.asks(MonoStandIn.Way.AT_ONCE);
        var linked = mono.connector().signIn(mono.access(), mono.request(Optional.of(grant)));

        assertThat(((SignInStep.Authenticated) linked).grant()).isNotEqualTo(grant);
        assertThat(mono.paid()).isEmpty();
    }

    @Test
    void a_key_that_mono_does_not_take_is_no_fault_of_the_bank_s() {
        for (var status : new int[] {401, 402}) {
            mono.answer(Visit.Kind.SIGN_IN, RawAnswer.json(status, "{\"status\":\"failed\",\"message\":\"No\"}"));

            assertThatThrownBy(this::begin)
                    .isInstanceOfSatisfying(BankFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(BankFailure.Kind.DATA));
        }
    }

    @Test
    void too_many_sign_ins_are_a_quota_and_no_wrong_password() {
        mono.answer(Visit.Kind.SIGN_IN, RawAnswer.json(400, "{\"message\":\"Too many requests\"}"));

        assertThatThrownBy(this::begin).isInstanceOfSatisfying(BankFailure.class, failure -> assertThat(failure.kind())
                .isEqualTo(BankFailure.Kind.QUOTA));
    }

    @Test
    void what_comes_where_nothing_was_asked_begins_anew() {
        var state = Trial.state(begin());
        var nothing = MonoSignInState.opened("ses_1", Optional.empty()).write();

        assertThat(failed(mono.connector().answer(mono.access(), state, new SignInAnswer.Waited()))
                        .reason())
                .isEqualTo(SignInStep.Reason.EXPIRED);
        assertThat(failed(mono.connector().answer(mono.access(), nothing, new SignInAnswer.Typed(new Secret("1"))))
                        .reason())
                .isEqualTo(SignInStep.Reason.EXPIRED);
        assertThat(failed(mono.connector().answer(mono.access(), state, new SignInAnswer.Returned(Map.of())))
                        .reason())
                .isEqualTo(SignInStep.Reason.EXPIRED);
    }

    private SignInStep begin() {
        return begin(MonoStandIn.PASSWORD, MonoStandIn.PERSON);
    }

    private SignInStep begin(String password, SignInRequest.Person person) {
        var fields = Map.of("username", new Secret(MonoStandIn.USER), "password", new Secret(password));
        var back = new WayBack("https://openbalance.example/v2/widget/return", "");
        return mono.connector().signIn(mono.access(), new SignInRequest(fields, back, Optional.empty(), person));
    }

    private SignInStep answer(SignInStep step, String typed) {
        return mono.connector().answer(mono.access(), Trial.state(step), new SignInAnswer.Typed(new Secret(typed)));
    }

    private SignInStep waited(SignInStep step) {
        return mono.connector().answer(mono.access(), Trial.state(step), new SignInAnswer.Waited());
    }

    private static SignInStep.Failed failed(SignInStep step) {
        assertThat(step).isInstanceOf(SignInStep.Failed.class);
        return (SignInStep.Failed) step;
    }
}
