/// The functions `refresh` (each minute, what is due) and `refresh-worker` (reads what was queued).
package org.openbalance.refresh;
