package org.openbalance.wire;

import java.io.IOException;

/// The connection ended before a byte of an answer: of a kept connection, that the server had closed it meanwhile. The
/// same request may go over another one.
public final class NoAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, IOException cause) {
        super(message, cause);
    }
}
