package org.openbalance.bank.sandbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;

/// The sandbox banks, as data. Fictional: no bank of these names exists, and the codes are assigned to none.
enum SandboxBanks {
    /// A user name and a password, nothing else.
    HARMATTAN(
            Flow.PASSWORD,
            "Harmattan Bank",
            "harmattan-bank",
            "901",
            new Bank.Colors("#f4e3c8", "#b4540a", "#8f4107", "#ffffff"),
            EnumSet.allOf(Product.class)),
    /// A one-time password follows.
    CALABASH(
            Flow.OTP,
            "Calabash Bank",
            "calabash-bank",
            "902",
            new Bank.Colors("#dcefe2", "#17693f", "#0f5130", "#ffffff"),
            EnumSet.allOf(Product.class)),
    /// A security question follows. Knows nothing of income, and lets balances be read four times a day.
    TAMARIND(
            Flow.QUESTION,
            "Tamarind Bank",
            "tamarind-bank",
            "903",
            new Bank.Colors("#f3dfe4", "#8c2740", "#6d1c31", "#ffffff"),
            EnumSet.complementOf(EnumSet.of(Product.INCOME))),
    /// Sends the customer to its own page.
    LAGOON(
            Flow.REDIRECT,
            "Lagoon Bank",
            "lagoon-bank",
            "904",
            new Bank.Colors("#d9e9f5", "#0f5c8c", "#0b466b", "#ffffff"),
            EnumSet.allOf(Product.class)),
    /// Serves firms: asks for the firm's id too.
    IRONWOOD(
            Flow.CORPORATE,
            "Ironwood Corporate Bank",
            "ironwood-corporate-bank",
            "905",
            new Bank.Colors("#e2e4e8", "#2f3b4c", "#1f2937", "#ffffff"),
            EnumSet.allOf(Product.class)),
    /// Keeps its customers waiting a moment at every sign-in; the one to try outages on.
    MONSOON(
            Flow.WAIT,
            "Monsoon Bank",
            "monsoon-bank",
            "906",
            new Bank.Colors("#e4e0f4", "#4b3a9b", "#392b7a", "#ffffff"),
            EnumSet.allOf(Product.class));

    /// What follows when user name and password are right, or stands in their place.
    enum Flow {
        PASSWORD("password"),
        OTP("otp"),
        QUESTION("question"),
        REDIRECT("redirect"),
        CORPORATE("password"),
        WAIT("password");

        private final String loginType;

        Flow(String loginType) {
            this.loginType = loginType;
        }

        String loginType() {
            return loginType;
        }
    }

    static final String COMPANY_ID = "company_id";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";

    /// As in the European rules for reads without the customer.
    private static final int DAILY_READS = 4;

    /// Begins every id: with the code it makes the 24 digits.
    private static final String ID_STEM = "5a17db0a2c4e0b6d30f10";

    private final Flow flow;
    private final Bank bank;

    SandboxBanks(Flow flow, String name, String slug, String code, Bank.Colors colors, Set<Product> products) {
        this.flow = flow;
        this.bank = new Bank(
                ID_STEM + code,
                slug,
                code,
                name,
                slug + ".svg",
                colors,
                flow == Flow.CORPORATE,
                Set.copyOf(products),
                new Bank.Login(flow.loginType, fields(flow)),
                flow == Flow.QUESTION ? OptionalInt.of(DAILY_READS) : OptionalInt.empty());
    }

    static List<Bank.Field> fields(Flow flow) {
        var username = new Bank.Field(USERNAME, "User name", "text", NewCustomer.MAX_USERNAME);
        var password = new Bank.Field(PASSWORD, "Password", "password", NewCustomer.MAX_PASSWORD);
        return switch (flow) {
            case REDIRECT -> List.of();
            case CORPORATE -> List.of(new Bank.Field(COMPANY_ID, "Company ID", "text", 16), username, password);
            case PASSWORD, OTP, QUESTION, WAIT -> List.of(username, password);
        };
    }

    Bank bank() {
        return bank;
    }

    Flow flow() {
        return flow;
    }

    static Optional<SandboxBanks> find(String idOrSlug) {
        for (var one : values()) {
            if (one.bank.named(idOrSlug)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    static SandboxBanks of(Bank bank) {
        return find(bank.id()).orElseThrow(() -> new IllegalArgumentException("Not a sandbox bank: " + bank.slug()));
    }
}
