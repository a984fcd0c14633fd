package org.openbalance.platform.vault;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/// Data keys wrapped by a KMS key, bound to their use by an encryption context.
public final class KmsWrapper implements KeyWrapper {

    private static final Map<String, String> CONTEXT = Map.of("purpose", "openbalance-data-key");

    private final KmsClient kms;
    private final String key;

    public KmsWrapper(KmsClient kms, String key) {
        this.kms = kms;
        this.key = key;
    }

    @Override
    public DataKey generate() {
        var made = kms.generateDataKey(
                request -> request.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));
        return new DataKey(made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        return kms.decrypt(request -> request.keyId(key)
                        .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                        .encryptionContext(CONTEXT))
                .plaintext()
                .asByteArray();
    }
}
