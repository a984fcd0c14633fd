package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.Secret;

/// What a connector makes of owners' keys with its network.
interface KeyRules {

    Trial trial();

    /// As `scripts/owner network set` takes it.
    String NETWORK = "[a-z][a-z0-9_-]{0,39}";

    @Test
    default void a_connector_names_the_network_of_its_keys_if_it_needs_any() {
        var named = trial().standIn.connector().keyNetwork();

        assertThat(named.isPresent()).isEqualTo(!trial().standIn.without().containsKey(Feature.KEYS));
        assertThat(named.orElse("none")).matches(NETWORK);
    }

    @Test
    default void the_owner_s_keys_are_those_that_the_network_is_said_to_need_and_pass_as_right() {
        trial().needs(Feature.KEYS);
        var check = trial().standIn.keyCheck();
        var keys = trial().standIn.keys().orElseThrow();

        assertThat(trial().standIn.connector().keyNetwork()).contains(check.network());
        assertThat(keys.named().keySet()).containsAll(check.neededKeys().keySet());
        assertThat(check.neededKeys()).isNotEmpty().doesNotContainValue("");
        check.check(
                keys, trial().access().tenant().environment(), trial().access().deadline());
    }

    @Test
    default void a_wrong_key_is_found_when_it_is_set_and_not_repeated() {
        trial().needs(Feature.KEYS);
        var check = trial().standIn.keyCheck();
        var access = trial().access();
        for (var name : check.neededKeys().keySet()) {
            var wrong = new HashMap<>(trial().standIn.keys().orElseThrow().named());
            wrong.put(name, new Secret("wrong-" + name + "-0907"));
            assertThatThrownBy(() -> check.check(
                            new NetworkKeys(Map.copyOf(wrong)), access.tenant().environment(), access.deadline()))
                    .as(name)
                    .satisfiesAnyOf(
                            refused -> assertThat(refused).isInstanceOf(IllegalArgumentException.class),
                            refused -> assertThat(refused)
                                    .isInstanceOfSatisfying(BankFailure.class, failure -> assertThat(failure.kind())
                                            .isEqualTo(BankFailure.Kind.LOGIN_EXPIRED)))
                    .hasMessageNotContaining("0907");
        }
    }

    @Test
    default void a_sign_in_without_the_owner_s_keys_is_refused_at_its_beginning() {
        trial().needs(Feature.KEYS);
        for (var access : withoutKeys()) {
            var request = trial().standIn.request(Optional.empty());
            var failure = trial().thrown(() -> trial().signsIn().signIn(access, request));
            assertThat(failure.map(BankFailure::kind)).contains(BankFailure.Kind.DATA);
        }
        if (!trial().standIn.without().containsKey(Feature.COUNTED)) {
            assertThat(trial().standIn.visits()).isEmpty();
        }
    }

    /// What needs no key may be read. Nothing is lost: it is read again once the keys are there.
    @Test
    default void a_read_without_the_owner_s_keys_fails_as_data_and_leaves_the_grant() {
        trial().needs(Feature.KEYS);
        var rotates = !trial().standIn.without().containsKey(Feature.ROTATION);
        var login = rotates ? trial().login(Feature.ROTATION) : trial().login();
        var held = HeldGrant.unkept(login.grant());
        for (var access : withoutKeys()) {
            assertThat(trial().thrown(() -> assertAllRead(access, held, login)).map(BankFailure::kind))
                    .isIn(Optional.empty(), Optional.of(BankFailure.Kind.DATA));
        }

        assertAllRead(trial().access(), held, login);
    }

    /// It is told again once they are there.
    @Test
    default void an_access_that_is_not_ended_for_want_of_keys_is_said_to_be_none() {
        trial().needs(Feature.KEYS, Feature.ENDS_ACCESS);
        var login = trial().login();
        var held = HeldGrant.unkept(login.grant());
        for (var access : withoutKeys()) {
            assertThat(trial().thrown(() -> trial().endsAccess().endAccess(access, held))
                            .map(BankFailure::kind))
                    .contains(BankFailure.Kind.DATA);
        }

        assertThat(trial().end(held)).isEmpty();
    }

    private void assertAllRead(Access access, HeldGrant held, Trial.Login login) {
        assertThat(trial().balances(access, held, login.references()).values())
                .allSatisfy(read -> assertThat(read).isInstanceOf(AccountRead.Value.class));
    }

    /// An owner with no keys, and one with keys of other names.
    private List<Access> withoutKeys() {
        var others = new NetworkKeys(Map.of("of_another_name", new Secret("none-of-the-network-s")));
        return List.of(trial().access(Optional.empty()), trial().access(Optional.of(others)));
    }
}
