package org.openbalance.store;

import java.nio.file.Path;
import java.time.InstantSource;

/// A vault without an application around it.
public final class PlainVault {

    private PlainVault() {}

    public static Vault of(Table table, Path keyFile) {
        return new Vault(table, new FileWrapper(keyFile), InstantSource.system());
    }
}
