/// Banks as data, the port through which any bank is read, and what guards it: deadline, places, breaker, health.
package org.openbalance.bank;
