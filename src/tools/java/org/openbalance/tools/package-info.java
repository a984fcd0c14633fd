/// The command line behind `scripts/`: owners, migration, redrive, logs, stack. Not part of the deployed package.
package org.openbalance.tools;
