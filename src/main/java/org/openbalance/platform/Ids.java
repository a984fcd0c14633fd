package org.openbalance.platform;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Identifiers as the old API's clients know them: 24 lower-case hex digits, 8 of seconds since the epoch, 16 random.
///
/// A generator is made for each: one in a static field would be baked into a native image, seed and all.
public final class Ids {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");
    private static final int RANDOM_BYTES = 8;
    private static final int SESSION_BYTES = 32;
    private static final int CODE_LENGTH = 8;
    private static final String CODE_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ";

    private Ids() {}

    public static String next(Instant now) {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return of(now, random);
    }

    /// The same id each time for the same time and the same thing.
    ///
    /// @param what it is the id of; nobody is kept from finding the id who knows it
    public static String derived(Instant at, String what) {
        return of(at, Arrays.copyOf(Hashes.sha256(what.getBytes(StandardCharsets.UTF_8)), RANDOM_BYTES));
    }

    static String of(Instant now, byte[] random) {
        return HexFormat.of().toHexDigits((int) now.getEpochSecond())
                + HexFormat.of().formatHex(random);
    }

    public static boolean wellFormed(String id) {
        return FORM.matcher(id).matches();
    }

    /// Eight random letters and digits that nobody mistakes for each other (40 bits nearly): for a person to
    /// type within minutes, where tries are few.
    public static String code() {
        var code = new StringBuilder(CODE_LENGTH);
        new SecureRandom()
                .ints(CODE_LENGTH, 0, CODE_LETTERS.length())
                .forEach(place -> code.append(CODE_LETTERS.charAt(place)));
        return code.toString();
    }

    /// 64 random hex digits: more than can be guessed.
    public static String token() {
        var random = new byte[SESSION_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
