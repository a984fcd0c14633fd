/// A connector as one is written, to a bank that does not exist: `docs/guides/banks.md` walks through it, and the
/// contract kit holds it to its rules.
package org.openbalance.bank.example;
