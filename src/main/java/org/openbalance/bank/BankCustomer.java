package org.openbalance.bank;

import java.util.Optional;

/// The customer as the bank knows them.
///
/// @param reference the bank's own, unchanging id of the customer
public record BankCustomer(
        String reference, String name, Optional<String> bvn, Optional<String> phone, Optional<String> email) {}
