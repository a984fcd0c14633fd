package org.openbalance.local;

/// Where functions run: in this process (dev mode, tests) or in another (the native binary under test).
public interface FunctionHost {

    /// Calls a function and waits for its answer.
    ///
    /// @param function the function's name, as in QUARKUS_FUNQY_EXPORT
    /// @param event the event's JSON, in UTF-8
    /// @return the answer's JSON, in UTF-8; empty if the function answers nothing
    /// @throws FunctionFailed if the function does not exist or throws
    byte[] invoke(String function, byte[] event) throws FunctionFailed;

    /// A function that gave no answer.
    final class FunctionFailed extends Exception {

        private static final long serialVersionUID = 1;

        public FunctionFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
