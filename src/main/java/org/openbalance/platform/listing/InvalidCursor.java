package org.openbalance.platform.listing;

/// A cursor that was not given out for this list of this owner.
public final class InvalidCursor extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidCursor() {
        super("This cursor was not given out for this list", null, false, false);
    }
}
