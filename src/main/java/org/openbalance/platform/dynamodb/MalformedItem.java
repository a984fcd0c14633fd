package org.openbalance.platform.dynamodb;

/// An item of the table that is not what it should be: written by a defect, by hand, or by a version that is newer.
///
/// It will not mend itself, so it is distinguished from a table that does not answer: that one is tried again.
public final class MalformedItem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedItem(RuntimeException cause) {
        super("An item of the table cannot be read", cause);
    }
}
