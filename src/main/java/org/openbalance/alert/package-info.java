/// Alerts of low funds: rules, and their comparison with every balance that is read.
package org.openbalance.alert;
