package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;

/// Walks the many accounts of an owner, some at a time. A round is known by the accounts at its ends, so that what is
/// linked or ended meanwhile moves no account from one round into another.
@Singleton
final class AccountRounds {

    private final Accounts accounts;
    private final CoveredAccounts covered;

    AccountRounds(Accounts accounts, CoveredAccounts covered) {
        this.accounts = accounts;
        this.covered = covered;
    }

    /// Where an account stands among those of its owner, the one that was linked last first.
    record Mark(Instant created, String id) implements Comparable<Mark> {

        private static final Comparator<Mark> NEWEST_FIRST =
                Comparator.comparing(Mark::created).thenComparing(Mark::id).reversed();

        static Mark of(Account account) {
            return new Mark(account.createdAt(), account.id());
        }

        @Override
        public int compareTo(Mark other) {
            return NEWEST_FIRST.compare(this, other);
        }
    }

    /// The accounts of a round, by those at its ends.
    record Bounds(Mark first, Mark last) {

        boolean hold(Mark mark) {
            return first.compareTo(mark) <= 0 && mark.compareTo(last) <= 0;
        }
    }

    /// @param accounts those whose lines may be seen
    /// @param bounds empty where there is one round only
    /// @param more whether there are accounts behind it
    record Round(List<Account> accounts, Optional<Bounds> bounds, boolean more) {}

    Round first(Tenant tenant, AccountsOfLines of) {
        return switch (of) {
            case AccountsOfLines.Few few -> new Round(few.accounts(), Optional.empty(), false);
            case AccountsOfLines.Many many -> cut(tenant, many.listing(), Optional.empty());
        };
    }

    Round next(Tenant tenant, AccountsOfLines of, Round before) {
        return switch (of) {
            case AccountsOfLines.Few _ -> throw new IllegalArgumentException("Few accounts have one round");
            case AccountsOfLines.Many many ->
                cut(tenant, many.listing(), before.bounds().map(Bounds::last));
        };
    }

    /// The round that was met before.
    Round again(Tenant tenant, AccountsOfLines of, Optional<Bounds> bounds) {
        return switch (of) {
            case AccountsOfLines.Few few -> first(tenant, few);
            case AccountsOfLines.Many many ->
                bounds.map(known -> again(tenant, many, known)).orElseGet(() -> first(tenant, many));
        };
    }

    private Round again(Tenant tenant, AccountsOfLines.Many many, Bounds bounds) {
        var found = upTo(tenant, many.listing(), bounds.first().created());
        var inside = found.accounts().stream()
                .filter(account -> bounds.hold(Mark.of(account)))
                .toList();
        var behind = found.more()
                || found.accounts().stream()
                        .anyMatch(account -> Mark.of(account).compareTo(bounds.last()) > 0);
        return new Round(covered.among(tenant, inside), Optional.of(bounds), behind);
    }

    private Round cut(Tenant tenant, Listing listing, Optional<Mark> behind) {
        var found = behind.map(mark -> upTo(tenant, listing, mark.created())).orElseGet(() -> found(tenant, listing));
        var left = found.accounts().stream()
                .filter(account -> behind.filter(mark -> Mark.of(account).compareTo(mark) <= 0)
                        .isEmpty())
                .toList();
        var taken = left.subList(0, Math.min(TransactionLimits.ACCOUNTS_TOGETHER, left.size()));
        if (taken.isEmpty()) {
            return new Round(List.of(), Optional.empty(), false);
        }
        var bounds = new Bounds(Mark.of(taken.getFirst()), Mark.of(taken.getLast()));
        return new Round(covered.among(tenant, taken), Optional.of(bounds), taken.size() < left.size() || found.more());
    }

    private record Found(List<Account> accounts, boolean more) {}

    private Found upTo(Tenant tenant, Listing listing, Instant created) {
        return found(tenant, listing.within(new Listing.Range(Instant.EPOCH, created)));
    }

    private Found found(Tenant tenant, Listing listing) {
        var page = accounts.page(tenant, listing, new PageRequest(1, PageRequest.MAX_LIMIT, Optional.empty()));
        return new Found(
                page.items().stream().map(Account::of).toList(), page.cursor().isPresent());
    }
}
