package org.openbalance.bank;

import java.util.Map;

/// What came of a [SignInStep] that had the customer do something.
public sealed interface SignInAnswer {

    /// What the customer typed after an `Otp` or a `Question`.
    record Typed(Secret text) implements SignInAnswer {}

    /// The customer came back from the bank's own page.
    ///
    /// @param parameters all that the bank handed over, whether in the query, in the fragment or in a form
    record Returned(Map<String, String> parameters) implements SignInAnswer {

        @Override
        public String toString() {
            return "(parameters " + parameters.keySet() + ")";
        }
    }

    /// After a `Wait`.
    record Waited() implements SignInAnswer {}
}
