/// HTTP/1.1 over one kept connection, for what is on the way of every call: Lambda's runtime API and AWS' services.
///
/// Knows nothing of either. Decision 027 says why it is our own.
package org.openbalance.wire;
