/// Signing in at a bank and choosing accounts; what is linked: accounts, customers, records.
package org.openbalance.link;
