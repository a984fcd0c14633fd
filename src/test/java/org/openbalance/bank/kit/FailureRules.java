package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankFailure.Kind;
import org.openbalance.bank.HeldGrant;

/// What is made of a bank that does not answer as it should. Bodies stand in `src/test/resources/bank/kit`.
interface FailureRules {

    Trial trial();

    Path BODIES = Path.of("src/test/resources/bank/kit");
    /// Stands in the page of a gateway, and nowhere else.
    String MARKER = "8f14e45fceea167a";

    static Stream<String> quotaWords() throws IOException {
        return names("quota");
    }

    static Stream<String> otherWords() throws IOException {
        return names("not-quota");
    }

    private static Stream<String> names(String folder) throws IOException {
        try (var files = Files.list(BODIES.resolve(folder))) {
            return files.map(file -> folder + '/' + file.getFileName()).sorted().toList().stream();
        }
    }

    private static String body(String name) {
        try {
            return Files.readString(BODIES.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// Trap 9: in many words, with and without the status that is meant for it, and without a time.
    @ParameterizedTest
    @MethodSource("org.openbalance.bank.kit.FailureRules#quotaWords")
    default void a_quota_is_known_by_its_words_in_any_language(String words) {
        for (var status : List.of(429, 400, 403)) {
            var failure = failure(RawAnswer.json(status, body(words)));
            assertThat(failure.kind()).as(words + " with " + status).isEqualTo(Kind.QUOTA);
            assertThat(failure.until()).as(words + " with " + status).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("org.openbalance.bank.kit.FailureRules#otherWords")
    default void other_limits_are_no_quota(String words) {
        assertThat(failure(RawAnswer.json(400, body(words))).kind()).isEqualTo(Kind.ERROR);
    }

    @Test
    default void a_quota_rests_until_the_bank_says_so_and_no_nonsense_is_believed() {
        trial().needs(Feature.HTTP);
        var now = trial().standIn.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        var said = Map.<String, Optional<Instant>>of(
                "600",
                Optional.of(now.plusSeconds(600)),
                date.format(now.plusSeconds(7200)),
                Optional.of(now.plusSeconds(7200)),
                date.format(now.minusSeconds(60)),
                Optional.empty(),
                "soon",
                Optional.empty());
        said.forEach((header, until) -> {
            var failure = failure(RawAnswer.empty(429).with("Retry-After", header));
            assertThat(failure.kind()).isEqualTo(Kind.QUOTA);
            assertThat(failure.until().map(at -> at.truncatedTo(ChronoUnit.SECONDS)))
                    .as(header)
                    .isEqualTo(until);
        });
    }

    /// Trap 13: a gateway in front of the bank knows nothing of accounts, logins or quotas.
    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 410, 500, 502, 503})
    default void a_page_in_place_of_json_says_nothing_of_the_account_or_the_login(int status) {
        var failure = failure(RawAnswer.html(status, body("gateway.html")));

        assertThat(failure.kind()).isIn(Kind.ERROR, Kind.DOWN);
        assertThat(failure.getMessage()).doesNotContain(MARKER);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 400, 403, 404, 500})
    default void an_answer_without_a_body_is_an_error(int status) {
        assertThat(failure(RawAnswer.empty(status)).kind()).isEqualTo(Kind.ERROR);
    }

    /// Where the owner's own key is what each call is signed with, no customer can help it.
    @Test
    default void a_401_without_a_body_is_an_expired_login_or_a_wrong_key_of_the_owner() {
        assertThat(failure(RawAnswer.empty(401)).kind())
                .isEqualTo(trial().standIn.unauthorized());
    }

    @Test
    default void a_bank_that_is_away_is_down_and_one_that_took_too_long_is_slow() {
        assertThat(failure(RawAnswer.empty(502)).kind()).isEqualTo(Kind.DOWN);
        assertThat(failure(RawAnswer.empty(503)).kind()).isEqualTo(Kind.DOWN);
        assertThat(failure(RawAnswer.empty(408)).kind()).isEqualTo(Kind.SLOW);
        assertThat(failure(RawAnswer.empty(504)).kind()).isEqualTo(Kind.SLOW);
        assertThat(failure(RawAnswer.empty(200).at(RawAnswer.Pace.BROKEN)).kind())
                .isEqualTo(Kind.DOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "0", "\"\"", "{\"balances\":", "{\"a\":1e999999999}", "\u0000"})
    default void json_of_another_shape_is_an_error(String body) {
        assertThat(failure(RawAnswer.json(200, body)).kind()).isEqualTo(Kind.ERROR);
    }

    @Test
    default void an_answer_without_an_end_is_not_read_to_it() {
        assertThat(failure(RawAnswer.json(200, " ".repeat(8 * 1024 * 1024))).kind())
                .isEqualTo(Kind.ERROR);
    }

    /// The customer's token would go along.
    @Test
    default void a_redirect_of_the_interface_is_not_followed() {
        trial().needs(Feature.HTTP);
        var elsewhere = RawAnswer.empty(302).with("Location", "/elsewhere");

        assertThat(failure(elsewhere).kind()).isEqualTo(Kind.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HANGING", "DRIPPING"})
    default void the_deadline_is_kept_however_the_bank_stalls(String pace) {
        trial().needs(Feature.HTTP);
        var login = trial().login();
        trial().standIn
                .answer(
                        Visit.Kind.BALANCE,
                        RawAnswer.json(200, body("stalling.json")).at(RawAnswer.Pace.valueOf(pace)));
        var began = System.nanoTime();
        var failure = trial().failure(() -> trial().balances(
                        trial().access(Optional.empty(), Duration.ofMillis(500)),
                        HeldGrant.unkept(login.grant()),
                        login.references()));

        assertThat(failure.kind()).isEqualTo(Kind.SLOW);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    default void a_visit_that_is_interrupted_ends() throws Exception {
        trial().needs(Feature.HTTP, Feature.COUNTED);
        var login = trial().login();
        var before = trial().visits(Visit.Kind.BALANCE).size();
        trial().standIn.answer(Visit.Kind.BALANCE, RawAnswer.empty(200).at(RawAnswer.Pace.HANGING));
        var ended = new CountDownLatch(1);
        var failure = new AtomicReference<BankFailure>();
        var visit = Thread.ofVirtual().start(() -> {
            failure.set(trial().failure(() -> trial().balances(login.grant(), login.references())));
            ended.countDown();
        });
        while (trial().visits(Visit.Kind.BALANCE).size() == before) {
            Thread.onSpinWait();
        }
        visit.interrupt();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.get().kind()).isIn(Kind.SLOW, Kind.BUSY);
        assertThat(trial().visits(Visit.Kind.BALANCE)).as("calls").hasSize(before + 1);
    }

    /// What reading one account fails with if the bank answers so.
    private BankFailure failure(RawAnswer answer) {
        trial().needs(Feature.HTTP);
        var login = trial().login();
        trial().standIn.answer(Visit.Kind.BALANCE, answer);
        try {
            return trial().failure(() -> trial().balances(login.grant(), List.of(login.first())));
        } finally {
            trial().standIn.end(Feature.HTTP);
        }
    }
}
