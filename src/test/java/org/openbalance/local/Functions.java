package org.openbalance.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The functions of the application under test, called with an event's JSON as Lambda calls them.
public final class Functions {

    private static final Path EVENTS = Path.of("src/test/resources/events");

    private Functions() {}

    /// @param event the name of a file of `events`
    public static String call(String function, String event) {
        try {
            var answer = new QuarkusFunctions().invoke(function, Files.readAllBytes(EVENTS.resolve(event + ".json")));
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (FunctionHost.FunctionFailed failed) {
            throw new AssertionError(failed);
        }
    }
}
