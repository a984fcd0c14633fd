/// The pages that people see, and the answer to every path that is nobody's.
package org.openbalance.page;
