package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.bank.HeldGrant;

/// How an access is ended at its bank.
interface EndingRules {

    Trial trial();

    @Test
    default void what_was_ended_is_read_no_more() {
        trial().needs(Feature.ENDS_ACCESS);
        var login = trial().login();

        assertEndsAll(HeldGrant.unkept(login.grant()), login);
    }

    @Test
    default void what_is_due_for_an_exchange_is_ended_as_well() {
        trial().needs(Feature.ENDS_ACCESS);
        var login = trial().login(Feature.ROTATION);

        assertEndsAll(HeldGrant.unkept(login.grant()), login);
    }

    /// A process may die between the bank's answer and its note of that.
    @Test
    default void ending_twice_is_as_good_as_once() {
        trial().needs(Feature.ENDS_ACCESS);
        var login = trial().login();
        trial().end(HeldGrant.unkept(login.grant()));

        assertEnded(login.grant());
    }

    @Test
    default void what_the_bank_knows_no_more_counts_as_ended() {
        trial().needs(Feature.ENDS_ACCESS);

        assertEnded(trial().login(Feature.ENDS_EARLY).grant());
    }

    /// Only what is thrown is tried again.
    @Test
    default void a_bank_that_did_not_end_it_is_told_again() {
        trial().needs(Feature.ENDS_ACCESS, Feature.HTTP);
        var login = trial().login();
        refusals().forEach((what, refusal) -> {
            trial().standIn.answer(Visit.Kind.END, refusal);
            assertThat(trial().end(HeldGrant.unkept(login.grant())).map(BankFailure::kind))
                    .as(what)
                    .isPresent()
                    .isNotEqualTo(Optional.of(BankFailure.Kind.LOGIN_EXPIRED));
        });
        trial().standIn.end(Feature.HTTP);

        assertEndsAll(HeldGrant.unkept(login.grant()), login);
    }

    private static Map<String, RawAnswer> refusals() {
        var page = "<html><body>Not here</body></html>";
        return Map.of(
                "down", RawAnswer.empty(503),
                "a bad gateway", RawAnswer.empty(502),
                "slow", RawAnswer.empty(504),
                "an error", RawAnswer.json(500, "{\"error\":\"internal\"}"),
                "a spent quota", RawAnswer.empty(429),
                "no connection", RawAnswer.empty(204).at(RawAnswer.Pace.BROKEN),
                "a page of a gateway", RawAnswer.html(404, page),
                "a page that looks well", RawAnswer.html(200, page));
    }

    /// Else the end of the sign-in before would end the one that renewed it, behind everyone's back.
    @Test
    default void a_renewal_is_the_same_access_if_and_only_if_the_bank_ends_both_at_once() {
        trial().needs(Feature.ENDS_ACCESS, Feature.RENEWAL);
        var login = trial().login();

        assertSameAsTheBankHasIt(
                login, trial().signedIn(Optional.of(login.grant())).grant());
    }

    @Test
    default void another_sign_in_is_the_same_access_if_and_only_if_the_bank_ends_both_at_once() {
        trial().needs(Feature.ENDS_ACCESS);
        var login = trial().login();

        assertSameAsTheBankHasIt(login, trial().signedIn(Optional.empty()).grant());
    }

    private void assertSameAsTheBankHasIt(Trial.Login login, Grant later) {
        var same = trial().endsAccess().isSameAccess(login.grant(), later);
        assertThat(trial().endsAccess().isSameAccess(later, login.grant())).isEqualTo(same);
        assertThat(trial().endsAccess().isSameAccess(later, later)).isTrue();
        var accounts = trial().accounts(later);
        assertEnded(login.grant());

        assertThat(same)
                .as("the same access")
                .isEqualTo(!reads(later, accounts.getFirst().reference()));
    }

    private boolean reads(Grant grant, String reference) {
        try {
            return trial().balances(grant, List.of(reference)).get(reference) instanceof AccountRead.Value;
        } catch (BankFailure ended) {
            assertThat(ended.kind()).isEqualTo(BankFailure.Kind.LOGIN_EXPIRED);
            return false;
        }
    }

    private void assertEndsAll(HeldGrant held, Trial.Login login) {
        assertThat(trial().end(held)).isEmpty();
        assertThat(trial().expired(held, login.references())).isTrue();
    }

    private void assertEnded(Grant grant) {
        assertThat(trial().end(HeldGrant.unkept(grant)).map(BankFailure::kind))
                .isIn(Optional.empty(), Optional.of(BankFailure.Kind.LOGIN_EXPIRED));
    }
}
