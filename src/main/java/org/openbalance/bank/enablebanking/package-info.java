/// Banks of the European Economic Area, through Enable Banking: one interface in front of some 2,700 of
/// them, each with a page of its own at sign-in.
///
/// What is known of it, and what was proven how, stands in `docs/networks/enable-banking.md`.
package org.openbalance.bank.enablebanking;
