package org.openbalance.bank.enablebanking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Json;
import org.openbalance.bank.Access;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.http.BankRequest;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// That the network that stands in refuses what the real one does: else nothing was proven before it.
class EnableBankingStandInTest {

    private static final String DIRECTORY = "aspsps?country=FI";

    private final EnableBankingStandIn network = new EnableBankingStandIn();
    private final Access access = new Access(
            new Tenant("aaaaaaaaaaaaaaaaaaaaaaaa", Environment.SANDBOX),
            network.bank(),
            Optional.empty(),
            network.instant().plusSeconds(20),
            network::keys);

    @AfterEach
    void close() {
        network.close();
    }

    private ObjectNode header() {
        return Json.object().put("typ", "JWT").put("alg", "RS256").put("kid", TestApplication.ID);
    }

    private ObjectNode claims() {
        var now = network.instant().getEpochSecond();
        return Json.object()
                .put("iss", "enablebanking.com")
                .put("aud", "api.enablebanking.com")
                .put("iat", now)
                .put("exp", now + 3_600);
    }

    private BankAnswer send(BankRequest request) {
        return send(request, TestApplication.token(header(), claims()));
    }

    private BankAnswer send(BankRequest request, String token) {
        return new BankHttp(network).send(access, request.bearer(token));
    }

    private URI at(String path) {
        return network.address().resolve(path);
    }

    private void assertRefused(BankAnswer answer, String code) {
        assertThat(answer.object().map(body -> body.path("error").asText())).contains(code);
    }

    @Test
    void a_token_is_taken_only_if_all_of_it_is_right() {
        var now = network.instant().getEpochSecond();
        assertThat(send(BankRequest.get(at(DIRECTORY))).status()).isEqualTo(200);

        var claimed = Map.<String, UnaryOperator<ObjectNode>>of(
                "another issuer", claims -> claims.put("iss", TestApplication.ID),
                "for another", claims -> claims.put("aud", "api.example.com"),
                "longer than a day", claims -> claims.put("exp", now + 86_401),
                "over", claims -> claims.put("iat", now - 3_600).put("exp", now),
                "of tomorrow", claims -> claims.put("iat", now + 60),
                "with more in it", claims -> claims.put("sub", "me"));
        claimed.forEach((wrong, change) -> assertThat(
                        send(BankRequest.get(at(DIRECTORY)), TestApplication.token(header(), change.apply(claims())))
                                .status())
                .as(wrong)
                .isEqualTo(401));
        for (var head : new JsonNode[] {header().put("alg", "HS256"), header().put("kid", "another")}) {
            assertThat(send(BankRequest.get(at(DIRECTORY)), TestApplication.token(head, claims()))
                            .status())
                    .isEqualTo(401);
        }
        var right = TestApplication.token(header(), claims());
        var longer = TestApplication.token(header(), claims().put("exp", now + 7_200));
        var signature = longer.substring(longer.lastIndexOf('.'));
        assertThat(send(BankRequest.get(at(DIRECTORY)), right.substring(0, right.lastIndexOf('.')) + signature)
                        .status())
                .as("signed for another")
                .isEqualTo(401);
    }

    @Test
    void a_call_has_nothing_that_is_not_known() {
        assertThat(send(BankRequest.get(at(DIRECTORY)).with("X-Customer", "1")).status())
                .isEqualTo(422);
        assertThat(send(BankRequest.get(at("aspsps?country=FI&page=2"))).status())
                .isEqualTo(422);
        assertThat(network.objections()).isNotEmpty();
    }

    @Test
    void access_is_not_given_for_longer_than_the_bank_gives_it() {
        var day = network.instant().plusSeconds(86_400);

        assertThat(authorized(day).status()).isEqualTo(200);
        assertThat(authorized(day.plusSeconds(90 * 86_400L)).status()).isEqualTo(400);
        assertThat(authorized(network.instant()).status()).isEqualTo(400);
    }

    private BankAnswer authorized(Instant until) {
        var body = Json.object()
                .put("state", "s")
                .put("redirect_url", EnableBankingStandIn.BACK.url())
                .put("psu_type", "personal");
        body.putObject("access")
                .put("valid_until", until.toString())
                .put("balances", true)
                .put("transactions", true);
        body.putObject("aspsp").put("name", "Aurora Pankki").put("country", "FI");
        return send(BankRequest.post(at("auth"), body));
    }

    @Test
    void an_account_is_read_by_the_uid_of_an_open_session_alone() {
        var first = signedIn();
        var uid = first.accounts().getFirst().uid().orElseThrow();
        assertThat(read(uid).status()).isEqualTo(200);
        assertThat(read(first.accounts().getFirst().hash()).status()).isEqualTo(422);

        network.end("CLOSED");
        signedIn();
        assertRefused(read(uid), "CLOSED_SESSION");
    }

    private BankAnswer read(String uid) {
        return send(BankRequest.get(at("accounts/" + uid + "/balances")));
    }

    private EnableBankingGrant signedIn() {
        var step = (SignInStep.Redirect) network.connector().signIn(access, network.request(Optional.empty()));
        var done = network.connector().answer(access, step.state(), network.customer(step));
        return EnableBankingGrant.of(((SignInStep.Authenticated) done).grant());
    }

    @Test
    void a_code_is_taken_once() {
        assertRefused(exchanged("of-nobody"), "WRONG_AUTHORIZATION_CODE");
        var step = network.connector().signIn(access, network.request(Optional.empty()));
        var code = ((SignInAnswer.Returned) network.customer(step)).parameters().get("code");

        assertThat(exchanged(code).status()).isEqualTo(200);
        assertRefused(exchanged(code), "ALREADY_AUTHORIZED");
    }

    private BankAnswer exchanged(String code) {
        return send(BankRequest.post(at("sessions"), Json.object().put("code", code)));
    }

    @Test
    void of_a_customer_who_is_present_it_hears_all_or_nothing_and_no_private_address() {
        var uid = signedIn().accounts().getFirst().uid().orElseThrow();
        var read = BankRequest.get(at("accounts/" + uid + "/balances"));
        assertRefused(send(read.with("Psu-Ip-Address", "192.168.1.7")), "PSU_HEADER_INVALID");
        assertRefused(send(read.with("Psu-User-Agent", "Browser/1.0")), "PSU_HEADER_INVALID");

        network.requires("psu-ip-address", "psu-user-agent");
        assertRefused(send(read), "PSU_HEADER_NOT_PROVIDED");
        assertRefused(send(read.with("Psu-Ip-Address", "105.112.20.7")), "PSU_HEADER_NOT_PROVIDED");
        assertThat(send(read.with("Psu-Ip-Address", "105.112.20.7").with("Psu-User-Agent", "Browser/1.0"))
                        .status())
                .isEqualTo(200);
    }
}
