/// Owners, the companies that call the API: their keys, plans and settings.
package org.openbalance.owner;
