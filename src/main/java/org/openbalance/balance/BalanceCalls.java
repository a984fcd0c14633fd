package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.ViewIds;
import org.openbalance.api.ApiException;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Paging;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.api.TimeRanges;
import org.openbalance.bank.Attendance;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.Banks;
import org.openbalance.bank.ReadQuotas;
import org.openbalance.consent.AccountConsent;
import org.openbalance.money.Money;
import org.openbalance.platform.ParallelCalls;
import org.openbalance.platform.listing.ListPage;
import org.openbalance.platform.listing.Listing;
import org.openbalance.platform.listing.PageRequest;
import org.openbalance.reading.BankReads;
import org.openbalance.reading.ReadClaims;
import org.openbalance.reading.ReadProblems;
import org.openbalance.reading.ReadingLimits;

/// What owners ask of balances.
@Singleton
final class BalanceCalls {

    private static final String RETRIEVED = "Balances successfully retrieved";
    private static final Set<String> TYPES = Set.of("available_balance", "ledger_balance");

    private final Accounts accounts;
    private final BalanceHistory history;
    private final BankReads reads;
    private final ReadClaims claims;
    private final ReadQuotas readQuotas;
    private final Banks banks;
    private final InstantSource clock;

    BalanceCalls(
            Accounts accounts,
            BalanceHistory history,
            BankReads reads,
            ReadClaims claims,
            ReadQuotas readQuotas,
            Banks banks,
            InstantSource clock) {
        this.accounts = accounts;
        this.history = history;
        this.reads = reads;
        this.claims = claims;
        this.readQuotas = readQuotas;
        this.banks = banks;
        this.clock = clock;
    }

    /// How a balance is wanted.
    ///
    /// @param periodic whether with its history
    /// @param maxAge seconds after which a stored balance is read at its bank first
    private record Wish(boolean periodic, Optional<Integer> maxAge, Optional<Listing.Range> within) {

        static Wish of(Body body) {
            return new Wish(
                    body.flag("includePeriodic", true),
                    body.optionalWhole("max_age", 0, BalanceLimits.MAX_AGE),
                    Optional.empty());
        }

        Wish within(Listing.Range range) {
            return new Wish(periodic, maxAge, Optional.of(range));
        }
    }

    Reply list(Call call) {
        var wish = Wish.of(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return page(call, Listing.ofOwner(call.tenant(), AccountConsent.KIND), paging, wish);
    }

    Reply getById(Call call) {
        var id = call.body().id("id");
        var wish = Wish.of(call.body());
        call.body().check();
        return one(call, accounts.get(call.tenant(), ViewIds.balance(id), "balance"), wish);
    }

    Reply getByAccount(Call call) {
        var id = call.body().id("account_id", "account");
        var wish = Wish.of(call.body());
        call.body().check();
        return one(call, accounts.get(call.tenant(), id), wish);
    }

    Reply getByCustomer(Call call) {
        var customer = call.body().id("customer", "customer_id");
        var wish = Wish.of(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return ofCustomer(
                call, customer, Listing.ofCustomer(call.tenant(), AccountConsent.KIND, customer), paging, wish);
    }

    Reply getByCustomerDate(Call call) {
        var customer = call.body().id("customer", "customer_id");
        var range = TimeRanges.required(call.body());
        var wish = Wish.of(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        var listing =
                Listing.ofCustomer(call.tenant(), AccountConsent.KIND, customer).within(range.get());
        return ofCustomer(call, customer, listing, paging, wish);
    }

    Reply getByDate(Call call) {
        var range = TimeRanges.required(call.body());
        var wish = Wish.of(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        return page(call, Listing.ofOwner(call.tenant(), AccountConsent.KIND).within(range.get()), paging, wish);
    }

    Reply getByBank(Call call) {
        var named = call.body().text("bank");
        var wish = Wish.of(call.body());
        var paging = Paging.of(call.body());
        call.body().check();
        var bank = banks.find(call.tenant().environment(), named)
                .orElseThrow(() -> Problem.unknown("bank").exception());
        return page(call, Listing.ofBank(call.tenant(), AccountConsent.KIND, bank.id()), paging, wish);
    }

    /// Balances whose available or ledger amount is the one given, among the owner's newest
    /// [BalanceLimits#SEARCHED]: an index of amounts would cost a write for every change of every balance.
    Reply getByType(Call call) {
        var body = call.body();
        var type = body.oneOf("type", TYPES);
        if (type.isEmpty()) {
            body.error("type", "is missing");
        }
        var value = body.optionalDecimal("value", "amount");
        if (value.isEmpty()) {
            body.error("value", "is missing");
        }
        var wish = Wish.of(body);
        var paging = Paging.of(body);
        body.check();
        var found = accounts.search(
                call.tenant(),
                BalanceLimits.SEARCHED,
                account -> holds(account, type.get().equals("ledger_balance"), value.get()));
        return searched(call, found, paging, wish);
    }

    private static boolean holds(Account account, boolean ledger, BigDecimal value) {
        var amount =
                ledger ? account.amounts().ledgerMoney() : account.amounts().availableMoney();
        return amount.isPresent() && Money.ofMajor(value, account.currency()).equals(amount);
    }

    /// Reads one balance at its bank, now; a bank that is too slow for that is read on in the background.
    Reply check(Call call) {
        var id = call.body().id("account_id", "account");
        var connection = call.body().optionalId("record_id", "record");
        var wish = Wish.of(call.body());
        var attendance = attendance(call.body());
        call.body().check();
        var account = accounts.get(call.tenant(), id);
        requireRecord(account, connection);
        return checked(call, account, attendance, wish, "Balance successfully checked");
    }

    /// The customer is present if the owner says where; this API cannot know it otherwise.
    private static Optional<Attendance> attendance(Body body) {
        var address = body.optionalText("customer_ip");
        var userAgent = body.optionalText("customer_user_agent");
        var attendance = address.flatMap(text -> Attendance.of(text, userAgent));
        if (address.isPresent() && attendance.isEmpty()) {
            body.error("customer_ip", "must be the public address that the customer is at");
        }
        return attendance;
    }

    /// The history of one account over a range of days, after a read at the bank: what old clients call "enhanced".
    Reply process(Call call) {
        var id = call.body().id("account_id", "account");
        var customer = call.body().optionalId("customer_id", "customer");
        var range = TimeRanges.optional(call.body());
        var wish = Wish.of(call.body());
        call.body().check();
        var account = accounts.get(call.tenant(), id);
        if (customer.isPresent() && !customer.get().equals(account.customer())) {
            throw Problem.unknown("account of this customer").exception();
        }
        var within = range.map(wish::within).orElse(wish);
        return checked(call, account, Optional.empty(), within, "Balance successfully processed");
    }

    /// Has one balance read in the background, and tells where its result will be.
    Reply refresh(Call call) {
        var id = call.body().id("account_id", "account");
        var connection = call.body().optionalId("record_id", "record");
        call.body().check();
        var account = accounts.get(call.tenant(), id);
        requireRecord(account, connection);
        var quota = left(account);
        if (quota.isPresent() && !quota.get().allowed()) {
            throw exhausted(quota.get());
        }
        claims.ask(account);
        return underWay(call, account, "Balance checking...", quota);
    }

    private Optional<ReadQuotas.Quota> left(Account account) {
        return banks.find(account.tenant().environment(), account.bank())
                .flatMap(bank -> readQuotas.left(account.tenant(), account.connection(), bank, Product.BALANCE));
    }

    private static Reply underWay(Call call, Account account, String message, Optional<ReadQuotas.Quota> quota) {
        var url = call.request().base()
                + call.tenant().environment().base()
                + "callback?record="
                + account.connection()
                + "&method=BALANCE";
        var data = Json.object()
                .put("callback_url", url)
                .put("record", account.connection())
                .put("method", Product.BALANCE.name());
        return QuotaHeaders.on(Reply.success(message, data), quota);
    }

    private static void requireRecord(Account account, Optional<String> connection) {
        if (connection.isPresent() && !account.connections().contains(connection.get())) {
            throw Problem.of(404, Problem.Type.NO_RECORD_ID, "The account was not linked by this record")
                    .exception();
        }
    }

    private Reply checked(Call call, Account account, Optional<Attendance> attendance, Wish wish, String message) {
        var deadline = clock.instant().plus(ReadingLimits.CHECK_DEADLINE);
        var visit = reads.read(List.of(account), attendance, deadline).getFirst();
        return switch (visit.results().get(account.id())) {
            case BankReads.Result.Fresh fresh -> {
                var balance = withHistory(Balance.fresh(fresh.account()), wish);
                yield QuotaHeaders.on(answer(call, message, List.of(balance)), visit.quota());
            }
            case BankReads.Result.Failed failed
            when failed.kind() == BankFailure.Kind.SLOW -> {
                claims.ask(account);
                yield underWay(
                        call,
                        account,
                        "The bank is slow; the balance is being read on. Balance checking...",
                        visit.quota());
            }
            case BankReads.Result.Later later -> {
                claims.ask(later.account());
                yield underWay(
                        call,
                        account,
                        "The bank has begun to fetch the balance; it is being read on. Balance checking...",
                        visit.quota());
            }
            case BankReads.Result.Failed failed -> throw failure(failed.kind());
            case BankReads.Result.Unreadable _ -> throw failure(BankFailure.Kind.DATA);
            case BankReads.Result.Denied denied -> throw denied.why();
            case BankReads.Result.Contested contested -> throw contested.why();
            case BankReads.Result.Exhausted exhausted -> throw exhausted(exhausted.quota());
            case BankReads.Result.Gone _ ->
                throw Problem.of(404, Problem.Type.NOT_FOUND, "The bank no longer lists this account")
                        .exception();
            case BankReads.Result.Dropped _ -> throw new IllegalStateException("Nobody takes over what is waited for");
        };
    }

    private ApiException exhausted(ReadQuotas.Quota quota) {
        var seconds = Duration.between(clock.instant(), quota.reset()).toSeconds() + 1;
        var bound = quota.limit().isPresent()
                ? "The bank lets this login be read " + quota.limit().getAsInt() + " times a day, and that was used"
                : "The bank allows no more reads of this login until " + Json.time(quota.reset());
        return Problem.of(429, Problem.Type.RATE_LIMIT, bound + "; the stored balance stands")
                .retryAfter((int) seconds)
                .exception();
    }

    static ApiException failure(BankFailure.Kind kind) {
        return ReadProblems.of(kind, "the stored balance stands");
    }

    private Reply one(Call call, Account account, Wish wish) {
        var current = current(List.of(account), wish);
        current.denied().stream().findFirst().ifPresent(why -> {
            throw why;
        });
        return QuotaHeaders.on(answer(call, RETRIEVED, histories(current.balances(), wish)), current.quota());
    }

    private Reply ofCustomer(Call call, String customer, Listing listing, PageRequest paging, Wish wish) {
        var page = accounts.page(call.tenant(), listing, paging);
        if (page.items().isEmpty()) {
            accounts.requireCustomer(call.tenant(), customer);
        }
        return answer(call, page, wish);
    }

    private Reply page(Call call, Listing listing, PageRequest paging, Wish wish) {
        return answer(call, accounts.page(call.tenant(), listing, paging), wish);
    }

    private Reply answer(Call call, ListPage page, Wish wish) {
        var current = current(page.items().stream().map(Account::of).toList(), wish);
        var nodes = nodes(call, histories(current.balances(), wish));
        var data = Paging.data(page, nodes, "balances", "balance");
        return QuotaHeaders.on(Reply.success(RETRIEVED, data), current.quota());
    }

    private Reply searched(Call call, List<Account> found, PageRequest paging, Wish wish) {
        var current = current(Paging.part(found, paging), wish);
        var nodes = nodes(call, histories(current.balances(), wish));
        var data = Paging.partData(found.size(), paging, nodes, "balances", "balance");
        return QuotaHeaders.on(Reply.success(RETRIEVED, data), current.quota());
    }

    private Reply answer(Call call, String message, List<Balance> balances) {
        return Reply.success(message, Paging.single(nodes(call, balances), "balances", "balance"));
    }

    private ArrayNode nodes(Call call, List<Balance> balances) {
        banks.remember(
                call.tenant().environment(),
                balances.stream().map(balance -> balance.account().bank()).toList());
        return Json.array(
                balances,
                balance -> BalanceJson.of(balance, banks, call.request().base()));
    }

    /// Balances as they are answered.
    ///
    /// @param denied why those are left out whose consent ended while their bank was asked
    /// @param quota the least that a bank which was asked for them allows yet, if one bounds that
    private record Current(List<Balance> balances, List<ApiException> denied, Optional<ReadQuotas.Quota> quota) {}

    /// The balances as they stand, those older than wished read at their banks first. What cannot be read is answered
    /// as stored; what may not be read any more is left out.
    private Current current(List<Account> found, Wish wish) {
        if (wish.maxAge().isEmpty() || found.isEmpty()) {
            return new Current(found.stream().map(Balance::stored).toList(), List.of(), Optional.empty());
        }
        if (found.size() > BalanceLimits.FRESH_ACCOUNTS) {
            throw Problem.field(
                            "max_age", "goes with " + BalanceLimits.FRESH_ACCOUNTS + " accounts at most; lower limit")
                    .exception();
        }
        var oldest = clock.instant().minusSeconds(wish.maxAge().get());
        var old = found.stream()
                .filter(account -> !account.asOf().isAfter(oldest))
                .toList();
        var visits = reads.read(old, Optional.empty(), clock.instant().plus(ReadingLimits.CHECK_DEADLINE));
        var results = new HashMap<String, BankReads.Result>();
        visits.forEach(visit -> results.putAll(visit.results()));
        var balances = new ArrayList<Balance>();
        var refused = new ArrayList<ApiException>();
        for (var account : found) {
            switch (results.get(account.id())) {
                case BankReads.Result.Fresh fresh -> balances.add(Balance.fresh(fresh.account()));
                case BankReads.Result.Denied denied -> refused.add(denied.why());
                case null, default -> balances.add(Balance.stored(account));
            }
        }
        var quota = visits.stream()
                .flatMap(visit -> visit.quota().stream())
                .min(Comparator.comparingInt(ReadQuotas.Quota::remaining));
        return new Current(balances, refused, quota);
    }

    private List<Balance> histories(List<Balance> balances, Wish wish) {
        if (!wish.periodic()) {
            return balances;
        }
        if (balances.size() == 1) {
            return List.of(withHistory(balances.getFirst(), wish));
        }
        return ParallelCalls.run(balances.stream()
                .<Callable<Balance>>map(balance -> () -> withHistory(balance, wish))
                .toList());
    }

    private Balance withHistory(Balance balance, Wish wish) {
        return wish.periodic() ? balance.with(history.of(balance.account(), wish.within())) : balance;
    }
}
