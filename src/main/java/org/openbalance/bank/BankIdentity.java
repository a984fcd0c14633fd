package org.openbalance.bank;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Who holds an account, as far as its bank says. All of it may be missing, nothing is null.
///
/// @param names of each holder, the customer who signed in first
/// @param addresses one text each, its lines parted by line breaks
/// @param bvn the Bank Verification Number, eleven digits
public record BankIdentity(
        List<String> names,
        Optional<LocalDate> born,
        List<String> addresses,
        List<String> phones,
        List<String> emails,
        Optional<String> bvn) {

    public BankIdentity {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        phones = List.copyOf(phones);
        emails = List.copyOf(emails);
    }

    @Override
    public String toString() {
        return "(identity)";
    }
}
