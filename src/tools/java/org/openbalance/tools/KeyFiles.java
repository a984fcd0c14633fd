package org.openbalance.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openbalance.bank.NetworkKeyStore;
import org.openbalance.bank.Secret;
import org.openbalance.local.LocalFailure;

/// Keys with networks, as a command line names them. Never an argument: those are seen by all users of a machine, and
/// kept by shells.
final class KeyFiles {

    private static final String INPUT = "-";

    private KeyFiles() {}

    /// @param files by the names of keys; `-` for the standard input, once
    /// @throws LocalFailure if one cannot be read
    static Map<String, Secret> read(Map<String, String> files, InputStream in) {
        if (files.values().stream().filter(INPUT::equals).count() > 1) {
            throw new LocalFailure("Only one key can come from the standard input.");
        }
        var secrets = new LinkedHashMap<String, Secret>();
        files.forEach((name, file) -> secrets.put(name, secret(name, file, in)));
        return secrets;
    }

    /// Without the line break that an editor or `echo` puts behind it.
    private static Secret secret(String name, String file, InputStream in) {
        try {
            var bytes =
                    file.equals(INPUT) ? in.readNBytes(NetworkKeyStore.LONGEST + 2) : Files.readAllBytes(Path.of(file));
            return new Secret(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException | InvalidPathException unreadable) {
            throw new LocalFailure("The key " + name + " cannot be read.");
        }
    }
}
