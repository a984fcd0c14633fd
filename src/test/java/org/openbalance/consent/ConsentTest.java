package org.openbalance.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openbalance.api.ApiException;
import org.openbalance.api.Product;
import org.openbalance.consent.Consent.State;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// `pending → granted → revoked / expired`, in whatever order and at whatever time moves come.
class ConsentTest {

    private static final Map<State, Set<State>> ARROWS = Map.of(
            State.PENDING, EnumSet.of(State.GRANTED),
            State.GRANTED, EnumSet.of(State.REVOKED, State.EXPIRED),
            State.REVOKED, EnumSet.noneOf(State.class),
            State.EXPIRED, EnumSet.noneOf(State.class));
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Instant END = BEGIN.plus(LIFE);
    private static final List<Scope> SCOPES =
            List.of(new Scope(Product.AUTH, "to link"), new Scope(Product.BALANCE, "to read"));

    private enum Kind {
        GRANT,
        REVOKE,
        EXPIRE
    }

    private record Move(Kind kind, Instant at) {

        Consent of(Consent consent) {
            return switch (kind) {
                case GRANT -> consent.granted(SCOPES, at);
                case REVOKE -> consent.revoked(new Consent.Ending(at, Consent.Actor.OWNER, "done"));
                case EXPIRE -> consent.expired(at);
            };
        }

        boolean legalIn(State state) {
            return switch (kind) {
                case GRANT -> state == State.PENDING;
                case REVOKE -> state == State.GRANTED && at.isBefore(END);
                case EXPIRE -> state == State.GRANTED && !at.isBefore(END);
            };
        }
    }

    @Property
    void moves_go_along_the_arrows_and_no_other_way(@ForAll("moves") List<Move> moves) {
        var consent = offered();
        for (var move : moves) {
            var before = consent;
            if (!move.legalIn(before.state())) {
                refused(move, before);
                continue;
            }
            consent = move.of(before);
            assertThat(ARROWS.get(before.state())).contains(consent.state());
            assertThat(consent.id()).isEqualTo(before.id());
            assertThat(consent.wording()).isEqualTo(before.wording());
            assertThat(consent.endsAt()).isEqualTo(before.endsAt());
            assertThat(consent.ending().isPresent())
                    .isEqualTo(consent.state() == State.REVOKED || consent.state() == State.EXPIRED);
        }
    }

    @Property
    void it_is_in_force_only_between_its_grant_and_its_end(
            @ForAll("moves") List<Move> moves, @ForAll("times") Instant now) {
        var consent = offered();
        for (var move : moves) {
            consent = move.legalIn(consent.state()) ? move.of(consent) : consent;
        }
        assertThat(consent.inForce(now)).isEqualTo(consent.state() == State.GRANTED && now.isBefore(END));
        assertThat(consent.stateAt(now) == State.GRANTED).isEqualTo(consent.inForce(now));
    }

    private static void refused(Move move, Consent consent) {
        var exception = catchThrowableOfType(ApiException.class, () -> move.of(consent));

        assertThat(exception).as("%s while %s", move, consent.state()).isNotNull();
        assertThat(exception.problem().status()).isEqualTo(409);
    }

    private static Consent offered() {
        return Consent.offered(
                "5f0cf73e0000000000000001",
                new Tenant("5f0cf73e0000000000000002", Environment.SANDBOX),
                "Company",
                "App",
                "text",
                SCOPES,
                BEGIN,
                END);
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(Arbitraries.of(Kind.class), times())
                .as(Move::new)
                .list()
                .ofMaxSize(8);
    }

    /// Often just about its end.
    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 2 * LIFE.toMillis()).map(BEGIN::plusMillis),
                Arbitraries.longs().between(-2, 2).map(END::plusMillis));
    }
}
