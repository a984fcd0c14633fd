/// Banks as data, money as banks speak it, and the port through which any bank is spoken to.
///
/// Knows no feature of the product: a connector is given what it needs for one call and remembers nothing.
package org.openbalance.bank;
