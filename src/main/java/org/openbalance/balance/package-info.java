/// Balances now and over time, and whether an account can pay. Function `balance`.
package org.openbalance.balance;
