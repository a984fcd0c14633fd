package org.openbalance.local;

/// Why the local parts cannot start, in one sentence for the person at the keyboard.
public final class LocalFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LocalFailure(String sentence) {
        super(sentence);
    }

    public LocalFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
