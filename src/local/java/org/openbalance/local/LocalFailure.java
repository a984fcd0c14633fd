package org.openbalance.local;

/// Why the local parts cannot start, in one sentence for the person at the keyboard.
final class LocalFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    LocalFailure(String sentence) {
        super(sentence);
    }

    LocalFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
