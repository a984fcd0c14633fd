/// Owners, the companies that call the API, and their keys.
package org.openbalance.owner;
