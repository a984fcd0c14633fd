package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.DaySpan;
import org.openbalance.money.Money;

/// A file of lines that stands in the place of an account's life, without the lines themselves.
///
/// @param name its own, which no file before it had
/// @param asOf the day that it tells of the account up to
/// @param lines how many there are so far
/// @param opening what was booked before the first of them, minor units
/// @param held what they come to
record StatementFile(String name, LocalDate asOf, int lines, long opening, HeldAmounts held) {

    /// One of its lines.
    ///
    /// @param amount minor units, less than nothing for a debit
    record Line(LocalDate date, LocalDate valued, long amount, String narration, String reference, boolean pending) {}

    /// @return with these lines at its end
    StatementFile with(List<Line> more) {
        var available = held.available();
        var ledger = held.ledger();
        for (var line : more) {
            available += line.amount();
            ledger += line.pending() ? 0 : line.amount();
        }
        return new StatementFile(name, asOf, lines + more.size(), opening, new HeldAmounts(available, ledger));
    }

    ObjectNode json() {
        return SandboxJson.object()
                .put("name", name)
                .put("as_of", asOf.toString())
                .put("lines", lines)
                .put("opening", opening)
                .put("available", held.available())
                .put("ledger", held.ledger());
    }

    static StatementFile read(JsonNode json) {
        return new StatementFile(
                json.get("name").textValue(),
                LocalDate.parse(json.get("as_of").textValue()),
                json.get("lines").intValue(),
                json.get("opening").longValue(),
                new HeldAmounts(
                        json.get("available").longValue(), json.get("ledger").longValue()));
    }

    /// A file with its lines, which are looked up when they are asked for: a balance needs none of them.
    record Opened(StatementFile file, SandboxAccount account, Supplier<List<Line>> all) implements Origin {

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public HeldAmounts at(long minute) {
            return file.held();
        }

        /// All of it was booked before anything else could happen on the account.
        @Override
        public List<BankTransaction> booked(DaySpan days, long after, long until) {
            if (after != Long.MIN_VALUE) {
                return List.of();
            }
            return booked().stream()
                    .filter(line -> !line.booked().orElseThrow().isBefore(days.first()))
                    .filter(line -> !line.booked().orElseThrow().isAfter(days.last()))
                    .toList();
        }

        private List<BankTransaction> booked() {
            var booked = new ArrayList<BankTransaction>();
            var balance = file.opening();
            for (var line : all.get()) {
                if (!line.pending()) {
                    balance += line.amount();
                    booked.add(line(line, Optional.of(money(balance))));
                }
            }
            return booked;
        }

        @Override
        public List<BankTransaction> pending(long minute) {
            return all.get().stream()
                    .filter(Line::pending)
                    .map(line -> line(line, Optional.empty()))
                    .toList();
        }

        /// The lines as the bank gives them, in the order of the file.
        List<BankTransaction> inOrder() {
            var booked = booked().iterator();
            return all.get().stream()
                    .map(line -> line.pending() ? line(line, Optional.empty()) : booked.next())
                    .toList();
        }

        private BankTransaction line(Line line, Optional<Money> balance) {
            return new BankTransaction(
                    Optional.of(line.reference()).filter(reference -> !reference.isEmpty()),
                    line.pending() ? BankTransaction.Status.PENDING : BankTransaction.Status.BOOKED,
                    Optional.of(line.date()),
                    Optional.of(line.valued()),
                    money(line.amount()),
                    line.narration(),
                    balance);
        }

        private Money money(long minor) {
            return new Money(minor, account.currency());
        }
    }
}
