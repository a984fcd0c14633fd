package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.BankTransactions;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.http.BankRequest;
import org.openbalance.bank.http.Fields;
import org.openbalance.money.Currencies;

/// Reads lines page by page. Pages are asked for by their numbers: the links that Mono writes lead nowhere.
final class MonoLines {

    private static final int MOST_PAGES = 100;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd-MM-uuuu", Locale.ROOT);

    private final MonoCalls calls;

    MonoLines(MonoCalls calls) {
        this.calls = calls;
    }

    AccountRead<BankTransactions> read(Access access, String account, DaySpan days) {
        var currency = currency(access, account);
        var lines = new ArrayList<BankTransaction>();
        for (var page = 1; page <= MOST_PAGES; page++) {
            var body = page(access, account, days, page);
            var meta = body.path("meta");
            if (meta.path("page").asInt(page) != page) {
                return given(lines, false);
            }
            Fields.each(body, "data")
                    .forEach(line -> lines.add(MonoJson.line(access.bank(), line, currency)
                            .orElseThrow(() -> MonoCalls.notUnderstood(access.bank()))));
            if (Fields.text(meta, "next").isEmpty()) {
                return given(lines, lines.size() >= meta.path("total").asInt(0));
            }
        }
        return given(lines, false);
    }

    private static AccountRead<BankTransactions> given(ArrayList<BankTransaction> lines, boolean complete) {
        return new AccountRead.Value<>(new BankTransactions(lines, complete));
    }

    /// Lines say it only sometimes.
    private Currency currency(Access access, String account) {
        return Fields.text(calls.account(access, account).path("account"), "currency")
                .flatMap(Currencies::ofBank)
                .orElseThrow(() -> MonoCalls.notUnderstood(access.bank()));
    }

    private JsonNode page(Access access, String account, DaySpan days, int page) {
        var asked = new LinkedHashMap<String, String>();
        asked.put("page", Integer.toString(page));
        asked.put("start", DAY.format(days.first()));
        asked.put("end", DAY.format(days.last()));
        asked.put("paginate", "true");
        var answer =
                calls.get(access, MonoCalls.at(access.bank(), account, "/transactions?" + BankRequest.query(asked)));
        if (!calls.data(answer).isArray()) {
            throw MonoCalls.notUnderstood(access.bank());
        }
        return answer.json();
    }
}
