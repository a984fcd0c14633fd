package org.openbalance.platform.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Data keys wrapped by a key in a file, for a laptop: made on first use, readable by its user alone.
public final class FileWrapper implements KeyWrapper {

    private static final byte[] CONTEXT = "openbalance-data-key".getBytes(StandardCharsets.UTF_8);

    private final Path file;

    public FileWrapper(Path file) {
        this.file = file;
    }

    @Override
    public DataKey generate() {
        var plain = new byte[Aes.KEY_BYTES];
        new SecureRandom().nextBytes(plain);
        return new DataKey(plain, Aes.seal(master(), plain, CONTEXT));
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        return Aes.open(master(), wrapped, CONTEXT);
    }

    private byte[] master() {
        try {
            create();
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException("The key file " + file + " cannot be used", failed);
        }
    }

    private void create() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        var key = new byte[Aes.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.toAbsolutePath().getParent());
        var draft = Files.createTempFile(file.toAbsolutePath().getParent(), "key", ".new");
        Files.writeString(draft, HexFormat.of().formatHex(key), StandardOpenOption.TRUNCATE_EXISTING);
        if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        }
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its key is the one to use.
        } finally {
            Files.delete(draft);
        }
    }
}
