/// Lists of an owner's things, newest first, by page number or cursor, with exact totals.
package org.openbalance.platform.listing;
