package org.openbalance.bank;

import java.util.Map;
import java.util.Optional;

/// What a sign-in at a bank begins with.
///
/// @param fields those that [Bank.Login] asks for
/// @param back for a bank with pages of its own
/// @param earlier what the bank gave for the account that is to be linked anew: banks that know renewals keep its ids
/// then; empty for a first sign-in, and where nobody but a page says which account it is
public record SignInRequest(Map<String, Secret> fields, WayBack back, Optional<Grant> earlier) {}
