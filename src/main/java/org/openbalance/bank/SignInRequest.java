package org.openbalance.bank;

import java.util.Map;
import java.util.Optional;

/// What a sign-in at a bank begins with.
///
/// @param fields those that [Bank.Login] asks for
/// @param back for a bank with pages of its own
/// @param earlier what the bank gave for the account that is to be linked anew: banks that know renewals keep its ids
/// then; empty for a first sign-in, and where nobody but a page says which account it is
/// @param person whom the session is for, as its owner says
public record SignInRequest(Map<String, Secret> fields, WayBack back, Optional<Grant> earlier, Person person) {

    /// Of somebody whom the owner told nothing of.
    public SignInRequest(Map<String, Secret> fields, WayBack back, Optional<Grant> earlier) {
        this(fields, back, earlier, Person.UNTOLD);
    }

    /// Some networks take no sign-in without a name and an e-mail address. Nothing here was said by a page.
    public record Person(Optional<String> name, Optional<String> email) {

        public static final Person UNTOLD = new Person(Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "(person)";
        }
    }
}
