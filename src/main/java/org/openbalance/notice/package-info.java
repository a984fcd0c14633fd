/// What owners are told by signed webhooks: subscriptions, deliveries, their log, and alerts of low funds.
package org.openbalance.notice;
