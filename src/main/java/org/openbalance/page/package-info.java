/// The pages that people see, and the answer to every path that no function serves. Function `page`.
package org.openbalance.page;
