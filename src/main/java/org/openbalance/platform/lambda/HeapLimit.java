package org.openbalance.platform.lambda;

/// How large the heap of a native function may grow, so that Lambda never stops it for its memory.
///
/// Left alone, an image takes 80 % of the memory it sees, whatever the function's own size is.
final class HeapLimit {

    private static final long MEGABYTE = 1024L * 1024;
    /// The image itself, the stacks, and buffers outside of the heap; docs/native.md has the figures.
    private static final long ASIDE_MB = 48;
    private static final long LEAST_MB = 16;
    /// What an image takes by default.
    private static final int DEFAULT_PERCENT = 80;

    private HeapLimit() {}

    /// What the image's option MaximumHeapSizePercent has to say, the one of its limits that can be set once it runs.
    ///
    /// @param memorySize the function's memory in megabytes, as AWS_LAMBDA_FUNCTION_MEMORY_SIZE says it, or null
    /// @param unlimitedBytes the limit as long as nothing is said: 80 % of the memory that the image sees
    static int percent(String memorySize, long unlimitedBytes) {
        if (memorySize == null || !memorySize.matches("[0-9]{1,6}")) {
            return DEFAULT_PERCENT;
        }
        var wanted = Math.max(LEAST_MB, Long.parseLong(memorySize) - ASIDE_MB) * MEGABYTE;
        var percent = wanted * DEFAULT_PERCENT / Math.max(1, unlimitedBytes);
        return Math.clamp(percent, 1, DEFAULT_PERCENT);
    }
}
