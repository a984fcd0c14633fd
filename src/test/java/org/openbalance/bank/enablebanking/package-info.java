/// Enable Banking's connector, held to the contract kit before a network that is built from its documented
/// facts.
package org.openbalance.bank.enablebanking;
