/// The lines of accounts: matched over reads, so that each has one id for ever, and kept in sealed segments.
package org.openbalance.transaction;
