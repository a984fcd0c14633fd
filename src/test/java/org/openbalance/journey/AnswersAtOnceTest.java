package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.openbalance.journey.CountingConnector.BANK;
import static org.openbalance.journey.CountingConnector.OTP;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.BankFailure;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;

/// Answers to a bank's question that come at once: one is asked at a time, five in all, and the right one counts.
@QuarkusTest
@TestProfile(AnswersAtOnceTest.AtCountingBank.class)
class AnswersAtOnceTest {

    public static final class AtCountingBank implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(CountingConnector.class);
        }
    }

    private static final Duration SLOW = Duration.ofMillis(150);

    @Inject
    Owners owners;

    @Inject
    CountingConnector bank;

    @Inject
    TestClock clock;

    private Company.Widget widget;

    @BeforeEach
    void a_customer_who_is_asked_for_a_code() {
        bank.answersAfter(Duration.ZERO);
        widget = Company.of(owners).opens();
        widget.agrees();
        widget.logsIn(BANK, "ada", CountingConnector.PASSWORD).then().body("data.step.type", equalTo("otp"));
    }

    @AfterEach
    void all_is_well_again() {
        TableFaults.end();
        clock.reset();
    }

    @Test
    void forty_guesses_at_once_are_five_at_most() {
        bank.answersAfter(SLOW);
        var guesses = IntStream.range(0, 40)
                .mapToObj(guess -> "%06d".formatted(guess))
                .toList();

        var answers = atOnce(guesses);

        assertThat(bank.answersSeen()).isBetween(1, 5);
        for (var answer : answers) {
            if (answer.statusCode() == 409) {
                assertThat(answer.header("retry-after")).isEqualTo("1");
            } else {
                answer.then().statusCode(200).body("data.step.code", equalTo("BAD_ANSWER"));
            }
        }
        for (var guess = 0; guess < 10; guess++) {
            widget.answers("777777");
        }
        assertThat(bank.answersSeen()).isEqualTo(5);
        widget.answers(OTP).then().statusCode(409);
    }

    @Test
    void a_right_answer_among_wrong_ones_is_not_lost() {
        bank.answersAfter(SLOW);
        var guesses = new ArrayList<>(Collections.nCopies(39, "000000"));
        guesses.add(20, OTP);

        var answers = atOnce(guesses);

        assertThat(bank.answersSeen()).isLessThanOrEqualTo(5);
        var right = answers.get(20);
        var last = right.statusCode() == 409 ? widget.answers(OTP) : right;
        last.then().statusCode(200).body("data.step.type", equalTo("accounts"));
    }

    @Test
    void one_answer_sent_twice_is_asked_once() {
        bank.answersAfter(SLOW);

        var answers = atOnce(List.of(OTP, OTP, OTP));

        assertThat(bank.answersSeen()).isEqualTo(1);
        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409, 409);
        widget.call("accounts", Map.of("login", widget.login(), "accounts", accounts(answers)))
                .then()
                .statusCode(200)
                .body("data.accounts", hasSize(1));
    }

    @Test
    void waiting_at_once_is_no_error() {
        widget.logsIn(BANK, CountingConnector.PATIENT, CountingConnector.PASSWORD)
                .then()
                .body("data.step.type", equalTo("wait"));
        bank.answersAfter(SLOW);

        var answers = atOnce(List.of("", "", ""));

        assertThat(bank.answersSeen()).isEqualTo(1);
        assertThat(answers)
                .extracting(answer -> answer.<String>path("data.step.type"))
                .containsExactlyInAnyOrder("accounts", "wait", "wait");
    }

    @Test
    void what_the_bank_did_not_judge_does_not_count_unless_it_may_have() {
        for (var failure = 0; failure < 6; failure++) {
            bank.failsOnce(BankFailure.Kind.DOWN);
            widget.answers("000000").then().body("data.step.code", equalTo("BANK_DOWN"));
            clock.advance(Duration.ofMinutes(2));
        }
        for (var failure = 0; failure < 4; failure++) {
            bank.failsOnce(BankFailure.Kind.SLOW);
            widget.answers("000000")
                    .then()
                    .body("data.step.code", equalTo("BANK_SLOW"))
                    .body("data.step.retry", equalTo(true));
            clock.advance(Duration.ofMinutes(2));
        }

        widget.answers("000000")
                .then()
                .body("data.step.code", equalTo("BAD_ANSWER"))
                .body("data.step.retry", equalTo(false));
    }

    @Test
    void an_answer_whose_function_died_leaves_the_question_open_and_counts() {
        TableFaults.are(request -> {
            if (bank.answersSeen() > 0 && TableFaults.writes(request).startsWith("SESSION#")) {
                throw TableFaults.throttled();
            }
        });
        widget.answers("000000").then().statusCode(500);
        TableFaults.end();

        widget.answers(OTP).then().statusCode(409);
        clock.advance(Duration.ofSeconds(36));
        for (var wrong = 0; wrong < 3; wrong++) {
            widget.answers("000000").then().body("data.step.retry", equalTo(true));
        }
        widget.answers(OTP).then().statusCode(200).body("data.step.type", equalTo("accounts"));
    }

    private static List<String> accounts(List<Response> answers) {
        return answers.stream()
                .filter(answer -> answer.statusCode() == 200)
                .findFirst()
                .orElseThrow()
                .path("data.step.accounts._id");
    }

    private List<Response> atOnce(List<String> answers) {
        return ParallelCalls.run(answers.stream()
                .<Callable<Response>>map(answer -> () -> widget.answers(answer))
                .toList());
    }
}
