/// Reads at banks, interactive and scheduled: what is due, claim, visit, write, failures, cadence.
package org.openbalance.reading;
