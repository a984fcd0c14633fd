package org.openbalance.transaction;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.openbalance.account.Account;
import org.openbalance.account.ProductState;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.bank.Banks;
import org.openbalance.bank.ReadQuotas;
import org.openbalance.consent.AccountConsent;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.reading.ReadClaims;

/// Has lines read in the background, and tells where they will be.
@Singleton
public final class RefreshCalls {

    private final Table table;
    private final CoveredAccounts covered;
    private final ReadClaims claims;
    private final ReadQuotas quotas;
    private final Banks banks;
    private final InstantSource clock;

    RefreshCalls(
            Table table,
            CoveredAccounts covered,
            ReadClaims claims,
            ReadQuotas quotas,
            Banks banks,
            InstantSource clock) {
        this.table = table;
        this.covered = covered;
        this.claims = claims;
        this.quotas = quotas;
        this.banks = banks;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.old("transactions/refresh", this::refresh),
                Operation.old("transaction/refresh", this::refresh));
    }

    private Reply refresh(Call call) {
        var id = call.body().id("account_id", "account");
        var record = call.body().optionalId("record_id", "record");
        call.body().check();
        var account = covered.get(call.tenant(), id);
        if (record.isPresent() && !account.connections().contains(record.get())) {
            throw Problem.of(404, Problem.Type.NO_RECORD_ID, "The account was not linked by this record")
                    .exception();
        }
        requireReadable(account);
        ask(account);
        return underWay(call, account);
    }

    private void requireReadable(Account account) {
        var bank = banks.find(account.tenant().environment(), account.bank());
        if (bank.filter(known -> known.products().contains(Product.TRANSACTIONS))
                .isEmpty()) {
            throw Problem.of(403, Problem.Type.PLAN, "The bank of this account gives no transactions")
                    .exception();
        }
        var quota =
                bank.flatMap(known -> quotas.left(account.tenant(), account.connection(), known, Product.TRANSACTIONS));
        if (quota.isPresent() && !quota.get().allowed()) {
            throw Problem.of(
                            429,
                            Problem.Type.RATE_LIMIT,
                            "The bank allows no more reads of this login's transactions for now; the stored ones stand")
                    .exception();
        }
    }

    /// A visit reads what is due, so lines are made due before it.
    private void ask(Account account) {
        var due = ProductState.ready(
                        Write.change(Account.readStateKey(account.tenant(), account.id())),
                        Product.TRANSACTIONS,
                        clock.instant())
                .when(Condition.all(
                        Condition.equal(AccountConsent.CONSENT, account.consent()),
                        Condition.equal(AccountConsent.STATE, AccountConsent.GRANTED)));
        if (!table.write(due).done()) {
            covered.get(account.tenant(), account.id());
            throw Problem.conflict("This account is being linked by others right now; try again")
                    .exception();
        }
        claims.ask(account);
    }

    private static Reply underWay(Call call, Account account) {
        var method = TransactionCallback.REFRESH;
        var url = call.request().base()
                + call.tenant().environment().base()
                + "callback?record="
                + account.connection()
                + "&method="
                + method;
        var data = Json.object()
                .put("callback_url", url)
                .put("record", account.connection())
                .put("method", method);
        return Reply.success("Transactions processing...", data);
    }
}
