package org.openbalance.platform.log;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Tells an unexpected failure by its classes and places in the code: a message may hold a customer's data.
public final class Unexpected {

    private static final int FRAMES = 12;

    private Unexpected() {}

    public static String describe(Throwable failure) {
        var text = new StringBuilder();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : "; caused by ")
                    .append(cause.getClass().getName())
                    .append(Arrays.stream(cause.getStackTrace())
                            .limit(FRAMES)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(" < ", " at ", "")));
        }
        return text.toString();
    }
}
