package org.openbalance.balance;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openbalance.account.Account;
import org.openbalance.api.Problem;
import org.openbalance.money.Money;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;
import org.openbalance.platform.vault.Vault;
import org.openbalance.reading.ReadingLimits;

/// Keeps who may only know yes or no from finding out the balance by asking amount after amount.
///
/// An amount is rounded up to two digits, so that no answer tells the balance more exactly than that. And a day has
/// [BalanceLimits#PRIVATE_QUESTIONS] of them for each account: each tells one bit, and by tomorrow the balance is
/// another. The same question again is not counted. What was asked is kept as keyed digests, in one item beside the
/// account, until the day is over.
@Singleton
final class PrivateQuestions {

    private static final String SORT = "ASKED";
    private static final String TYPE = "private-questions";
    private static final int VERSION = 1;
    private static final String DAY = "day";
    private static final String ASKED = "asked";
    private static final String PURPOSE = "can-pay";
    private static final int KEPT_UNITS = 100;

    private final Table table;
    private final Vault vault;

    PrivateQuestions(Table table, Vault vault) {
        this.table = table;
        this.vault = vault;
    }

    /// The question with its amount rounded up to two digits: 12,345 is asked as 13,000.
    static CanPay.Question rounded(CanPay.Question question) {
        var step = 1L;
        while (question.amount().minor() / step >= KEPT_UNITS) {
            step *= 10;
        }
        var up = Math.ceilDiv(question.amount().minor(), step) * step;
        var amount = new Money(Math.min(up, Money.MAX_MINOR), question.amount().currency());
        return new CanPay.Question(amount, question.on());
    }

    /// @throws org.openbalance.api.ApiException 429 if the day's questions have been asked
    void admit(Account account, CanPay.Question question, ZoneId zone, Instant now) {
        // The same day whatever zone a call names: another zone must not bring new questions.
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var digest = digest(account, question, zone);
        for (var attempt = 0; attempt < ReadingLimits.WRITE_TRIES; attempt++) {
            var standing =
                    table.getLatest(key(account)).filter(item -> item.text(DAY).equals(today.toString()));
            var asked = standing.map(item -> item.texts(ASKED)).orElse(List.of());
            if (asked.contains(digest)) {
                return;
            }
            if (asked.size() >= BalanceLimits.PRIVATE_QUESTIONS) {
                throw exhausted(today, now);
            }
            if (write(account, today, asked, digest, standing)) {
                return;
            }
        }
        throw Problem.conflict("This account is being asked about by others right now; try again")
                .exception();
    }

    private boolean write(
            Account account, LocalDate today, List<String> asked, String digest, Optional<Item> standing) {
        var all = new ArrayList<>(asked);
        all.add(digest);
        var item = Item.draft(key(account), TYPE, VERSION)
                .with(DAY, today.toString())
                .with(ASKED, all)
                .until(today.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant())
                .done();
        var unchanged = standing.isPresent()
                ? Condition.all(Condition.equal(DAY, today.toString()), Condition.equal(ASKED, asked))
                : Condition.any(Condition.absent(), Condition.less(DAY, today.toString()));
        return table.write(Write.put(item).when(unchanged)).done();
    }

    private static RuntimeException exhausted(LocalDate today, Instant now) {
        var tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var seconds = (int) Math.max(1, Duration.between(now, tomorrow).toSeconds());
        return Problem.of(
                        429,
                        Problem.Type.RATE_LIMIT,
                        "An account answers " + BalanceLimits.PRIVATE_QUESTIONS
                                + " different private questions a day (UTC); ask one of them again, or tomorrow")
                .retryAfter(seconds)
                .exception();
    }

    private String digest(Account account, CanPay.Question question, ZoneId zone) {
        var text = account.id() + '|' + question.amount().minor() + '|' + question.on() + '|' + zone.getId();
        return vault.fingerprint(account.tenant(), PURPOSE, text);
    }

    private static ItemKey key(Account account) {
        return new ItemKey(Account.key(account.tenant(), account.id()).partition(), SORT);
    }
}
