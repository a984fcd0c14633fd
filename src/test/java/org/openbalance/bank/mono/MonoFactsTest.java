package org.openbalance.bank.mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.Institution;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.NetworkPost;
import org.openbalance.bank.Secret;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;

/// The list of banks, lines and hooks.
class MonoFactsTest {

    private static final Path BODIES = Path.of("src/test/resources/bank/mono");

    private final MonoStandIn mono = new MonoStandIn();

    @AfterEach
    void nothing_was_asked_that_is_not_allowed() {
        assertThat(mono.objections()).isEmpty();
        mono.close();
    }

    @Test
    void the_banks_that_give_data_and_ask_for_texts_are_listed() {
        var listed = institutions(mono.keys().orElseThrow());

        assertThat(listed).extracting(Institution::name).containsExactly("GTBank", "Zenith Bank", "Equity Bank Kenya");
        assertThat(listed).extracting(Institution::country).containsExactly("NG", "NG", "KE");
        assertThat(listed).extracting(Institution::corporate).containsExactly(false, true, false);
    }

    @Test
    void a_bank_is_listed_by_mono_s_id_with_the_fields_of_its_preferred_form() {
        var listed = institutions(mono.keys().orElseThrow()).getFirst();

        assertThat(listed.reference()).isEqualTo(MonoStandIn.REFERENCE);
        assertThat(listed.login())
                .isEqualTo(new Bank.Login(
                        "password",
                        List.of(
                                new Bank.Field("username", "User ID", "text", 200),
                                new Bank.Field("password", "Password", "password", 200))));
    }

    @Test
    void a_bank_is_known_by_the_code_of_the_central_bank_or_by_that_of_nibss() {
        assertThat(institutions(mono.keys().orElseThrow()))
                .extracting(Institution::code)
                .containsExactly(Optional.of("058"), Optional.of("057"), Optional.empty());
    }

    @Test
    void the_banks_are_not_told_to_a_wrong_key() {
        var wrong = new NetworkKeys(Map.of("secret_key", new Secret("test_sk_of_nobody")));

        assertThatThrownBy(() -> institutions(wrong))
                .isInstanceOfSatisfying(
                        BankFailure.class, failure -> assertThat(failure.kind()).isEqualTo(BankFailure.Kind.DATA));
    }

    private List<Institution> institutions(NetworkKeys keys) {
        var page = mono.connector()
                .institutions(Optional.empty(), keys, mono.instant().plusSeconds(20));
        assertThat(page.next()).isEmpty();
        return page.institutions();
    }

    @Test
    void lines_that_are_fewer_than_mono_counts_are_not_all() {
        mono.gives("lines-2.json", "lines-2-of-more.json");

        assertThat(lines().complete()).isFalse();
        assertThat(lines().lines()).hasSize(4);
    }

    @Test
    void a_page_of_another_number_than_was_asked_for_is_not_taken() {
        mono.gives("lines-2.json", "lines-2-says-1.json");

        assertThat(lines().complete()).isFalse();
        assertThat(lines().lines()).hasSize(2);
    }

    @Test
    void a_line_that_is_neither_a_debit_nor_a_credit_is_not_guessed_at() {
        mono.gives("lines-1.json", "lines-1-of-another-type.json");
        var grant = HeldGrant.unkept(mono.signedIn().grant());
        var request = List.of(AccountRequest.of(mono.account()));
        var read = mono.connector()
                .transactions(mono.access(), grant, request, mono.days())
                .get(mono.account());

        assertThat(read).isInstanceOf(AccountRead.Failed.class);
    }

    private BankTransactions lines() {
        var grant = HeldGrant.unkept(mono.signedIn().grant());
        var request = List.of(AccountRequest.of(mono.account()));
        var read = mono.connector()
                .transactions(mono.access(), grant, request, mono.days())
                .get(mono.account());
        return ((AccountRead.Value<BankTransactions>) read).value();
    }

    @Test
    void a_job_is_heard_to_end_by_either_hook() throws Exception {
        assertThat(heard("hook-job", "finished")).containsExactly("job-7");
        assertThat(heard("hook-job", "failed")).containsExactly("job-7");
        assertThat(heard("hook-account", "AVAILABLE")).containsExactly("job-7");
    }

    @Test
    void a_job_that_goes_on_has_not_ended() throws Exception {
        assertThat(heard("hook-job", "processing")).isEmpty();
        assertThat(heard("hook-account", "PROCESSING")).isEmpty();
    }

    @Test
    void other_hooks_say_nothing_of_jobs() {
        assertThat(heard("{\"event\":\"mono.events.account_unlinked\",\"data\":{\"id\":\"job-7\"}}"))
                .isEmpty();
        assertThat(heard("[]")).isEmpty();
        assertThat(heard("{\"event\":\"mono.accounts.jobs.update\",\"data\":null}"))
                .isEmpty();
    }

    private Set<String> heard(String hook, String status) throws Exception {
        var body = Files.readString(BODIES.resolve(hook + ".json"));
        return heard(body.replace("{job}", "job-7").replace("{status}", status));
    }

    private Set<String> heard(String body) {
        return mono.connector()
                .finished(new NetworkPost(
                        new Tenant("aaaaaaaaaaaaaaaaaaaaaaaa", Environment.SANDBOX),
                        Map.of("mono-webhook-secret", MonoStandIn.WEBHOOK_SECRET),
                        body.getBytes(StandardCharsets.UTF_8),
                        mono::keys));
    }
}
