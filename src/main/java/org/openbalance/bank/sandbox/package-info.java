/// Banks that exist nowhere: the whole life of a link, its troubles included, without a bank.
///
/// Only the sandbox environment reaches them, and each tenant sees only its own customers, balances and outages.
///
/// The banks are fictional, and so are their ids, slugs and codes ([SandboxBanks]). Old clients that name a real bank
/// (`guaranty-trust-bank` and the like) in their sandbox calls have to name one of these instead.
///
/// User names that work at every bank in every sandbox, without being created, are listed in [WellKnownUser].
package org.openbalance.bank.sandbox;
