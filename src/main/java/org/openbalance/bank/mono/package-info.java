/// Mono: the banks of Nigeria, Ghana, Kenya and South Africa behind one interface (`api.withmono.com`).
///
/// A sign-in links one account. What Mono gives without being asked to look at the bank is a copy without a time, so
/// each balance is fetched anew by a job of Mono's ([org.openbalance.bank.mono.MonoBalances]), and a copy alone is
/// never told. `docs/networks/mono.md` says what all this rests on.
package org.openbalance.bank.mono;
