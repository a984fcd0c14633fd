package org.openbalance.platform.vault;

/// A sealed text was altered, or is not of the place it was found in.
public final class SealBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealBroken() {
        super("A sealed text does not open: it was altered or moved");
    }
}
