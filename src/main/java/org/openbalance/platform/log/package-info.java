/// What the log may say of an unexpected failure.
package org.openbalance.platform.log;
