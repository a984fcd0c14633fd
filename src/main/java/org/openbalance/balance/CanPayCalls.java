package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.account.Accounts;
import org.openbalance.account.BalancePeriod;
import org.openbalance.api.Body;
import org.openbalance.api.Call;
import org.openbalance.api.Json;
import org.openbalance.api.Problem;
import org.openbalance.api.Reply;
import org.openbalance.money.Currencies;
import org.openbalance.money.Money;
import org.openbalance.owner.OwnerTimeZones;

/// Whether an account can pay: one read of it, and one Query of its history. Of an account that is younger than the
/// history that is looked at, the days before are worked back from its lines ([DerivedHistory]).
@Singleton
final class CanPayCalls {

    private static final String ANSWERED = "Question answered";

    private final Accounts accounts;
    private final BalanceHistory history;
    private final DerivedHistory derived;
    private final OwnerTimeZones zones;
    private final PrivateQuestions questions;
    private final InstantSource clock;

    CanPayCalls(
            Accounts accounts,
            BalanceHistory history,
            DerivedHistory derived,
            OwnerTimeZones zones,
            PrivateQuestions questions,
            InstantSource clock) {
        this.accounts = accounts;
        this.history = history;
        this.derived = derived;
        this.zones = zones;
        this.questions = questions;
        this.clock = clock;
    }

    /// @param privately whether nothing but yes or no may be told
    private record Wish(String account, CanPay.Question question, ZoneId zone, boolean privately) {}

    Reply canPay(Call call) {
        var wish = wish(call);
        var account = accounts.get(call.tenant(), wish.account());
        requireAnswerable(account, wish.question().amount());
        return Reply.success(ANSWERED, wish.privately() ? privately(account, wish) : openly(account, wish));
    }

    private ObjectNode openly(Account account, Wish wish) {
        var answer = answer(account, wish.question(), wish.zone());
        return Json.tree(CanPayAnswer.of(account, wish.question(), wish.zone(), answer));
    }

    private ObjectNode privately(Account account, Wish wish) {
        var question = PrivateQuestions.rounded(wish.question());
        questions.admit(account, question, wish.zone(), clock.instant());
        var answer = answer(account, question, wish.zone());
        return Json.tree(CanPayAnswer.privately(account, question.on(), answer.answer() == CanPay.Answer.YES));
    }

    private Wish wish(Call call) {
        var body = call.body();
        var account = body.id("account_id", "account");
        var zone = HistoryCalls.zone(call, zones);
        var amount = amount(body);
        var on = on(body, LocalDate.ofInstant(clock.instant(), zone));
        var privately = body.flag("privacy", false);
        body.check();
        return new Wish(account, new CanPay.Question(amount.orElseThrow(), on), zone, privately);
    }

    /// Empty only if the body will not pass its check.
    private static Optional<Money> amount(Body body) {
        var currency = Currencies.of(body.text("currency"));
        if (currency.isEmpty()) {
            body.error("currency", "must be the code of a currency that is served, such as NGN");
        }
        var number = body.optionalDecimal("amount");
        if (number.isEmpty()) {
            body.error("amount", "is missing");
        }
        var amount = number.flatMap(major -> currency.flatMap(code -> Money.ofMajor(major, code)))
                .filter(money -> money.minor() > 0);
        if (amount.isEmpty() && currency.isPresent()) {
            body.error("amount", "must be more than nothing, with the decimals of its currency at most");
        }
        return amount;
    }

    private static LocalDate on(Body body, LocalDate today) {
        var on = body.date("on").orElse(today);
        if (on.isBefore(today) || on.isAfter(today.plusDays(BalanceLimits.CAN_PAY_DAYS))) {
            body.error("on", "must lie between today and " + BalanceLimits.CAN_PAY_DAYS + " days from now");
        }
        return on;
    }

    private static void requireAnswerable(Account account, Money amount) {
        if (account.currency() != amount.currency()) {
            throw Problem.field("currency", "is not that of the account: " + account.currency())
                    .exception();
        }
        if (account.amounts().available().isEmpty()) {
            throw Problem.field("account_id", "is of an account whose bank states no available balance")
                    .exception();
        }
    }

    private CanPay answer(Account account, CanPay.Question question, ZoneId zone) {
        var now = clock.instant();
        var earliest = LocalDate.ofInstant(now, zone).minusDays(CanPay.DAYS);
        return CanPay.answer(question, new CanPay.Known(periods(account, zone, earliest), zone, now, account.heldAt()));
    }

    /// What was read since a day, and behind it what is worked back.
    private List<BalancePeriod> periods(Account account, ZoneId zone, LocalDate earliest) {
        var start = earliest.atStartOfDay(zone).toInstant();
        var periods = new ArrayList<>(history.since(account, start, BalanceLimits.CAN_PAY_PERIODS));
        if (periods.size() < BalanceLimits.CAN_PAY_PERIODS
                && account.createdAt().isAfter(start)) {
            periods.addAll(derived.of(account, zone, earliest));
        }
        return periods;
    }
}
