package org.openbalance.bank.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.WayBack;

class ConsentPageTest {

    private final Sandbox sandbox = new Sandbox();
    private final SignInStep.Redirect redirect =
            assertInstanceOf(SignInStep.Redirect.class, sandbox.signIn(Sandbox.REDIRECT, "", ""));

    @Test
    void stands_at_the_base_that_the_customer_came_from() {
        assertTrue(
                redirect.url().startsWith("https://openbalance.example/sandbox-bank/authorize?request="),
                redirect.url());
    }

    @Test
    void asks_for_user_name_and_password_without_script_or_inline_style() {
        var body = html(sandbox.page.show(Map.of("request", request()))).body();
        assertTrue(body.contains("name=\"username\"") && body.contains("name=\"password\""));
        assertTrue(body.contains("value=\"approve\"") && body.contains("value=\"deny\""));
        assertFalse(body.contains("<script") || body.contains("<style") || body.contains("style="));
        assertFalse(body.contains(" on"), "no event handlers");
    }

    @Test
    void approval_leads_back_to_the_one_address_with_a_code_and_the_state() {
        var answer = sandbox.decide(redirect, "approve", "user_good", "pass_good");
        var url = assertInstanceOf(ConsentPage.Answer.Redirect.class, answer).url();
        assertTrue(
                url.matches("https://openbalance\\.example/v2/sandbox/widget/return\\?code=[0-9a-f]{64}&state=abc"),
                url);
        assertInstanceOf(
                SignInStep.Authenticated.class,
                sandbox.answer(Sandbox.REDIRECT, redirect.state(), Sandbox.handedBack(answer)));
    }

    @Test
    void a_code_is_good_once_and_for_its_own_sign_in() {
        var code = sandbox.approve(redirect, "user_good", "pass_good");
        var other = (SignInStep.Redirect) sandbox.signIn(Sandbox.REDIRECT, "", "");
        assertReason(SignInStep.Reason.EXPIRED, sandbox.answer(Sandbox.REDIRECT, other.state(), code));
        assertInstanceOf(SignInStep.Authenticated.class, sandbox.answer(Sandbox.REDIRECT, redirect.state(), code));
        assertReason(SignInStep.Reason.EXPIRED, sandbox.answer(Sandbox.REDIRECT, redirect.state(), code));
    }

    @Test
    void without_an_approval_no_code_is_good() {
        assertReason(SignInStep.Reason.EXPIRED, sandbox.answer(Sandbox.REDIRECT, redirect.state(), "guess"));
        assertReason(SignInStep.Reason.CANCELLED, sandbox.answer(Sandbox.REDIRECT, redirect.state(), ""));
    }

    @Test
    void denial_leads_back_with_an_error_and_cancels() {
        var answer = sandbox.decide(redirect, "deny", "", "");
        assertEquals("access_denied", Sandbox.handedBack(answer));
        assertReason(SignInStep.Reason.CANCELLED, sandbox.answer(Sandbox.REDIRECT, redirect.state(), "access_denied"));
        assertEquals(404, html(sandbox.page.show(Map.of("request", request()))).status());
    }

    @Test
    void wrong_passwords_are_told_on_the_page_and_the_fifth_leads_back_locked() {
        for (var i = 1; i < Credentials.MOST_WRONG; i++) {
            var body = html(sandbox.decide(redirect, "approve", "user_good", "bad"))
                    .body();
            assertTrue(body.contains("role=\"alert\"") && !body.contains("bad\""));
        }
        assertEquals("account_locked", Sandbox.handedBack(sandbox.decide(redirect, "approve", "user_good", "bad")));
        assertReason(SignInStep.Reason.LOCKED, sandbox.answer(Sandbox.REDIRECT, redirect.state(), "account_locked"));
    }

    @Test
    void what_was_typed_is_shown_again_as_text_only() {
        var body = html(sandbox.decide(redirect, "approve", "\"><script>alert('x')</script>&", "bad"))
                .body();
        assertFalse(body.contains("<script"));
        assertTrue(body.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"));
    }

    @Test
    void a_decision_that_is_neither_is_asked_again() {
        assertEquals(
                200,
                html(sandbox.decide(redirect, "maybe", "user_good", "pass_good"))
                        .status());
    }

    @Test
    void a_visit_ends_by_itself() {
        sandbox.pass(RedirectRequests.LIFETIME);
        assertEquals(404, html(sandbox.page.show(Map.of("request", request()))).status());
        assertEquals(
                404,
                html(sandbox.decide(redirect, "approve", "user_good", "pass_good"))
                        .status());
    }

    @Test
    void an_unknown_request_leads_nowhere_whatever_address_it_names() {
        var answer = sandbox.page.decide(
                Map.of("request", "<b>" + request(), "decision", "deny", "return", "https://evil.example/"));
        assertEquals(404, html(answer).status());
        assertFalse(html(answer).body().contains("evil"));
        assertEquals(404, html(sandbox.page.show(Map.of())).status());
    }

    @Test
    void another_owner_cannot_use_the_code() {
        var code = sandbox.approve(redirect, "user_good", "pass_good");
        var answer = sandbox.connector.answer(
                sandbox.access(Sandbox.OTHER, Sandbox.REDIRECT), redirect.state(), Sandbox.returned(code));
        assertReason(SignInStep.Reason.EXPIRED, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "/relative", "https://user:pass@host/", "ftp://host/", "https:opaque"})
    void leads_back_to_web_addresses_only(String url) {
        assertThrows(
                IllegalArgumentException.class,
                () -> sandbox.requests.open(Sandbox.TENANT, Sandbox.REDIRECT, new WayBack(url, "")));
    }

    private String request() {
        return redirect.url().substring(redirect.url().indexOf('=') + 1);
    }

    private static ConsentPage.Answer.Html html(ConsentPage.Answer answer) {
        return assertInstanceOf(ConsentPage.Answer.Html.class, answer);
    }

    private static void assertReason(SignInStep.Reason reason, SignInStep step) {
        assertEquals(reason, assertInstanceOf(SignInStep.Failed.class, step).reason());
    }
}
