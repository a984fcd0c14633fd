/// What the product stands on: the table, queues, sealing, HTTP, Lambda, the log. Knows no capability.
///
/// An owner in one environment is a [Tenant]; nothing crosses from one to another.
package org.openbalance.platform;
