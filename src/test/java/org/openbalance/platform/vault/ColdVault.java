package org.openbalance.platform.vault;

import java.util.Map;

/// Makes a vault forget the data key, as that of a process that has just begun.
public final class ColdVault {

    private ColdVault() {}

    public static void forget(Vault vault) {
        try {
            var opened = Vault.class.getDeclaredField("opened");
            opened.setAccessible(true);
            ((Map<?, ?>) opened.get(vault)).clear();
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError(renamed);
        }
    }
}
