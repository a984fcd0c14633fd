/// HTTP as this API speaks it: the event in, the caller, the route table, the envelope out, errors as values.
///
/// Knows no feature: a feature gives its [Operation]s, [Routes] does the rest alike for all.
package org.openbalance.http;
