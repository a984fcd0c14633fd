package org.openbalance.api;

import java.time.Duration;

/// The limits of a call, in one place.
public final class Limits {

    public static final int BODY_BYTES = 64 * 1024;
    public static final int NESTING = 16;
    /// How far a number's point may be moved by its exponent.
    static final int NUMBER_SCALE = 40;
    public static final int DEFAULT_PAGE = 20;
    public static final int IDEMPOTENCY_KEY_LENGTH = 255;
    public static final Duration IDEMPOTENCY_MEMORY = Duration.ofHours(24);

    /// Longer than any function runs: after it, a claim whose function died is free again.
    static final Duration IDEMPOTENCY_CLAIM = Duration.ofSeconds(35);

    /// What is kept of an answer for a replay; DynamoDB holds 400 KB in an item.
    static final int IDEMPOTENCY_REPLY_BYTES = 300 * 1024;

    private Limits() {}
}
