package org.openbalance.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.bank.Money;
import org.openbalance.http.Json;
import org.openbalance.link.Account;

/// The answer to whether an account can pay, on the wire.
final class CanPayJson {

    private CanPayJson() {}

    static ObjectNode of(Account account, CanPay.Question question, ZoneId zone, CanPay answer) {
        var node = Json.object()
                .put("account_id", account.id())
                .put("answer", answer.answer().name().toLowerCase(Locale.ROOT))
                .put("amount", question.amount().major())
                .put("currency", question.amount().currency().name())
                .put("on", question.on().toString())
                .put("time_zone", zone.getId())
                .put("as_of", Json.time(account.asOf()))
                .put("floor", major(answer.floor()))
                .put("ceiling", major(answer.ceiling()));
        node.set("reasons", reasons(answer.figures()));
        return node;
    }

    /// Nothing that tells of an amount: neither figures nor whether a no is one or an unsure.
    static ObjectNode privately(Account account, LocalDate on, boolean yes) {
        return Json.object()
                .put("account_id", account.id())
                .put("answer", yes ? "yes" : "no")
                .put("on", on.toString());
    }

    private static BigDecimal major(Optional<Money> money) {
        return money.map(Money::major).orElse(null);
    }

    private static ArrayNode reasons(CanPay.Figures figures) {
        var day = reason("usual_lowest_day", "day_of_month", "The day on which it is usually lowest; null if none is");
        figures.usualLowestDay().ifPresentOrElse(usual -> day.put("figure", usual), () -> day.putNull("figure"));
        var all = List.of(
                amount("available_balance", figures.available(), "Held when the bank was last read"),
                number("age", figures.age().toMinutes(), "minutes", "Since the bank was last read"),
                number("history", figures.daysRead(), "days", "Of the last 90 days, those with a read"),
                amount("lowest_30_days", figures.lowest30(), "The lowest of the last 30 days")
                        .put("date", figures.lowest30On().toString()),
                amount("lowest_90_days", figures.lowest90(), "The lowest of the last 90 days")
                        .put("date", figures.lowest90On().toString()),
                day,
                amount(
                        "expected_inflow",
                        figures.expectedInflow(),
                        "The least that came in during the same stretch of each of three months"),
                amount(
                        "possible_inflow",
                        figures.possibleInflow(),
                        "The most that came in during the same stretch of each of three months"),
                amount(
                        "greatest_outflow",
                        figures.greatestOutflow(),
                        "The most that went out in as many days, in three months"),
                amount("spread", figures.spread(), "How far apart the lowest of three stretches of 30 days lie"));
        return Json.array(all, reason -> reason);
    }

    private static ObjectNode amount(String name, Money figure, String message) {
        return reason(name, figure.currency().name(), message).put("figure", figure.major());
    }

    private static ObjectNode number(String name, long figure, String unit, String message) {
        return reason(name, unit, message).put("figure", figure);
    }

    private static ObjectNode reason(String name, String unit, String message) {
        return Json.object().put("name", name).put("unit", unit).put("message", message);
    }
}
