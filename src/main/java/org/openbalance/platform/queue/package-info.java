/// The SQS queues between functions.
package org.openbalance.platform.queue;
