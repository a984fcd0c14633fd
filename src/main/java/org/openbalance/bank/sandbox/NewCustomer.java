package org.openbalance.bank.sandbox;

import java.util.Currency;
import org.openbalance.bank.Bank;
import org.openbalance.bank.Secret;

/// A sandbox customer to be made. Every bank takes persons and firms alike; the bank decides how they sign in.
///
/// @param accounts 1 to [#MAX_ACCOUNTS]
/// @param name of the holder
/// @param identity how complete the bank's knowledge of the customer is, 1 to 100: the phone number is known from 25,
/// the e-mail address from 50, the BVN from 75
/// @param internetSpeed how quick the bank answers this customer: 4 at once, 3 after 50 ms, 2 after 150 ms
/// @param currency that the customer lives in
/// @param country that the customer lives in, of ISO 3166
public record NewCustomer(
        int accounts,
        String name,
        Bank bank,
        String username,
        Secret password,
        Holder type,
        ActivityLevel volume,
        int identity,
        int internetSpeed,
        Currency currency,
        String country) {

    public static final String NIGERIA = "NG";

    public static final int MAX_ACCOUNTS = 5;
    public static final int MAX_NAME = 100;
    public static final int MAX_USERNAME = 64;
    public static final int MAX_PASSWORD = 128;
    public static final int MAX_IDENTITY = 100;
    public static final int SLOWEST = 2;
    public static final int QUICKEST = 4;

    /// No constant: one that the native image was built with would be another than the JDK gives at run time, and
    /// currencies are equal by identity.
    static Currency naira() {
        return Currency.getInstance("NGN");
    }

    /// Lives in Nigeria.
    public NewCustomer(
            int accounts,
            String name,
            Bank bank,
            String username,
            Secret password,
            Holder type,
            ActivityLevel volume,
            int identity,
            int internetSpeed) {
        this(accounts, name, bank, username, password, type, volume, identity, internetSpeed, naira(), NIGERIA);
    }

    /// @throws IllegalArgumentException naming the key at fault; callers check what a body says before
    public NewCustomer {
        require("noOfAccount", accounts >= 1 && accounts <= MAX_ACCOUNTS);
        require("name", !name.isBlank() && name.length() <= MAX_NAME);
        require("bank", SandboxBanks.find(bank.id()).isPresent());
        require("username", !username.isBlank() && username.length() <= MAX_USERNAME);
        require("password", !password.value().isEmpty() && password.value().length() <= MAX_PASSWORD);
        require("identity", identity >= 1 && identity <= MAX_IDENTITY);
        require("internetSpeed", internetSpeed >= SLOWEST && internetSpeed <= QUICKEST);
    }

    private static void require(String key, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("A sandbox customer's " + key + " is out of its bounds");
        }
    }
}
