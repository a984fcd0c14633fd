/// What is linked: customers, connections and accounts; how they are shown, known again, and removed.
package org.openbalance.account;
