/// HTTP as this API speaks it: event, request, body, route table, reply, errors as values, paging, idempotency.
///
/// Knows no capability: each gives its [Operation]s, and [Routes] answers them all alike.
package org.openbalance.api;
