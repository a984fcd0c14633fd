package org.openbalance.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.Money;
import org.openbalance.transaction.Annotation;
import org.openbalance.transaction.LineOfAccount;

/// Lines as CSV (RFC 4180), a row for each.
final class LinesCsv {

    private static final String[] HEADER = {
        "id",
        "date",
        "value_date",
        "status",
        "debit",
        "credit",
        "balance",
        "currency",
        "description",
        "reference",
        "account",
        "account_number",
        "account_name",
        "bank",
        "customer",
        "note",
        "category"
    };

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /// What spreadsheets take for a formula.
    private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20].*");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(?:[.,][0-9]+)*");

    private LinesCsv() {}

    static FileText.Written of(List<LineOfAccount> lines, Map<String, Annotation> noted, boolean bom) {
        var text = new FileText((bom ? BYTE_ORDER_MARK : "") + written((Object[]) HEADER), "");
        for (var line : lines) {
            var row = row(line, Optional.ofNullable(noted.get(line.line().id())));
            if (!text.add(written((Object[]) row))) {
                return text.written(false);
            }
        }
        return text.written(true);
    }

    private static String written(Object... cells) {
        var row = new StringBuilder();
        try (var printer = new CSVPrinter(row, CSVFormat.RFC4180)) {
            printer.printRecord(cells);
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text in memory can always be written", impossible);
        }
        return row.toString();
    }

    private static String[] row(LineOfAccount one, Optional<Annotation> noted) {
        var line = one.line();
        var account = one.account();
        var amount = line.amount();
        var debit = amount.minor() < 0;
        return new String[] {
            line.id(),
            line.date().toString(),
            line.valued().orElse(line.date()).toString(),
            line.pending() ? "pending" : "posted",
            debit ? amount(amount.negated()) : "",
            debit ? "" : amount(amount),
            line.balance().map(LinesCsv::amount).orElse(""),
            amount.currency().getCurrencyCode(),
            guarded(line.narration()),
            guarded(line.reference().orElse("")),
            account.id(),
            guarded(account.number().map(AccountNumber::text).orElse("")),
            guarded(account.name()),
            account.bank(),
            account.customer(),
            guarded(noted.flatMap(Annotation::note).orElse("")),
            guarded(noted.flatMap(Annotation::category).orElse(""))
        };
    }

    private static String amount(Money money) {
        return money.major().toPlainString();
    }

    /// A text of somebody else's that a spreadsheet would run as a formula is led in by an apostrophe. A number is no
    /// formula, whatever its sign.
    static String guarded(String text) {
        return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? '\'' + text : text;
    }
}
