package org.openbalance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openbalance.api.Product;

/// An account in an unknown currency is left out alone, and the log says why without a word of the customer.
class AccountCurrencyTest {

    private static final Bank BANK = new Bank(
            "c0047b0a2c4e0b6d30f10901",
            "a-bank",
            "898",
            "A Bank",
            "harmattan-bank.svg",
            new Bank.Colors("#111111", "#222222", "#333333", "#444444"),
            false,
            Set.of(Product.values()),
            new Bank.Login("password", List.of()));

    private final Logger logger = Logger.getLogger(AccountCurrency.class.getName());
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void listen_no_more() {
        logger.removeHandler(lines);
    }

    @Test
    void the_accounts_in_known_currencies_are_all_read() {
        var read = Stream.of("NGN", "ghc", "BTC", "ISK", null, " KSH ", "Ada Obi 0123456789")
                .flatMap(printed -> AccountCurrency.read(BANK, printed).stream())
                .map(Currency::getCurrencyCode);

        assertThat(read).containsExactly("NGN", "GHS", "ISK", "KES");
        assertThat(lines.texts)
                .containsExactly(
                        "An account at a-bank is left out: its currency is not known (BTC)",
                        "An account at a-bank is left out: its currency is not known (none)",
                        "An account at a-bank is left out: its currency is not known (no code)");
    }

    private static final class Lines extends Handler {

        private final List<String> texts = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            texts.add(String.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
