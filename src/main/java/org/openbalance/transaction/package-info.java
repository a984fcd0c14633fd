/// The lines of accounts: matched over reads, so that each has one id for ever, and kept in sealed segments; what
/// owners ask of them.
package org.openbalance.transaction;
