/// The process of a native function: Lambda's runtime API, its event loop, the size of its heap.
package org.openbalance.platform.lambda;
