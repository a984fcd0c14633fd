package org.openbalance.bank.mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Grant;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;
import org.openbalance.bank.kit.RawAnswer;
import org.openbalance.bank.kit.Trial;
import org.openbalance.bank.kit.Visit;

/// Links at Mono's own page. Each step is taken by a connector of its own.
class MonoHostedLinkTest {

    private static final WayBack BACK = new WayBack("https://openbalance.example/v2/widget/return", "way-back-1");
    private static final Path BODIES = Path.of("src/test/resources/bank/mono");

    private final MonoStandIn mono = new MonoStandIn();

    @BeforeEach
    void the_owner_may_not_touch_passwords() {
        mono.linksAtItsPage();
    }

    @AfterEach
    void nothing_was_asked_that_is_not_allowed() {
        assertThat(mono.objections()).isEmpty();
        mono.close();
    }

    @Test
    void the_customer_is_sent_to_mono_s_page_and_back_to_our_own_address() {
        var step = (SignInStep.Redirect) begin(Optional.empty());

        assertThat(step.url()).isEqualTo("https://link.mono.co/ALZ1");
        assertThat(mono.page().get("redirect_url"))
                .isEqualTo("https://openbalance.example/v2/widget/return?state=way-back-1");
        assertThat(mono.page().get("ref")).isNotBlank().isNotEqualTo("way-back-1");
    }

    @Test
    void who_is_back_waits_for_the_hook_and_is_signed_in_by_it() {
        var wait = returned(begin(Optional.empty()));
        assertThat(wait).isInstanceOf(SignInStep.Wait.class);
        assertThat(waited(wait)).isInstanceOf(SignInStep.Wait.class);
        hear(mono.linkedAtItsPage());

        var done = waited(wait);
        assertThat(done).isInstanceOf(SignInStep.Authenticated.class);
        assertThat(MonoGrant.of(((SignInStep.Authenticated) done).grant()).account())
                .isEqualTo(mono.account());
    }

    @Test
    void a_hook_that_came_before_the_customer_is_as_good() {
        var step = begin(Optional.empty());
        hear(mono.linkedAtItsPage());

        assertThat(returned(step)).isInstanceOf(SignInStep.Authenticated.class);
    }

    /// Else whoever sends another person to Mono's page would have that person's account.
    @Test
    void without_the_customer_s_way_back_a_hook_signs_nobody_in() {
        var step = begin(Optional.empty());
        hear(mono.linkedAtItsPage());

        assertThat(waited(step)).isInstanceOf(SignInStep.Wait.class);
        for (var parameters : List.<Map<String, String>>of(Map.of(), Map.of("state", "of-another-sign-in"))) {
            var answer = new SignInAnswer.Returned(parameters);
            assertThat(mono.connector().answer(mono.access(), Trial.state(step), answer))
                    .isInstanceOf(SignInStep.Failed.class);
        }
    }

    @Test
    void what_nobody_linked_has_an_end() {
        var wait = returned(begin(Optional.empty()));
        mono.pass(Duration.ofMinutes(10));

        assertThat(((SignInStep.Failed) waited(wait)).reason()).isEqualTo(SignInStep.Reason.CANCELLED);
    }

    @Test
    void a_hook_that_mono_did_not_send_signs_nobody_in() {
        var wait = returned(begin(Optional.empty()));
        var body = mono.linkedAtItsPage();
        heard(body, "another-secret");

        assertThat(waited(wait)).isInstanceOf(SignInStep.Wait.class);
    }

    @Test
    void a_renewal_keeps_the_account_and_ends_with_a_hook_of_its_own_time() throws Exception {
        var first = returned(begin(Optional.empty()));
        hear(mono.linkedAtItsPage());
        var grant = ((SignInStep.Authenticated) waited(first)).grant();
        var hook = Files.readString(BODIES.resolve("hook-reauthorized.json")).replace("{account}", mono.account());
        hear(hook);
        mono.pass(Duration.ofMinutes(1));
        var wait = returned(begin(Optional.of(grant)));
        assertThat(wait).as("an earlier renewal's hook").isInstanceOf(SignInStep.Wait.class);
        hear(hook);

        var renewed = ((SignInStep.Authenticated) waited(wait)).grant();
        assertThat(mono.connector().isSameAccess(grant, renewed)).isTrue();
        assertThat(mono.paid()).containsExactly("mono reauth");
    }

    @Test
    void another_bank_s_account_is_unlinked_at_once() {
        mono.gives("account.json", "account-of-another-bank.json");
        var wait = returned(begin(Optional.empty()));
        hear(mono.linkedAtItsPage());

        assertThat(waited(wait)).isInstanceOf(SignInStep.Failed.class);
        assertThat(mono.isLinked(mono.account())).isFalse();
    }

    @Test
    void without_a_way_back_or_a_person_nobody_is_sent_away() {
        var noWay = new WayBack(BACK.url(), "");
        var requests = List.of(
                new SignInRequest(Map.of(), noWay, Optional.empty(), MonoStandIn.PERSON),
                new SignInRequest(Map.of(), BACK, Optional.empty()));
        for (var request : requests) {
            var step = mono.connector().signIn(mono.access(), request);
            assertThat(((SignInStep.Failed) step).reason()).isEqualTo(SignInStep.Reason.UNSUPPORTED);
        }
        assertThat(mono.visits()).isEmpty();
    }

    @Test
    void a_page_that_is_not_on_the_web_is_not_led_to() {
        for (var url : List.of("http://link.mono.co/1", "javascript:alert(1)", "")) {
            mono.answer(
                    Visit.Kind.SIGN_IN,
                    RawAnswer.json(200, "{\"status\":\"successful\",\"data\":{\"mono_url\":\"" + url + "\"}}"));
            assertThat(catchThrowable(() -> begin(Optional.empty()))).isInstanceOf(BankFailure.class);
        }
    }

    @Test
    void banks_are_listed_without_a_form() {
        var page = mono.connector()
                .institutions(
                        Optional.empty(),
                        mono.keys().orElseThrow(),
                        mono.instant().plusSeconds(20));

        assertThat(page.institutions()).hasSize(4).allSatisfy(listed -> assertThat(listed.login())
                .isEqualTo(new Bank.Login("redirect", List.of())));
    }

    private SignInStep begin(Optional<Grant> earlier) {
        var request = new SignInRequest(Map.of(), BACK, earlier, MonoStandIn.PERSON);
        return mono.connector().signIn(mono.access(), request);
    }

    private SignInStep returned(SignInStep step) {
        var back = new SignInAnswer.Returned(Map.of("state", BACK.state(), "anything", "else"));
        return mono.connector().answer(mono.access(), Trial.state(step), back);
    }

    private SignInStep waited(SignInStep step) {
        return mono.connector().answer(mono.access(), Trial.state(step), new SignInAnswer.Waited());
    }

    private void hear(String body) {
        heard(body, MonoStandIn.WEBHOOK_SECRET);
    }

    private void heard(String body, String secret) {
        var post = new NetworkPost(
                mono.access().tenant(),
                Map.of("mono-webhook-secret", secret),
                body.getBytes(StandardCharsets.UTF_8),
                mono::keys);
        assertThat(mono.connector().finished(post)).isEmpty();
    }
}
