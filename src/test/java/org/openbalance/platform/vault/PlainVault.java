package org.openbalance.platform.vault;

import java.nio.file.Path;
import java.time.InstantSource;
import org.openbalance.platform.dynamodb.Table;

/// A vault without an application around it.
public final class PlainVault {

    private PlainVault() {}

    public static Vault of(Table table, Path keyFile) {
        return new Vault(table, new FileWrapper(keyFile), InstantSource.system());
    }
}
