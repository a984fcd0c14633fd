package org.openbalance.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openbalance.api.ApiException;
import org.openbalance.link.SignIn.State;

/// `started → challenged → authenticated / failed`, then the choice: along the design's arrows only, in whatever order
/// moves come.
class SignInTest {

    private static final Map<State, Set<State>> ARROWS = Map.of(
            State.STARTED, EnumSet.of(State.CHALLENGED, State.AUTHENTICATED, State.FAILED),
            State.CHALLENGED, EnumSet.of(State.CHALLENGED, State.AUTHENTICATED, State.FAILED),
            State.AUTHENTICATED, EnumSet.of(State.CHOSEN),
            State.FAILED, EnumSet.noneOf(State.class),
            State.CHOSEN, EnumSet.noneOf(State.class));

    private enum Move {
        CHALLENGE_OTP,
        CHALLENGE_WAIT,
        AUTHENTICATE,
        ANSWER_WRONGLY,
        FAIL,
        CHOOSE,
        REQUIRE_CHALLENGED,
        REQUIRE_AUTHENTICATED;

        SignIn of(SignIn login) {
            return switch (this) {
                case CHALLENGE_OTP -> login.challenged(SignIn.Challenge.OTP);
                case CHALLENGE_WAIT -> login.challenged(SignIn.Challenge.WAIT);
                case AUTHENTICATE -> login.authenticated();
                case ANSWER_WRONGLY -> login.answeredWrongly();
                case FAIL -> login.failed();
                case CHOOSE -> login.chosen();
                case REQUIRE_CHALLENGED -> {
                    login.requireChallenged();
                    yield login;
                }
                case REQUIRE_AUTHENTICATED -> {
                    login.requireAuthenticated();
                    yield login;
                }
            };
        }

        boolean legalIn(State state) {
            return switch (this) {
                case CHALLENGE_OTP, CHALLENGE_WAIT, AUTHENTICATE, FAIL ->
                    state == State.STARTED || state == State.CHALLENGED;
                case ANSWER_WRONGLY, REQUIRE_CHALLENGED -> state == State.CHALLENGED;
                case CHOOSE, REQUIRE_AUTHENTICATED -> state == State.AUTHENTICATED;
            };
        }
    }

    @Property
    void moves_go_along_the_arrows_and_no_other_way(@ForAll("moves") List<Move> moves) {
        var login = SignIn.started("5f0cf73e0000000000000001", "bank");
        for (var move : moves) {
            var before = login;
            if (!move.legalIn(login.state())) {
                refused(move, login);
                continue;
            }
            login = move.of(login);
            if (login.state() != before.state()) {
                assertThat(ARROWS.get(before.state())).contains(login.state());
            }
            assertThat(login.id()).isEqualTo(before.id());
            assertThat(login.bank()).isEqualTo(before.bank());
            assertThat(login.challenge().isPresent()).isEqualTo(login.state() == State.CHALLENGED);
            assertThat(login.answers()).isBetween(before.answers(), LinkLimits.ANSWERS_A_LOGIN);
        }
    }

    @Property
    void wrong_answers_end_it_whatever_comes_between(@ForAll("questions") List<Move> moves) {
        var login = SignIn.started("5f0cf73e0000000000000001", "bank");
        var wrong = 0;
        for (var move : moves) {
            if (move.legalIn(login.state())) {
                login = move.of(login);
                wrong += move == Move.ANSWER_WRONGLY ? 1 : 0;
            }
        }
        assertThat(wrong).isLessThanOrEqualTo(LinkLimits.ANSWERS_A_LOGIN);
        assertThat(login.state() == State.FAILED).isEqualTo(wrong == LinkLimits.ANSWERS_A_LOGIN);
    }

    private static void refused(Move move, SignIn login) {
        var exception = catchThrowableOfType(ApiException.class, () -> move.of(login));

        assertThat(exception).as("%s while %s", move, login.state()).isNotNull();
        assertThat(exception.problem().status()).isEqualTo(409);
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Arbitraries.of(Move.class).list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Move>> questions() {
        return Arbitraries.of(Move.CHALLENGE_OTP, Move.CHALLENGE_WAIT, Move.ANSWER_WRONGLY, Move.CHOOSE)
                .list()
                .ofMaxSize(30);
    }
}
