/// The one table: keys, items, expressions, listings with exact totals, sealing.
///
/// Knows no feature. Every partition key of an owner's data begins with its [Tenant]'s prefix.
package org.openbalance.store;
