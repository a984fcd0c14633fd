package org.openbalance.store;

/// A cursor that was not given out for this list of this owner.
public final class CursorRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CursorRefused() {
        super("This cursor was not given out for this list", null, false, false);
    }
}
