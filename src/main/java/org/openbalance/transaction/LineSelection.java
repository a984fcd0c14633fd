package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.AccountNumbers;
import org.openbalance.account.Accounts;
import org.openbalance.account.Connection;
import org.openbalance.account.Connections;
import org.openbalance.api.Body;
import org.openbalance.api.Problem;
import org.openbalance.api.TimeRanges;
import org.openbalance.bank.Banks;
import org.openbalance.bank.DaySpan;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.Listing;

/// Whose lines a call asks for. Ids that lead nowhere lead to no lines, and to no error: clients of the old API rely
/// on an empty list.
@Singleton
public final class LineSelection {

    private final CoveredAccounts covered;
    private final Accounts accounts;
    private final AccountNumbers numbers;
    private final Connections connections;
    private final Banks banks;

    LineSelection(
            CoveredAccounts covered, Accounts accounts, AccountNumbers numbers, Connections connections, Banks banks) {
        this.covered = covered;
        this.accounts = accounts;
        this.numbers = numbers;
        this.connections = connections;
        this.banks = banks;
    }

    /// What a body names; the narrowest of them counts.
    ///
    /// @param bank its id or slug
    public record Wanted(
            Optional<String> account,
            Optional<String> record,
            Optional<String> nuban,
            Optional<String> customer,
            Optional<String> bank) {

        public static Wanted of(Body body) {
            return new Wanted(
                    body.optionalId("account", "account_id"),
                    body.optionalId("record", "record_id"),
                    body.optionalText("nuban"),
                    body.optionalId("customer", "customer_id"),
                    body.optionalText("bank"));
        }

        boolean isOfFew() {
            return account.isPresent() || record.isPresent() || nuban.isPresent() || customer.isPresent();
        }
    }

    /// @throws org.openbalance.api.ApiException 403 if nothing of what is named may be seen
    public AccountsOfLines of(Tenant tenant, Wanted wanted) {
        var few = few(tenant, wanted);
        if (few.isPresent()) {
            return few.get();
        }
        return wanted.bank().map(bank -> bank(tenant, bank)).orElseGet(() -> owner(tenant));
    }

    /// Empty where the body names no account, record or customer.
    Optional<AccountsOfLines.Few> few(Tenant tenant, Wanted wanted) {
        return wanted.account()
                .map(id -> account(tenant, id))
                .or(() -> wanted.record().map(id -> record(tenant, id)))
                .or(() -> wanted.nuban().map(number -> nuban(tenant, number)))
                .or(() -> wanted.customer().map(id -> customer(tenant, id)));
    }

    AccountsOfLines.Few account(Tenant tenant, String id) {
        return covered.find(tenant, id)
                .map(AccountsOfLines.Few::of)
                .orElseGet(() -> AccountsOfLines.Few.none("account|" + id));
    }

    AccountsOfLines.Few customer(Tenant tenant, String id) {
        return new AccountsOfLines.Few("customer|" + id, ofCustomer(tenant, id));
    }

    /// The accounts of a customer whose lines may be seen.
    List<Account> ofCustomer(Tenant tenant, String id) {
        return covered.among(tenant, accounts.all(Listing.ofCustomer(tenant, AccountConsent.KIND, id)));
    }

    AccountsOfLines.Few record(Tenant tenant, String id) {
        var linked = connections.find(tenant, id).map(Connection::accounts).orElse(List.of());
        return new AccountsOfLines.Few("record|" + id, linked.isEmpty() ? List.of() : covered.latest(tenant, linked));
    }

    AccountsOfLines.Few nuban(Tenant tenant, String nuban) {
        var linked = numbers.linked(tenant, nuban).stream().map(Account::id).toList();
        return new AccountsOfLines.Few("nuban|" + nuban, linked.isEmpty() ? List.of() : covered.latest(tenant, linked));
    }

    /// @throws org.openbalance.api.ApiException 404 for a name that no bank has; an id that none has leads to no lines
    AccountsOfLines bank(Tenant tenant, String idOrSlug) {
        var bank = banks.find(tenant.environment(), idOrSlug);
        if (bank.isEmpty()) {
            if (Ids.wellFormed(idOrSlug)) {
                return AccountsOfLines.Few.none("bank|" + idOrSlug);
            }
            throw Problem.unknown("bank").exception();
        }
        var id = bank.get().id();
        return new AccountsOfLines.Many("bank|" + id, Listing.ofBank(tenant, AccountConsent.KIND, id));
    }

    AccountsOfLines owner(Tenant tenant) {
        return new AccountsOfLines.Many("owner", Listing.ofOwner(tenant, AccountConsent.KIND));
    }

    /// The days of a range that is needed. Empty only if the body will not pass its check.
    static Optional<DaySpan> requiredDays(Body body) {
        return TimeRanges.required(body).flatMap(LineSelection::days);
    }

    public static Optional<DaySpan> days(Body body) {
        return TimeRanges.optional(body).flatMap(LineSelection::days);
    }

    /// Empty for a range that ends before it begins, which the body's check refuses.
    private static Optional<DaySpan> days(Listing.Range range) {
        return range.to().isBefore(range.from())
                ? Optional.empty()
                : Optional.of(new DaySpan(day(range.from()), day(range.to())));
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
