/// Signing in at a bank and choosing accounts; the directory of banks; connections. Function `link`.
package org.openbalance.link;
