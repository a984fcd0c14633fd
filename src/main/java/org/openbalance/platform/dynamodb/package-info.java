/// The one table: keys, items, conditions, queries, writes. Every partition key of an owner's data begins with its
/// [org.openbalance.platform.Tenant]'s prefix.
package org.openbalance.platform.dynamodb;
