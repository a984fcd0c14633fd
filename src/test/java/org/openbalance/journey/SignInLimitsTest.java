package org.openbalance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.openbalance.journey.CountingConnector.BANK;
import static org.openbalance.journey.CountingConnector.OTP;
import static org.openbalance.journey.CountingConnector.PASSWORD;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.owner.Owners;
import org.openbalance.platform.ParallelCalls;

/// How often somebody may try: by bank login, by session, by address; and who is left in peace meanwhile.
@QuarkusTest
@TestProfile(AnswersAtOnceTest.AtCountingBank.class)
class SignInLimitsTest {

    @Inject
    Owners owners;

    @Inject
    CountingConnector bank;

    @Inject
    TestClock clock;

    private Company company;

    @BeforeEach
    void a_company() {
        bank.answersAfter(Duration.ZERO);
        company = Company.of(owners);
        // Counts hold for the hours of the clock: each test has one of its own.
        var hour = Duration.ofHours(1).toSeconds();
        clock.advance(Duration.ofSeconds(hour - clock.instant().getEpochSecond() % hour));
    }

    @AfterEach
    void time_is_now_again() {
        clock.reset();
    }

    @Test
    void a_session_takes_ten_sign_ins() {
        var widget = agreed(company);

        var answers = atOnce(118, attempt -> widget.logsIn(BANK, "user" + attempt, "guess"));

        assertThat(answers).contains(200, 429).containsOnly(200, 429);
        assertThat(bank.signInsSeen()).isEqualTo(10);
        var refused = widget.logsIn(BANK, "another", PASSWORD);
        isRefused(refused, 30 * 60);
        assertThat(refused.<String>path("message")).contains("session");
        agreed(company).logsIn(BANK, "another", PASSWORD).then().statusCode(200);
    }

    @Test
    void a_bank_login_is_tried_eight_times_from_one_address_and_sixteen_times_in_all() {
        var answers = atOnce(30, attempt -> agreed(company).logsIn(BANK, " Ada ", "guess" + attempt));

        assertThat(answers).contains(200, 429);
        assertThat(bank.signInsSeen()).isEqualTo(8);
        isRefused(agreed(company).logsIn(BANK, "ada", PASSWORD), 60 * 60);
        // Whoever guesses does not shut out the one whose login it is.
        agreed(company.elsewhere()).logsIn(BANK, "ada", PASSWORD).then().statusCode(200);
        for (var address = 0; address < 4; address++) {
            var other = company.elsewhere();
            for (var attempt = 0; attempt < 4; attempt++) {
                agreed(other).logsIn(BANK, "ADA", "guess");
            }
        }
        assertThat(bank.signInsSeen()).isEqualTo(16);
        isRefused(agreed(company.elsewhere()).logsIn(BANK, "ada", PASSWORD), 60 * 60);
        agreed(company).logsIn(BANK, "tunde", PASSWORD).then().statusCode(200);

        clock.advance(Duration.ofHours(1));
        agreed(company).logsIn(BANK, "ada", PASSWORD).then().statusCode(200);
    }

    @Test
    void a_bank_login_is_one_whichever_owners_widget_tries_it() {
        var other = Company.of(owners);
        for (var attempt = 0; attempt < 4; attempt++) {
            agreed(company).logsIn(BANK, "efe", "guess");
            agreed(company.elsewhere()).logsIn(BANK, "efe", "guess");
            agreed(other).logsIn(BANK, "efe", "guess");
            agreed(other.elsewhere()).logsIn(BANK, "efe", "guess");
        }

        isRefused(agreed(other.elsewhere()).logsIn(BANK, "efe", PASSWORD), 60 * 60);
    }

    @Test
    void what_succeeds_or_never_reached_the_bank_does_not_count() {
        for (var attempt = 0; attempt < 20; attempt++) {
            var widget = agreed(company);
            widget.logsIn(BANK, "bola", PASSWORD).then().statusCode(200);
            widget.answers(OTP).then().body("data.step.type", equalTo("accounts"));
        }
        for (var attempt = 0; attempt < 20; attempt++) {
            bank.failsOnce(BankFailure.Kind.DOWN);
            agreed(company).logsIn(BANK, "bola", PASSWORD).then().body("data.step.code", equalTo("BANK_DOWN"));
            clock.advance(Duration.ofMinutes(2));
        }

        agreed(company).logsIn(BANK, "bola", PASSWORD).then().statusCode(200);
    }

    /// A renewal is the owner's word: a page that names an account gets nothing of what its bank gave.
    @Test
    void an_account_that_its_owner_wants_linked_anew_renews_what_the_bank_gave_before() {
        var first = agreed(company);
        first.logsIn(BANK, "femi", PASSWORD);
        List<String> accounts = first.answers(OTP).path("data.step.accounts._id");
        var account = first.chooses(accounts, "").account();

        var page = company.opens(Map.of("reauth_account", account));
        page.agrees();
        page.logsIn(BANK, "femi", PASSWORD).then().statusCode(200);
        assertThat(bank.renewed()).isEmpty();

        var owner = company.opensByKey(Map.of("reauth_account", account));
        owner.agrees();
        owner.logsIn(BANK, "femi", PASSWORD).then().statusCode(200);
        assertThat(bank.renewed()).contains(new Grant("femi"));
    }

    @Test
    void codes_that_are_never_given_count_as_well() {
        for (var attempt = 0; attempt < 8; attempt++) {
            agreed(company).logsIn(BANK, "chi", PASSWORD).then().statusCode(200);
        }

        isRefused(agreed(company).logsIn(BANK, "chi", PASSWORD), 60 * 60);
    }

    @Test
    void an_address_fails_sixty_times_in_a_quarter_of_an_hour() {
        var failed = 0;
        for (var attempt = 0; attempt < 70; attempt++) {
            failed += agreed(company).logsIn(BANK, "stuffed" + attempt, "guess").statusCode() == 200 ? 1 : 0;
        }

        assertThat(failed).isEqualTo(60);
        var refused = agreed(company).logsIn(BANK, "dayo", PASSWORD);
        isRefused(refused, 15 * 60);
        assertThat(refused.<String>path("message")).contains("network");
        agreed(company.elsewhere()).logsIn(BANK, "dayo", PASSWORD).then().statusCode(200);
        clock.advance(Duration.ofMinutes(15));
        agreed(company).logsIn(BANK, "dayo", PASSWORD).then().statusCode(200);
    }

    @Test
    void one_visitor_shuts_out_neither_an_owners_customers_nor_other_owners() {
        var keys = Map.of(
                "key", company.keys().publicKey(), "token", company.keys().clientToken());
        var opened = 0;
        for (var attempt = 0; attempt < 620 && opened == attempt; attempt++) {
            opened += company.open("widget/session", keys).statusCode() == 200 ? 1 : 0;
        }

        assertThat(opened).isBetween(120, 240);
        var refused = company.open("widget/session", keys);
        isRefused(refused, 60);
        company.elsewhere().open("widget/session", keys).then().statusCode(200);
        Company.of(owners).opens();
        // The owner's own server is no visitor.
        company.opensByKey(Map.of());
        clock.advance(Duration.ofSeconds(60));
        company.open("widget/session", keys).then().statusCode(200);
    }

    private static Company.Widget agreed(Company of) {
        var widget = of.opensByKey(Map.of());
        widget.agrees();
        return widget;
    }

    private static void isRefused(Response answer, int longest) {
        answer.then().statusCode(429).body("type", equalTo("RATE_LIMIT")).body("status", equalTo("error"));
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, longest);
    }

    private static List<Integer> atOnce(int count, IntFunction<Response> call) {
        return ParallelCalls.run(IntStream.range(0, count)
                .<Callable<Integer>>mapToObj(
                        attempt -> () -> call.apply(attempt).statusCode())
                .toList());
    }
}
