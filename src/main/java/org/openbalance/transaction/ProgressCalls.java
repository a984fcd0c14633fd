package org.openbalance.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.ProductState;
import org.openbalance.account.ReadState;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Operation;
import org.openbalance.api.Product;
import org.openbalance.api.Reply;
import org.openbalance.bank.DaySpan;
import org.openbalance.consent.Consents;
import org.openbalance.reading.ReadingLimits;

/// Tells how far back the lines of an account have been read.
@Singleton
public final class ProgressCalls {

    private final CoveredAccounts covered;
    private final Consents consents;
    private final InstantSource clock;

    ProgressCalls(CoveredAccounts covered, Consents consents, InstantSource clock) {
        this.covered = covered;
        this.consents = consents;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(Operation.ours("transactions/getProgress", this::getProgress));
    }

    private Reply getProgress(Call call) {
        var id = call.body().id("account_id");
        call.body().check();
        var account = covered.get(call.tenant(), id);
        var months = consents.get(call.tenant(), account.consent()).monthsOfTransactions();
        var data = Json.object().putNull("pagination");
        data.set("progress", progress(account, months));
        return Reply.success("Progress successfully retrieved", data);
    }

    private ObjectNode progress(Account account, int months) {
        var days = ReadDays.of(account);
        var node = Json.object()
                .put("account_id", account.id())
                .put("months_agreed", months)
                .put("from", day(days.read().map(DaySpan::first)))
                .put("to", day(days.read().map(DaySpan::last)))
                .put("complete", days.isWhole(ReadDays.earliest(months, clock.instant())))
                .put("read_at", Json.time(state(account).readAt()).orElse(null))
                .put("next_read_at", Json.time(next(account)).orElse(null));
        failure(account).ifPresentOrElse(why -> node.set("failure", failed(why)), () -> node.putNull("failure"));
        return node;
    }

    private static String day(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse(null);
    }

    private static ProductState state(Account account) {
        return account.schedule().product(Product.TRANSACTIONS);
    }

    /// Lines are read by a visit that comes when they are due. What is not visited by itself is not read by
    /// itself.
    private static Optional<Instant> next(Account account) {
        var due = state(account).next();
        return account.schedule().next().map(visit -> due.filter(visit::isBefore)
                .orElse(visit));
    }

    /// What the last read failed of. Where the bank refused the balances it was not asked for lines; but a visit
    /// that gave lines may have failed of one balance, which is no failure of these.
    private static Optional<ReadState.Failure> failure(Account account) {
        var visited = state(account).readAt().map(at -> at.plus(ReadingLimits.PATIENT_DEADLINE));
        return state(account).failure().or(() -> account.schedule().failure().filter(failure -> visited.filter(
                        end -> !failure.at().isAfter(end))
                .isEmpty()));
    }

    private static ObjectNode failed(ReadState.Failure failure) {
        var problem = TransactionCallback.failed(failure).problem();
        return Json.object()
                .put("type", problem.type().name())
                .put("message", problem.message())
                .put("at", Json.time(failure.at()));
    }
}
