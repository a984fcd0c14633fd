package org.openbalance.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInStep;
import org.openbalance.bank.enablebanking.EnableBankingStandIn;
import org.openbalance.bank.kit.StandIn;
import org.openbalance.bank.kit.Visit;
import org.openbalance.bank.mono.MonoStandIn;

/// Somebody tries a network with keys of their own, before the stand-ins of the networks.
class TryNetworkToolTest {

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final List<Duration> waited = new ArrayList<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(StandIn network, Function<String, String> customer, String... line) throws IOException {
        var terminal = new Terminal() {

            @Override
            public void say(String line) {
                said.add(line);
            }

            @Override
            public String ask(String question, boolean secret) {
                return customer.apply(question);
            }
        };
        var all = new ArrayList<>(List.of(network.keyCheck().network()));
        for (var key : network.keys().orElseThrow().named().entrySet()) {
            var file = Files.writeString(
                    folder.resolve(key.getKey()), key.getValue().value() + "\n");
            all.add("--key");
            all.add(key.getKey() + "=" + file);
        }
        all.addAll(List.of(line));
        var tool = new TryNetworkTool(
                List.of(network.keyCheck()),
                InputStream.nullInputStream(),
                terminal,
                waited::add,
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true));
        return tool.run(all);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String address(SignInAnswer answer) {
        return EnableBankingStandIn.BACK.url() + "?"
                + ((SignInAnswer.Returned) answer)
                        .parameters().entrySet().stream()
                                .map(parameter -> parameter.getKey() + "="
                                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
    }

    /// At the one bank that the stand-in's customer is at.
    private int signsIn(EnableBankingStandIn network, Function<String, String> customer) throws IOException {
        var bank = network.bank();
        return run(
                network,
                customer,
                "--bank",
                bank.name(),
                "--country",
                bank.country(),
                "--return-url",
                EnableBankingStandIn.BACK.url());
    }

    private String atItsPage(EnableBankingStandIn network) {
        return address(network.customer(new SignInStep.Redirect(said.getLast(), "")));
    }

    @Test
    void a_bank_with_a_page_of_its_own_is_signed_in_at_read_and_left() throws IOException {
        try (var network = new EnableBankingStandIn()) {
            var code = signsIn(network, _ -> atItsPage(network));

            assertThat(code).as(err()).isZero();
            assertThat(said)
                    .contains(
                            "The network takes these keys.", "Accounts:", "Balances:", "End of access:", "  confirmed")
                    .anyMatch(line -> line.matches(" +\\S+: available \\w+ -?[9.]+, ledger .*"))
                    .anyMatch(line -> line.matches(" +\\S+: [0-9]+ lines, .*"));
            assertThat(network.visits()).extracting(Visit::kind).contains(Visit.Kind.END);
            assertThat(network.objections()).isEmpty();
        }
    }

    @Test
    void what_is_typed_for_a_bank_goes_there_and_a_job_is_waited_for() throws IOException {
        try (var network = new MonoStandIn()) {
            var request = network.request(Optional.empty());
            var code = run(
                    network,
                    question -> switch (question) {
                        case "User ID" -> request.fields().get("username").value();
                        case "Password" -> request.fields().get("password").value();
                        default -> typed(network, question);
                    },
                    "--bank",
                    "gtb",
                    "--name",
                    "Ada Obi",
                    "--email",
                    "ada@example.com");

            assertThat(code).as(err()).isZero();
            assertThat(said)
                    .contains("Signed in as A** O**, until the bank ends it.", "Identity:", "  confirmed")
                    .anyMatch(line -> line.startsWith("Calls that the network may charge for: "));
        }
    }

    private static String typed(MonoStandIn network, String question) {
        var step = network.customer(
                question.contains("6-digit code")
                        ? new SignInStep.Otp(question, 6, "")
                        : new SignInStep.Question(question, ""));
        return ((SignInAnswer.Typed) step).text().value();
    }

    @Test
    void nothing_of_the_person_and_no_key_is_shown() throws IOException {
        try (var network = new EnableBankingStandIn()) {
            signsIn(network, _ -> atItsPage(network));

            var shown = String.join("\n", said) + err();
            var keys = network.keys().orElseThrow().named().values().stream().map(key -> key.value());
            var amounts = network.held().values().stream()
                    .flatMap(held -> Stream.concat(held.availableMoney().stream(), held.ledgerMoney().stream()))
                    .map(money -> money.major().toPlainString())
                    .filter(amount -> amount.length() > 3);
            assertThat(Stream.concat(keys, amounts)).isNotEmpty().noneMatch(shown::contains);
        }
    }

    @Test
    void where_it_is_not_said_which_bank_banks_are_listed_and_nobody_signs_in() throws IOException {
        try (var network = new MonoStandIn()) {
            var code = run(network, question -> {
                throw new AssertionError(question);
            });

            assertThat(code).isZero();
            assertThat(said).anyMatch(line -> line.contains("GTBank, NG"));
            assertThat(network.visits()).extracting(Visit::kind).doesNotContain(Visit.Kind.SIGN_IN);
        }
    }

    @Test
    void a_bank_that_there_is_none_of_is_told() throws IOException {
        try (var network = new MonoStandIn()) {
            assertThat(run(network, _ -> "", "--bank", "nowhere")).isEqualTo(1);
            assertThat(said).contains("No bank of the network is meant by that.");
        }
    }

    @Test
    void a_sign_in_that_fails_says_why() throws IOException {
        try (var network = new EnableBankingStandIn()) {
            var code = signsIn(network, _ -> address(network.declining(new SignInStep.Redirect(said.getLast(), ""))));

            assertThat(code).isEqualTo(1);
            assertThat(err()).startsWith("try-network: The sign-in failed (CANCELLED)");
        }
    }

    @Test
    void a_network_that_is_none_is_told_with_those_that_are() throws IOException {
        try (var network = new MonoStandIn()) {
            var tool = new TryNetworkTool(
                    List.of(network.keyCheck()),
                    InputStream.nullInputStream(),
                    Terminal.of(InputStream.nullInputStream(), System.out),
                    waited::add,
                    System.out,
                    new PrintStream(err, true));

            assertThat(tool.run(List.of("plaid", "--key", "secret=none"))).isEqualTo(1);
            assertThat(err()).contains("There is no network plaid that needs keys; these do: mono.");
        }
    }

    @Test
    void all_networks_that_need_keys_can_be_tried() {
        assertThat(NetworkChecks.all()).extracting(check -> check.network()).contains("mono", "enablebanking");
    }
}
