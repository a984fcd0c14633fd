package org.openbalance.bank.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// User names that work at every sandbox bank in every sandbox, without being created. All but `user_good` force an
/// outcome and take any password; at a bank for firms the company id of all of them is [#COMPANY_ID].
public enum WellKnownUser {
    /// With the password `pass_good`: two accounts, and nothing ever goes wrong.
    USER_GOOD(2),
    /// Is locked out at sign-in.
    USER_LOCKED(1),
    /// Signs in and lists accounts, but each later read finds the login expired.
    USER_EXPIRED(2),
    /// Its bank allows two reads of balances a UTC day, and two of transactions, and does not say so before it refuses
    /// one.
    USER_QUOTA(1),
    /// Two accounts, of which the second cannot be read after it is linked.
    USER_PARTIAL(2),
    /// Two accounts; after they are linked, their bank fetches each balance and the transactions only when asked, and
    /// has them ten seconds later.
    USER_LATER(2),
    /// As [#USER_LATER], but the bank says that it may take half an hour, and posts once it has what was asked for.
    USER_POSTED(2),
    /// Approves the sign-in elsewhere, five seconds after it began: until then its bank asks to wait. Not at the bank
    /// with a page of its own.
    USER_ELSEWHERE(2),
    /// Comes back from a bank's own page with an `id_token` beside the code, both in the fragment of the address.
    USER_FRAGMENT(2),
    /// Is asked for a one-time password, at any bank, and none is right.
    USER_BAD_OTP(1),
    /// Signs in and has no account.
    USER_NO_ACCOUNTS(0),
    /// Has more accounts than one login may link.
    USER_MANY_ACCOUNTS(25),
    /// Three accounts that have no NUBAN: euros and dollars under one IBAN, and krónur under no number at all, of
    /// which the bank tells only what is booked.
    USER_CURRENCIES(0),
    /// Its bank says that it ends the access five minutes after the sign-in, and does.
    USER_ENDING(1, Duration.ofMinutes(5)),
    /// As [#USER_ENDING], a day and two minutes after it, so that the notice of a day before comes after two minutes.
    USER_ENDING_DAY(1, Duration.ofDays(1).plusMinutes(2)),
    /// As [#USER_ENDING], seven days and two minutes after it.
    USER_ENDING_WEEK(2, Duration.ofDays(7).plusMinutes(2));

    static final String GOOD_PASSWORD = "pass_good";
    public static final String COMPANY_ID = "RC000001";

    private final int nubans;
    private final Optional<Duration> access;

    WellKnownUser(int nubans) {
        this(nubans, null);
    }

    WellKnownUser(int nubans, Duration access) {
        this.nubans = nubans;
        this.access = Optional.ofNullable(access);
    }

    /// How long the access lasts that a sign-in gives, if the bank bounds it.
    Optional<Duration> access() {
        return access;
    }

    /// How many accounts have a NUBAN, each one of its own.
    int nubans() {
        return nubans;
    }

    public String username() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean takes(String password) {
        return this != USER_GOOD || GOOD_PASSWORD.equals(password);
    }

    static Optional<WellKnownUser> of(String username) {
        for (var known : values()) {
            if (known.username().equals(username)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
