package org.openbalance.tools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.openbalance.local.LocalFailure;

/// Where a tool and the person before it speak to each other.
interface Terminal {

    void say(String line);

    /// @param secret whether what is typed is not to be seen
    String ask(String question, boolean secret);

    /// The one that the tool was started at, or what stands in its place.
    static Terminal of(InputStream in, PrintStream out) {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var console = System.console();
        return new Terminal() {

            @Override
            public void say(String line) {
                out.println(line);
            }

            @Override
            public String ask(String question, boolean secret) {
                if (secret && console != null && console.isTerminal()) {
                    return new String(console.readPassword("%s: ", question));
                }
                out.print(question + ": ");
                out.flush();
                return read();
            }

            private String read() {
                try {
                    var line = lines.readLine();
                    if (line == null) {
                        throw new LocalFailure("The input ended before the sign-in did.");
                    }
                    return line.strip();
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        };
    }
}
