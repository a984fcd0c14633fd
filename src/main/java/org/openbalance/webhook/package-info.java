/// What owners are told by signed webhooks: events, subscriptions, deliveries and their log. Functions `webhook` and
/// `notify`.
package org.openbalance.webhook;
