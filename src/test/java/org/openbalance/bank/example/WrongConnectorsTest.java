package org.openbalance.bank.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.openbalance.bank.Connector;
import org.openbalance.bank.http.BankHttp;
import org.openbalance.bank.kit.ConnectorContract;
import org.openbalance.bank.kit.StandIn;

/// The kit can fail: the example with one thing wrong is caught by the rule that this breaks.
@Tag("slow")
class WrongConnectorsTest {

    private static final String SAME =
            "return ExampleGrant.of(one).consent().equals(ExampleGrant.of(other).consent());";

    /// @param rule the method that is to fail
    /// @param changes text of the example, and what stands there instead
    record Wrong(String what, String rule, Map<String, String> changes) {

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Wrong> wrong() {
        return List.of(
                new Wrong(
                        "it keeps what a sign-in needs to itself",
                        "a_sign_in_goes_on_in_any_process",
                        Map.of(
                                "private final ExampleBankCalls calls;",
                                        "private final ExampleBankCalls calls; private String begun;",
                                "return CodeRedirect.to(", "begun = request.back().state(); return CodeRedirect.to(",
                                "CodeRedirect.back(BANK, state,",
                                        "CodeRedirect.back(BANK, begun.isEmpty() ? \"\" : state,")),
                new Wrong(
                        "it takes any way back for its own",
                        "what_comes_back_from_elsewhere_is_refused_before_the_bank_is_asked",
                        Map.of(
                                "CodeRedirect.back(BANK, state, answer, calls.issuer())",
                                "(CodeRedirect.Return) new CodeRedirect.Return.Code(((SignInAnswer.Returned) answer).parameters()"
                                        + ".getOrDefault(\"code\", \"\"),"
                                        + " \"https://openbalance.example/v2/widget/return\")")),
                new Wrong(
                        "it takes any post for the network's",
                        "nothing_is_taken_from_a_post_that_the_network_did_not_sign",
                        Map.of("calls.isSigned(post)", "(post.body().length > 0)")),
                new Wrong(
                        "it shows a secret in a message",
                        "a_way_back_works_once",
                        Map.of(
                                "\"That took too long. Sign in again\"",
                                "\"Refused: \" + access.key(\"client_secret\").value()")),
                new Wrong(
                        "it does not say that it needs keys",
                        "a_connector_names_the_network_of_its_keys_if_it_needs_any",
                        Map.of("Optional.of(\"example\")", "Optional.empty()")),
                new Wrong(
                        "it sends a customer off who cannot come back",
                        "a_sign_in_without_the_owner_s_keys_is_refused_at_its_beginning",
                        Map.of("calls.requireKey(access);", "")),
                new Wrong(
                        "it takes keys that are missing for a login that has expired",
                        "a_read_without_the_owner_s_keys_fails_as_data_and_leaves_the_grant",
                        Map.of(
                                "access.key(KEY).value()",
                                "access.keys().map(keys -> keys.named().get(KEY)).orElseThrow(() -> new BankFailure("
                                        + "BankFailure.Kind.LOGIN_EXPIRED, \"No key\")).value()")),
                new Wrong(
                        "it holds an access for ended that it had no keys to end",
                        "an_access_that_is_not_ended_for_want_of_keys_is_said_to_be_none",
                        Map.of(
                                "access.key(KEY).value()",
                                "access.keys().map(keys -> keys.named().get(KEY)).orElseThrow(() -> new BankFailure("
                                        + "BankFailure.Kind.LOGIN_EXPIRED, \"No key\")).value()")),
                new Wrong(
                        "it keeps the owner's key in a grant",
                        "a_sign_in_goes_on_in_any_process",
                        Map.of(
                                "return new SignInStep.Authenticated(\n                ExampleGrant.of(answer.json(), clock.instant()),",
                                "return new SignInStep.Authenticated(new Grant(ExampleGrant.of(answer.json(), clock.instant())"
                                        + ".token().replaceFirst(\"[{]\", \"{\\\"key\\\":\\\"\" + access.key(KEY).value()"
                                        + " + \"\\\",\")),")),
                new Wrong(
                        "it exchanges a grant and keeps it to itself",
                        "what_an_exchange_brought_serves_the_visits_after",
                        Map.of("held.exchange(last -> exchanged(access, last))", "exchanged(access, held.grant())")),
                new Wrong(
                        "two workers exchange one grant",
                        "two_workers_at_once_make_one_exchange",
                        Map.of("held.exchange(last -> exchanged(access, last))", "exchanged(access, held.grant())")),
                new Wrong(
                        "it tries a lost grant again",
                        "a_crash_between_answer_and_store_is_an_expired_login_and_no_loop",
                        Map.of(
                                "return ExampleGrant.of(answer.json(), clock.instant());",
                                "if (answer.status() != 200) throw new BankFailure(BankFailure.Kind.SLOW, \"again\");"
                                        + " return ExampleGrant.of(answer.json(), clock.instant());")),
                new Wrong(
                        "it asks once more after an expired login",
                        "a_login_that_ended_early_is_told_at_the_first_call",
                        Map.of(
                                "var later = answer.object()",
                                "if (answer.status() == 401) { calls.get(access, token, calls.at(\"accounts\")); }"
                                        + " var later = answer.object()")),
                new Wrong(
                        "it does not look at the end that it knows",
                        "a_login_past_its_known_end_is_expired_whatever_the_bank_answers",
                        Map.of("grant.hasEnded(clock.instant())", "grant.hasEnded(java.time.Instant.MIN)")),
                new Wrong(
                        "it keeps the end that it knows to itself",
                        "an_end_that_the_bank_announces_is_handed_on",
                        Map.of(
                                "ExampleBankJson.customer(answer.json()),\n                ExampleBankJson.ends(answer.json()))",
                                "ExampleBankJson.customer(answer.json()))")),
                new Wrong(
                        "it ends nothing",
                        "what_was_ended_is_read_no_more",
                        Map.of(
                                "HeldGrant grant) {\n        var answer = calls.revoke(",
                                "HeldGrant grant) {\n        if (true) { return; }\n        var answer = calls.revoke(")),
                new Wrong(
                        "it fails on what has ended already",
                        "ending_twice_is_as_good_as_once",
                        Map.of("if (!answer.gone()) {\n            answer.done()", "{\n            answer.done()")),
                new Wrong(
                        "it fails on what the bank knows no more",
                        "what_the_bank_knows_no_more_counts_as_ended",
                        Map.of("if (!answer.gone()) {\n            answer.done()", "{\n            answer.done()")),
                new Wrong(
                        "it takes any answer for the end",
                        "a_bank_that_did_not_end_it_is_told_again",
                        Map.of("answer.done();", "")),
                new Wrong(
                        "it takes the page of a gateway for the end",
                        "a_bank_that_did_not_end_it_is_told_again",
                        Map.of(
                                "if (!answer.gone()) {\n            answer",
                                "if (answer.status() != 404) {\n            answer")),
                new Wrong(
                        "it asks for a token to end an access with, and shows it as the consent",
                        "what_is_due_for_an_exchange_is_ended_as_well",
                        Map.of(
                                "calls.revoke(access, ExampleGrant.of(grant.grant()).consent())",
                                "calls.revoke(access, calls.token(access, grant))")),
                new Wrong(
                        "it ends a renewal with the sign-in before",
                        "a_renewal_is_the_same_access_if_and_only_if_the_bank_ends_both_at_once",
                        Map.of(SAME, "return one.equals(other);")),
                new Wrong(
                        "it takes every sign-in for the same access",
                        "another_sign_in_is_the_same_access_if_and_only_if_the_bank_ends_both_at_once",
                        Map.of(SAME, "return true;")),
                new Wrong(
                        "it signs in anew in place of renewing",
                        "a_renewal_keeps_the_accounts_and_the_customer",
                        Map.of("request.earlier()", "java.util.Optional.<Grant>empty()")),
                new Wrong(
                        "it invents an address",
                        "the_bank_hears_of_the_customer_where_they_are_present_and_never_otherwise",
                        Map.of("access.attendance().map(Attendance::address)", "\"105.112.0.1\"")),
                new Wrong(
                        "it keeps the address to itself",
                        "the_bank_hears_of_the_customer_where_they_are_present_and_never_otherwise",
                        Map.of("access.attendance().map(Attendance::address)", "java.util.Optional.<String>empty()")),
                new Wrong(
                        "it lists accounts before each read",
                        "a_link_and_each_read_cost_at_most_one_balance_call_an_account",
                        Map.of(
                                "return AccountReads.byCurrency(",
                                "calls.get(access, token, calls.at(\"accounts\")); return AccountReads.byCurrency(")),
                new Wrong(
                        "one account that fails fails all",
                        "one_account_that_fails_keeps_none_of_the_others_back",
                        Map.of(
                                "return AccountReads.byCurrency(accounts, request -> balances(access, token, request));",
                                "var reads = AccountReads.byCurrency(accounts, request -> balances(access, token, request));"
                                        + " for (var read : reads.values()) { if (read instanceof AccountRead.Failed<BalanceAmounts>"
                                        + "(var failure)) { throw failure; } } return reads;")),
                new Wrong(
                        "it begins a job anew at each visit",
                        "what_finishes_later_is_one_job_until_it_is_there",
                        Map.of("+ \"/balances\" + job", "+ \"/balances\"")),
                new Wrong(
                        "it makes one account of two currencies",
                        "one_number_in_two_currencies_is_two_accounts",
                        Map.of(
                                "asText(), currency).toString()",
                                "asText(), Currency.getInstance(\"NGN\")).toString()")),
                new Wrong(
                        "it makes nothing of a balance that is missing",
                        "a_balance_that_is_missing_is_never_nothing",
                        Map.of(
                                "amount(balance).map(",
                                "amount(balance).or(() -> Optional.of(new Money(0, Currency.getInstance(\"NGN\")))).map(")),
                new Wrong(
                        "it lists what is untold as nothing",
                        "a_balance_that_is_missing_is_never_nothing",
                        Map.of(
                                "BalanceAmounts.untold(currency)",
                                "new BalanceAmounts(new Money(0, currency), new Money(0, currency))")),
                new Wrong(
                        "it makes two amounts of one",
                        "each_set_of_balances_has_one_meaning",
                        Map.of(
                                ".flatMap(balance -> stated(balance).stream())",
                                ".flatMap(balance -> stated(balance).stream()).flatMap(one -> Stream.of(one,"
                                        + " new Stated(StatedBalances.Type.ITAV, one.money(), one.at(), one.credit())))")),
                new Wrong(
                        "it does not say that an overdraft is counted",
                        "an_overdraft_counts_as_the_bank_counts_it_and_never_into_the_ledger",
                        Map.of("at, credit(balance)", "at, Credit.UNTOLD")),
                new Wrong(
                        "it gives what is cached as of now",
                        "amounts_are_as_old_as_the_bank_says_and_never_as_of_now",
                        Map.of("money, at, credit(balance)", "money, Optional.empty(), credit(balance)")),
                new Wrong(
                        "it lists what is cached as of now",
                        "amounts_are_as_old_as_the_bank_says_and_never_as_of_now",
                        Map.of("held.flatMap(Chosen::asOf)", "Optional.empty()")),
                new Wrong(
                        "it takes a time that it does not understand for now",
                        "a_balance_that_is_missing_is_never_nothing",
                        Map.of(".filter(_ -> at.isPresent() || !balance.hasNonNull(\"at\"))", "")),
                new Wrong(
                        "it reckons in floating point",
                        "numbers_lose_no_cent",
                        Map.of(
                                "return BankAmounts.directed(of.path(\"amount\"), of.path(\"currency\"), of.path(\"direction\"));",
                                "return BankAmounts.directed(of.path(\"amount\"), of.path(\"currency\"), of.path(\"direction\"))"
                                        + ".map(money -> new Money((long) (of.path(\"amount\").asDouble() * 100), money.currency()));")),
                new Wrong(
                        "it believes the sign and not the indicator",
                        "an_indicator_decides_over_the_sign",
                        Map.of(
                                "BankAmounts.directed(of.path(\"amount\"), of.path(\"currency\"), of.path(\"direction\"))",
                                "BankAmounts.major(of.path(\"amount\"), of.path(\"currency\"))")),
                new Wrong(
                        "it takes the page of a gateway for an account that is gone",
                        "a_page_in_place_of_json_says_nothing_of_the_account_or_the_login",
                        Map.of("if (answer.gone())", "if (answer.status() == 404)")),
                new Wrong(
                        "it takes a spent quota for a bank that fails",
                        "a_quota_is_known_by_its_words_in_any_language",
                        Map.of(
                                "var later = answer.object()",
                                "if (answer.status() >= 400) { throw new BankFailure(BankFailure.Kind.ERROR, \"refused\"); }"
                                        + " var later = answer.object()")),
                new Wrong(
                        "it shows what the bank wrote",
                        "a_page_in_place_of_json_says_nothing_of_the_account_or_the_login",
                        Map.of(
                                "var later = answer.object()",
                                "if (answer.status() >= 400) { throw new BankFailure(BankFailure.Kind.ERROR, answer.body()); }"
                                        + " var later = answer.object()")),
                new Wrong(
                        "it waits longer than its deadline",
                        "the_deadline_is_kept_however_the_bank_stalls",
                        Map.of(
                                "return http.send(\n                access,",
                                "return http.send(\n                new Access(access.tenant(), access.bank(),"
                                        + " access.attendance(), access.deadline().plusSeconds(11)),")),
                new Wrong(
                        "it follows a link that lies",
                        "a_link_that_lies_is_not_followed",
                        Map.of(
                                "page = links.next(Fields.text(answer.json(), \"next\"));",
                                "page = lines.size() > 1000 ? Optional.empty()"
                                        + " : Fields.text(answer.json(), \"next\").map(page.get()::resolve);")),
                new Wrong(
                        "it reads the first page alone",
                        "lines_are_read_over_all_pages",
                        Map.of("page = links.next(Fields.text(answer.json(), \"next\"));", "page = Optional.empty();")),
                new Wrong(
                        "its days are those of UTC",
                        "days_are_those_of_the_bank",
                        Map.of("ZoneId.of(\"Africa/Lagos\")", "ZoneId.of(\"UTC\")")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void is_caught_by_the_rule_that_it_breaks(Wrong wrong) {
        var outcome = outcome(wrong.changes(), Stream.of(wrong.rule()));

        assertThat(outcome.failed().count()).as(wrong.rule()).isPositive();
    }

    /// As above, with nothing wrong: what fails there fails for what was changed.
    @Test
    void the_example_compiled_in_the_same_way_breaks_none_of_these_rules() {
        var outcome = outcome(Map.of(), wrong().stream().map(Wrong::rule).distinct());

        assertThat(outcome.failed().count()).isZero();
        assertThat(outcome.succeeded().count()).isPositive();
    }

    private static Events outcome(Map<String, String> changes, Stream<String> rules) {
        Kit.connector = new WrongConnector(changes);
        return EngineTestKit.engine("junit-jupiter")
                .selectors(
                        rules.map(rule -> selectMethod(Kit.class, method(rule))).toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();
    }

    private static Method method(String rule) {
        return Arrays.stream(Kit.class.getMethods())
                .filter(method -> method.getName().equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No rule " + rule));
    }

    static final class Kit extends ConnectorContract {

        private static WrongConnector connector;

        @Override
        protected StandIn standIn() {
            var tried = connector;
            return new ExampleBankStandIn() {
                @Override
                Connector connector(BankHttp http, URI base) {
                    return tried.connector(http, this, base);
                }
            };
        }
    }
}
