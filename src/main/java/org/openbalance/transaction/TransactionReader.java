package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.ReadState;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.ReadsTransactions;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Consents;
import org.openbalance.platform.Tenant;
import org.openbalance.reading.ProductReader;

/// Reads the lines of accounts: the latest month soon after linking, then what lies before it, and the latest days by
/// schedule. Which days that is stands in the account's mark of the product ([ReadDays]).
@Singleton
public final class TransactionReader implements ProductReader<ReadsTransactions, PieceRead> {

    private static final Duration EVERY = Duration.ofHours(12);

    private final Transactions transactions;
    private final TransactionEvents events;
    private final Accounts accounts;
    private final Consents consents;
    private final InstantSource clock;

    TransactionReader(
            Transactions transactions,
            TransactionEvents events,
            Accounts accounts,
            Consents consents,
            InstantSource clock) {
        this.transactions = transactions;
        this.events = events;
        this.accounts = accounts;
        this.consents = consents;
        this.clock = clock;
    }

    @Override
    public Product product() {
        return Product.TRANSACTIONS;
    }

    @Override
    public Class<ReadsTransactions> capability() {
        return ReadsTransactions.class;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /// Accounts that are asked for the same days are asked for together. Where a bank that gave one piece fails at the
    /// next, that piece alone has failed.
    @Override
    public Map<String, AccountRead<PieceRead>> ask(
            ReadsTransactions connector,
            Access access,
            HeldGrant grant,
            List<Account> accountsBefore,
            Collection<AccountRequest> requests) {
        var reads = new HashMap<String, AccountRead<PieceRead>>();
        pieces(accountsBefore, requests).forEach((piece, asked) -> {
            try {
                connector
                        .transactions(access, grant, asked, piece.days())
                        .forEach((reference, read) -> reads.put(reference, ofPiece(piece, read)));
            } catch (BankFailure failure) {
                if (reads.isEmpty() && !isBounded(piece, failure)) {
                    throw failure;
                }
                asked.forEach(
                        request -> reads.put(request.reference(), ofPiece(piece, new AccountRead.Failed<>(failure))));
            }
        });
        return reads;
    }

    private Map<ReadDays.Piece, List<AccountRequest>> pieces(
            List<Account> accountsBefore, Collection<AccountRequest> requests) {
        var months = new HashMap<String, Integer>();
        var byReference = new HashMap<String, Account>();
        accountsBefore.forEach(account -> byReference.put(account.reference(), account));
        var pieces = new LinkedHashMap<ReadDays.Piece, List<AccountRequest>>();
        for (var request : requests) {
            var account = byReference.get(request.reference());
            var agreed = months.computeIfAbsent(account.consent(), consent -> months(account.tenant(), consent));
            if (agreed > 0) {
                pieces.computeIfAbsent(piece(account, agreed), _ -> new ArrayList<>())
                        .add(request);
            }
        }
        return pieces;
    }

    private int months(Tenant tenant, String consent) {
        return consents.find(tenant, consent)
                .filter(found -> found.inForce(clock.instant()))
                .map(Consent::monthsOfTransactions)
                .orElse(0);
    }

    /// What a bank has begun to fetch is asked for by the same days.
    private ReadDays.Piece piece(Account account, int months) {
        var now = job(account).map(ReadState.Job::since).orElseGet(clock::instant);
        var lastRead = account.schedule().product(Product.TRANSACTIONS).readAt();
        return readDays(account).next(months, now, lastRead);
    }

    private static ReadDays readDays(Account account) {
        return ReadDays.of(account.schedule().product(Product.TRANSACTIONS).progress());
    }

    private static AccountRead<PieceRead> ofPiece(ReadDays.Piece piece, AccountRead<BankTransactions> read) {
        return switch (read) {
            case AccountRead.Value<BankTransactions>(var answer, var asOf) ->
                new AccountRead.Value<>(PieceRead.of(piece, answer), asOf);
            case AccountRead.Failed<BankTransactions>(var failure) ->
                isBounded(piece, failure)
                        ? new AccountRead.Value<>(new PieceRead(piece, Optional.empty()))
                        : new AccountRead.Failed<>(failure);
            case AccountRead.Gone<BankTransactions> _ -> new AccountRead.Gone<>();
            case AccountRead.Later<BankTransactions>(var job, var after) -> new AccountRead.Later<>(job, after);
        };
    }

    /// Many banks refuse days that lie too far back, each by an error of its own: that is no failure of the reads.
    private static boolean isBounded(ReadDays.Piece piece, BankFailure failure) {
        return piece.kind() == ReadDays.Kind.EARLIER && failure.kind() == BankFailure.Kind.ERROR;
    }

    @Override
    public Progress write(Account account, AccountRead.Value<PieceRead> read, Instant at) {
        var piece = read.value().piece();
        requireAgreed(account);
        var answer = read.value()
                .answer()
                .map(given -> kept(given, account, piece))
                .orElseGet(() -> new BankTransactions(List.of(), false));
        var taken = transactions
                .take(account.tenant(), account.id(), answer, piece.days())
                .orElseThrow(() -> Problem.unknown("account").exception());
        var before = readDays(account);
        var after = events.tell(
                account, piece, before, before.after(piece, read.value().isComplete(), at), taken);
        return new Progress(Optional.of(after.note()), after.goesOn(piece));
    }

    /// The account is the one that the bank was asked for, and its customer agrees still.
    private void requireAgreed(Account account) {
        var standing = accounts.get(account.tenant(), account.id());
        var same = standing.identity().equals(account.identity())
                && standing.reference().equals(account.reference())
                && standing.consent().equals(account.consent())
                && standing.connection().equals(account.connection());
        if (!same) {
            throw Problem.conflict("The account was linked anew while its transactions were read")
                    .exception();
        }
        if (months(account.tenant(), account.consent()) == 0) {
            throw Problem.of(403, Problem.Type.REVOKED, "The customer's consent does not cover transactions")
                    .exception();
        }
    }

    /// What the customer agreed to, of this account: banks give more days than they are asked for, and some give the
    /// lines of all currencies of a number.
    private static BankTransactions kept(BankTransactions answer, Account account, ReadDays.Piece piece) {
        return new BankTransactions(
                answer.lines().stream()
                        .filter(line -> line.amount().currency().equals(account.currency()))
                        .filter(line -> !isBefore(line, piece.earliest()))
                        .toList(),
                answer.complete());
    }

    private static boolean isBefore(BankTransaction line, LocalDate earliest) {
        return line.booked().or(line::valued).filter(earliest::isAfter).isPresent();
    }
}
