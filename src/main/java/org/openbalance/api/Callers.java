package org.openbalance.api;

/// The port to whoever knows keys.
public interface Callers {

    /// @throws ApiException 401 for a key that is missing, wrong or disabled; 403 `ENV` for one of the other
    /// environment
    Caller of(Request request);
}
