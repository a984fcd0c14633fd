package org.openbalance.platform.vault;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.kms.KmsClient;

/// Chooses what guards data keys: the KMS key if one is named, else the key file.
@Singleton
final class Wrappers {

    @Produces
    @Singleton
    KeyWrapper wrapper(
            @ConfigProperty(name = "openbalance.kms-key") Optional<String> kmsKey,
            @ConfigProperty(name = "openbalance.key-file") Optional<String> keyFile,
            Provider<KmsClient> kms) {
        return kmsKey.<KeyWrapper>map(key -> new KmsWrapper(kms.get(), key))
                .or(() -> keyFile.map(file -> new FileWrapper(Path.of(file))))
                .orElseGet(Unguarded::new);
    }

    /// In a function that seals nothing, as `page`, which therefore may not use the key. One that should have a key
    /// hears of it when it first seals.
    private record Unguarded() implements KeyWrapper {

        @Override
        public DataKey generate() {
            throw absent();
        }

        @Override
        public byte[] unwrap(byte[] wrapped) {
            throw absent();
        }

        private static IllegalStateException absent() {
            return new IllegalStateException(
                    "Neither OPENBALANCE_KMS_KEY nor OPENBALANCE_KEY_FILE says what guards the data key");
        }
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
