package org.openbalance.balance;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.api.AnswerBody;
import org.openbalance.api.Json;
import org.openbalance.money.Money;

/// The answer to whether an account can pay. Amounts are in major units of `currency`.
@RegisterForReflection
record CanPayAnswer(
        String accountId,
        String answer,
        BigDecimal amount,
        String currency,
        String on,
        String timeZone,
        String asOf,
        BigDecimal floor,
        BigDecimal ceiling,
        List<AnswerBody> reasons)
        implements AnswerBody {

    /// Nothing that tells of an amount: neither figures nor whether a no is one or an unsure.
    @RegisterForReflection
    record Private(String accountId, String answer, String on) implements AnswerBody {}

    @RegisterForReflection
    record Reason(String name, String unit, String message, BigDecimal figure) implements AnswerBody {}

    @RegisterForReflection
    record DatedReason(String name, String unit, String message, BigDecimal figure, String date)
            implements AnswerBody {}

    static CanPayAnswer of(Account account, CanPay.Question question, ZoneId zone, CanPay answer) {
        return new CanPayAnswer(
                account.id(),
                answer.answer().name().toLowerCase(Locale.ROOT),
                question.amount().major(),
                question.amount().currency().getCurrencyCode(),
                question.on().toString(),
                zone.getId(),
                Json.time(account.heldAt()),
                major(answer.floor()),
                major(answer.ceiling()),
                reasons(answer.metrics()));
    }

    static Private privately(Account account, LocalDate on, boolean yes) {
        return new Private(account.id(), yes ? "yes" : "no", on.toString());
    }

    private static BigDecimal major(Optional<Money> money) {
        return money.map(Money::major).orElse(null);
    }

    private static List<AnswerBody> reasons(CanPay.Figures figures) {
        return List.of(
                amount("available_balance", figures.available(), "Held when the bank was last read"),
                number("age", figures.age().toMinutes(), "minutes", "Since the bank was last read"),
                number("history", figures.daysRead(), "days", "Of the last 90 days, those with a read"),
                dated(
                        "lowest_30_days",
                        figures.lowest30().amount(),
                        figures.lowest30().on(),
                        "The lowest of the last 30 days"),
                dated(
                        "lowest_90_days",
                        figures.lowest90().amount(),
                        figures.lowest90().on(),
                        "The lowest of the last 90 days"),
                usualLowestDay(figures),
                amount(
                        "expected_inflow",
                        figures.movement().expectedIn(),
                        "The least that came in during the same stretch of each of three months"),
                amount(
                        "possible_inflow",
                        figures.movement().possibleIn(),
                        "The most that came in during the same stretch of each of three months"),
                amount(
                        "greatest_outflow",
                        figures.movement().greatestOut(),
                        "The most that went out in as many days, in three months"),
                amount("spread", figures.spread(), "How far apart the lowest of three stretches of 30 days lie"));
    }

    private static Reason usualLowestDay(CanPay.Figures figures) {
        var day = figures.usualLowestDay();
        return new Reason(
                "usual_lowest_day",
                "day_of_month",
                "The day on which it is usually lowest; null if none is",
                day.isPresent() ? BigDecimal.valueOf(day.getAsInt()) : null);
    }

    private static Reason amount(String name, Money figure, String message) {
        return new Reason(name, figure.currency().getCurrencyCode(), message, figure.major());
    }

    private static DatedReason dated(String name, Money figure, LocalDate date, String message) {
        return new DatedReason(name, figure.currency().getCurrencyCode(), message, figure.major(), date.toString());
    }

    private static Reason number(String name, long figure, String unit, String message) {
        return new Reason(name, unit, message, BigDecimal.valueOf(figure));
    }
}
