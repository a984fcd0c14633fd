package org.openbalance.bank.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HearsReadiness;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.NetworkPost;

/// What a network posts of its own accord.
interface PostRules {

    Trial trial();

    @Test
    default void a_post_that_something_is_ready_names_the_job_by_its_note() {
        var job = job();

        assertThat(finished(trial().standIn.posted(job))).containsExactly(job);
        assertThat(finished(trial().standIn.posted(job))).as("sent again").containsExactly(job);
    }

    @Test
    default void nothing_is_taken_from_a_post_that_the_network_did_not_sign() {
        var job = job();

        assertThat(trial().standIn.forgedPosts(job))
                .isNotEmpty()
                .allSatisfy(
                        (what, forged) -> assertThat(finished(forged)).as(what).isEmpty());
    }

    @Test
    default void a_post_to_an_owner_without_keys_says_nothing() {
        trial().needs(Feature.KEYS);
        var post = trial().standIn.posted(job());

        assertThatThrownBy(() -> hears().finished(post(post, Optional.empty()))).isInstanceOf(BankFailure.class);
    }

    private String job() {
        var login = trial().login(Feature.POSTS);
        var late = AccountRequest.of(login.about().orElseThrow());
        var read = trial().requests(trial().access(), HeldGrant.unkept(login.grant()), List.of(late))
                .get(late.reference());
        assertThat(read).isInstanceOf(AccountRead.Later.class);
        return ((AccountRead.Later<?>) read).job();
    }

    private HearsReadiness hears() {
        return (HearsReadiness) trial().standIn.connector();
    }

    private Set<String> finished(RawPost post) {
        return hears().finished(post(post, trial().standIn.keys()));
    }

    private NetworkPost post(RawPost post, Optional<NetworkKeys> keys) {
        return new NetworkPost(trial().tenant, post.headers(), post.body(), () -> keys);
    }
}
