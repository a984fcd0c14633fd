/// Balances that are read by themselves: what is due is claimed each minute, queued by bank, and read.
package org.openbalance.refresh;
