package org.openbalance.bank.mono;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.openbalance.bank.Access;
import org.openbalance.bank.AccountRead;
import org.openbalance.bank.AccountRequest;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.HeldGrant;
import org.openbalance.bank.PaidCalls;
import org.openbalance.bank.http.BankAnswer;
import org.openbalance.money.BalanceAmounts;

/// Reads balances by jobs of Mono's.
///
/// What Mono gives by itself is a copy without a time, also of a link that has been dead for months. So each read asks
/// for a job, and takes the copy only once a job has ended well. Mono begins one job of an account in five minutes and
/// answers with the last one until then: what a job brought that we did not see begin may be so old, and is told as
/// that old.
final class MonoBalances {

    /// In which Mono begins no second job of an account.
    static final Duration SESSION = Duration.ofMinutes(5);

    /// A link whose jobs fail so long, one after the other, is taken for dead: banks are not away so long.
    static final Duration LONGEST_OUTAGE = Duration.ofHours(6);

    /// A job takes seconds to minutes.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /// The note of a job that Mono has begun and did not name.
    private static final String UNNAMED = "unnamed";

    private static final String PAID = "balance";

    private static final Logger LOG = Logger.getLogger(MonoBalances.class);

    private final MonoCalls calls;
    private final HeardLinks links;
    private final PaidCalls paid;
    private final InstantSource clock;

    MonoBalances(MonoCalls calls, HeardLinks links, PaidCalls paid, InstantSource clock) {
        this.calls = calls;
        this.links = links;
        this.paid = paid;
        this.clock = clock;
    }

    /// How a job goes on.
    private enum Progress {
        PROCESSING,
        FINISHED,
        FAILED,
        UNTOLD;

        private static Progress of(Optional<String> word) {
            return switch (word.orElse("").strip().toLowerCase(Locale.ROOT)) {
                case "processing" -> PROCESSING;
                case "finished" -> FINISHED;
                case "failed" -> FAILED;
                default -> UNTOLD;
            };
        }
    }

    AccountRead<BalanceAmounts> read(Access access, HeldGrant grant, AccountRequest request) {
        return request.job()
                .filter(job -> !job.equals(UNNAMED))
                .map(job -> resumed(access, grant, request.reference(), job))
                .orElseGet(() -> begun(access, grant, request.reference()));
    }

    private AccountRead<BalanceAmounts> begun(Access access, HeldGrant grant, String account) {
        var answer = calls.getAnew(access, balance(access.bank(), account));
        var data = calls.data(answer);
        var job = answer.header("x-job-id");
        var progress = Progress.of(answer.header("x-job-status"));
        if (isCharged(answer, progress)) {
            paid.count(MonoConnector.NETWORK, PAID);
        }
        return switch (progress) {
            case FINISHED ->
                fetched(access, grant, account, Optional.of(answer.at().minus(SESSION)));
            case PROCESSING -> later(job);
            case FAILED -> failed(access, grant, account, job.orElse(UNNAMED));
            case UNTOLD -> untold(access.bank(), data);
        };
    }

    private static String balance(Bank bank, String account) {
        return MonoCalls.at(bank, account, "/balance");
    }

    /// Mono charges for what is new. Of a job that goes on it is not known yet, so it is counted.
    private static boolean isCharged(BankAnswer answer, Progress progress) {
        return progress == Progress.PROCESSING
                || answer.header("x-has-new-data").isPresent();
    }

    private static AccountRead<BalanceAmounts> later(Optional<String> job) {
        return new AccountRead.Later<>(job.orElse(UNNAMED), LOOK_AGAIN);
    }

    /// A job that has taken half a minute is queued, and nothing more is said of it.
    private static AccountRead<BalanceAmounts> untold(Bank bank, JsonNode data) {
        if (data.isNull()) {
            return later(Optional.empty());
        }
        throw MonoCalls.notUnderstood(bank);
    }

    private AccountRead<BalanceAmounts> resumed(Access access, HeldGrant grant, String account, String job) {
        var bank = access.bank();
        var answer = calls.get(access, MonoCalls.at(bank, account, "/jobs/" + MonoCalls.id(bank, job)));
        if (answer.gone()) {
            return begun(access, grant, account);
        }
        var status = Optional.ofNullable(calls.data(answer).path("status").textValue());
        return switch (Progress.of(status)) {
            case FINISHED -> fetched(access, grant, account, Optional.empty());
            case PROCESSING -> later(Optional.of(job));
            case FAILED -> failed(access, grant, account, job);
            case UNTOLD -> throw MonoCalls.notUnderstood(bank);
        };
    }

    /// The copy, which a job has just renewed. Asked for anew it would begin another job.
    ///
    /// @param asOf when it was renewed at the earliest, if that was not seen
    private AccountRead<BalanceAmounts> fetched(
            Access access, HeldGrant grant, String account, Optional<Instant> asOf) {
        var answer = calls.get(access, balance(access.bank(), account));
        var amounts = MonoJson.amounts(calls.data(answer)).orElseThrow(() -> MonoCalls.notUnderstood(access.bank()));
        if (MonoGrant.of(grant.grant()).failing().isPresent()) {
            remember(grant, MonoGrant::working);
        }
        return new AccountRead.Value<>(amounts, asOf);
    }

    /// A job fails where the link is dead, and where the bank is away; Mono says only sometimes which. Where it does
    /// not, the grant remembers the first job that failed, and the last of six hours of them is believed.
    private AccountRead<BalanceAmounts> failed(Access access, HeldGrant held, String account, String job) {
        var grant = MonoGrant.of(held.grant());
        if (saysDead(access, grant) || isDead(grant, job)) {
            throw MonoCalls.expired(access.bank());
        }
        if (grant.failing().isEmpty()) {
            var now = clock.instant();
            remember(held, last -> last.failing(job, now));
        }
        return new AccountRead.Failed<>(new BankFailure(
                BankFailure.Kind.ERROR,
                "Mono could not fetch the balance from " + access.bank().name()));
    }

    /// By a hook since the account was linked, or as it is asked now.
    private boolean saysDead(Access access, MonoGrant grant) {
        return links.find(access.tenant(), HeardLinks.deathOf(grant.account()))
                        .filter(heard -> !heard.at().isBefore(grant.since()))
                        .isPresent()
                || MonoJson.wantsCustomer(calls.account(access, grant.account()));
    }

    /// What cannot be kept now is so at the next read, and is no reason to lose this one.
    private static void remember(HeldGrant grant, UnaryOperator<MonoGrant> change) {
        try {
            grant.exchange(last -> change.apply(MonoGrant.of(last)).grant());
        } catch (BankFailure unkept) {
            LOG.infof("What became of a job of Mono's is not kept: %s", unkept.kind());
        }
    }

    private boolean isDead(MonoGrant grant, String job) {
        return grant.failing()
                .filter(first -> !first.job().equals(job))
                .filter(first -> !clock.instant().isBefore(first.since().plus(LONGEST_OUTAGE)))
                .isPresent();
    }
}
