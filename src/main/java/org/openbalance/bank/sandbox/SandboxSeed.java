package org.openbalance.bank.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.openbalance.platform.Hashes;

/// Numbers that look random and are always the same for the same things.
final class SandboxSeed {

    /// The constants of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private static final long FIRST = 0xbf58476d1ce4e5b9L;
    private static final long SECOND = 0x94d049bb133111ebL;

    private static final int ID_DIGITS = 24;

    private SandboxSeed() {}

    /// A seed from texts; what divides them is part of it, so that no two lists of texts run together.
    static long of(String... parts) {
        return ByteBuffer.wrap(Hashes.sha256(joined(parts).getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /// An identifier in the API's form from texts.
    static String id(String... parts) {
        return Hashes.sha256(joined(parts)).substring(0, ID_DIGITS);
    }

    /// A seed from a seed and the place of something in it.
    static long mix(long seed, long place) {
        var mixed = seed + GAMMA * (place + 1);
        mixed = (mixed ^ (mixed >>> 30)) * FIRST;
        mixed = (mixed ^ (mixed >>> 27)) * SECOND;
        return mixed ^ (mixed >>> 31);
    }

    /// A number from 0 to below the bound.
    static long below(long seed, long bound) {
        return Long.remainderUnsigned(mix(seed, 0), bound);
    }

    static String hex(long seed) {
        return HexFormat.of().toHexDigits(seed);
    }

    private static String joined(String... parts) {
        var text = new StringBuilder();
        for (var part : parts) {
            text.append(part.length()).append(':').append(part);
        }
        return text.toString();
    }
}
