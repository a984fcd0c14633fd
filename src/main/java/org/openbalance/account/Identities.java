package org.openbalance.account;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openbalance.money.AccountNumber;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.vault.Vault;

/// By what a customer or an account is known again.
///
/// The fact itself is never a key: pointers stand under an owner's keyed digest of it, so the table tells nobody who
/// has a certain phone number, and one owner's pointers lead nowhere for another.
@Singleton
public final class Identities {

    /// What a pointer to a customer holds.
    static final String CUSTOMER = "customer";
    /// What a pointer to an account holds.
    public static final String ACCOUNT = "account";

    /// Begins the sort keys of pointers to accounts; the currency follows.
    private static final String ACCOUNTS = "ACCOUNT#";

    private static final String TYPE = "known";
    private static final int VERSION = 1;

    private final Table table;
    private final Vault vault;

    Identities(Table table, Vault vault) {
        this.table = table;
        this.vault = vault;
    }

    /// Facts about a customer that belong to that customer alone.
    enum Kind {
        BVN,
        PHONE,
        EMAIL,
        NIN,
        /// What a bank calls the customer: [#ofBank(Tenant, String, String)].
        BANK;

        private static final Pattern NIGERIAN = Pattern.compile("^(?:234)?0([0-9]{10})$");

        /// The fact without what differs between two spellings of it: blanks around it, an e-mail address's capitals,
        /// all but the digits of a phone number and how its country is written. Empty if nothing remains.
        Optional<String> normal(String fact) {
            var trimmed = fact.strip();
            var normal =
                    switch (this) {
                        case EMAIL -> trimmed.toLowerCase(Locale.ROOT);
                        case PHONE -> phone(trimmed.replaceAll("[^0-9]", ""));
                        case BVN, NIN, BANK -> trimmed;
                    };
            return Optional.of(normal).filter(text -> !text.isEmpty());
        }

        /// The international form (E.164) of the spellings that Nigerian numbers have: `0803…`, `234803…`, `00234803…`,
        /// `234 (0) 803…`. Digits of other countries stay as they are, without the `00` of a call abroad.
        private static String phone(String digits) {
            var international = digits.startsWith("00") ? digits.substring(2) : digits;
            return NIGERIAN.matcher(international).replaceFirst("234$1");
        }

        private String purpose() {
            return "customer-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /// The digest that [Customer#identities] lists and [Customer#identityKey(Tenant, String)] takes; empty for a fact
    /// that says nothing.
    Optional<String> of(Tenant tenant, Kind kind, String fact) {
        return kind.normal(fact).map(normal -> vault.fingerprint(tenant, kind.purpose(), normal));
    }

    /// As [#of(Tenant, Kind, String)], for what the owner calls its customer. What banks hold of phone and e-mail
    /// stands apart: a customer may set it as they like at many of them, and must not come to be another by that.
    Optional<String> named(Tenant tenant, Kind kind, String fact) {
        return switch (kind) {
            case PHONE, EMAIL ->
                kind.normal(fact).map(normal -> vault.fingerprint(tenant, kind.purpose() + "-named", normal));
            case BVN, NIN, BANK -> of(tenant, kind, fact);
        };
    }

    /// The digest for a bank's own reference of its customer.
    public String ofBank(Tenant tenant, String bank, String reference) {
        return vault.fingerprint(tenant, Kind.BANK.purpose(), bank + ':' + reference);
    }

    /// The customers that a fact leads to: first the one that the owner calls so, then the one that a bank does.
    List<String> customers(Tenant tenant, Kind kind, String fact) {
        var keys = Stream.of(named(tenant, kind, fact), of(tenant, kind, fact))
                .flatMap(Optional::stream)
                .map(identity -> Customer.identityKey(tenant, identity))
                .distinct()
                .toList();
        return table.getAll(keys).stream()
                .map(pointer -> pointer.text(CUSTOMER))
                .distinct()
                .toList();
    }

    static Item pointer(Tenant tenant, String identity, String customer) {
        return Item.draft(Customer.identityKey(tenant, identity), TYPE, VERSION)
                .with(CUSTOMER, customer)
                .done();
    }

    /// Where the pointer to an account stands. One number may be that of several accounts, each in a currency of its
    /// own: their pointers stand in one partition.
    public ItemKey account(Tenant tenant, AccountIdentity identity) {
        return new ItemKey(
                ofAccounts(tenant, identity.bank(), identity.known()),
                ACCOUNTS + identity.currency().getCurrencyCode());
    }

    public Item accountPointer(Tenant tenant, AccountIdentity identity, String account) {
        return Item.draft(account(tenant, identity), TYPE, VERSION)
                .with(ACCOUNT, account)
                .done();
    }

    /// The ids of the accounts that a bank has under a number.
    List<String> accounts(Tenant tenant, String bank, AccountNumber number) {
        var pointers = Query.of(accountsOf(tenant, bank, number)).startingWith(ACCOUNTS);
        return table.query(pointers).stream()
                .map(pointer -> pointer.text(ACCOUNT))
                .toList();
    }

    /// The partition of the pointers to the accounts that a bank has under a number.
    String accountsOf(Tenant tenant, String bank, AccountNumber number) {
        return ofAccounts(tenant, bank, number.stored());
    }

    private String ofAccounts(Tenant tenant, String bank, String known) {
        return tenant.prefix() + "#KNOWN#" + bank + '#' + vault.fingerprint(tenant, "account", known);
    }
}
