/// The API report: transactions, their totals and files; the function that serves it.
package org.openbalance.report;
