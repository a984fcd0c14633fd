/// Balances now and over time: what a company reads, and the read at the bank behind it.
package org.openbalance.balance;
