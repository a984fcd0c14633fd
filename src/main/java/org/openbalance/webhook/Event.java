package org.openbalance.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.bank.BankFailure;

/// Something that an owner may want to be told.
///
/// @param sequence of the account: grows with every change, so that a receiver can drop what comes late
/// @param more what only this type of event tells
/// @param startedAt when what led to it began
/// @param endedAt when it happened
public record Event(
        Type type, EventSubject subject, OptionalLong sequence, ObjectNode more, Instant startedAt, Instant endedAt) {

    /// The types, with what the old envelope says of each.
    public enum Type {
        AUTH_SUCCEEDED("auth.succeeded", Product.AUTH, "INITIAL_AUTH", "The customer linked accounts"),
        BALANCE_UPDATED("balance.updated", Product.BALANCE, "PERIODIC_BALANCE", "The balance has changed"),
        BALANCE_LOW("balance.low", Product.BALANCE, "BALANCE_LOW", "The balance fell below the alert's threshold"),
        BALANCE_RECOVERED(
                "balance.recovered", Product.BALANCE, "BALANCE_RECOVERED", "The balance is above the threshold again"),
        LOGIN_REAUTH_REQUIRED(
                "login.reauth_required",
                Product.AUTH,
                "REAUTH_REQUIRED",
                "The bank asks the customer to sign in again; open the widget with reauth_account"),
        CONSENT_REVOKED("consent.revoked", Product.AUTH, "CONSENT_REVOKED", "The consent was revoked"),
        CONSENT_EXPIRING("consent.expiring", Product.AUTH, "CONSENT_EXPIRING", "The consent ends within 7 days"),
        ACCESS_EXPIRING(
                "access.expiring",
                Product.AUTH,
                "ACCESS_EXPIRING",
                "The access to the bank ends soon; the customer can renew it by the link"),
        ACCESS_ENDED("access.ended", Product.AUTH, "ACCESS_ENDED", "What came of ending the access at the bank"),
        REFRESH_FAILED(
                "refresh.failed", Product.BALANCE, "REFRESH_FAILED", "The balance could not be read at the bank"),
        TRANSACTIONS_INITIAL(
                "transactions.initial",
                Product.TRANSACTIONS,
                "INITIAL_TRANSACTIONS",
                "The transactions of the last 30 days were read"),
        TRANSACTIONS_FULL(
                "transactions.full",
                Product.TRANSACTIONS,
                "FULL_TRANSACTIONS",
                "All transactions that the customer agreed to were read"),
        TRANSACTIONS_PERIODIC(
                "transactions.periodic",
                Product.TRANSACTIONS,
                "PERIODIC_TRANSACTIONS",
                "A read found new or changed transactions"),
        TRANSACTIONS_DELETED(
                "transactions.deleted",
                Product.TRANSACTIONS,
                "TRANSACTIONS_DELETED",
                "The bank has these transactions no more"),
        PING("ping", Product.AUTH, "PING", "A test, asked for by webhooks/test");

        private final String wire;
        private final Product method;
        private final String code;
        private final String message;

        Type(String wire, Product method, String code, String message) {
            this.wire = wire;
            this.method = method;
            this.code = code;
            this.message = message;
        }

        public String wire() {
            return wire;
        }

        Product method() {
            return method;
        }

        String code() {
            return code;
        }

        String message() {
            return message;
        }

        /// `success` or `error`, as old receivers look at it.
        String status() {
            return this == LOGIN_REAUTH_REQUIRED || this == REFRESH_FAILED ? "error" : "success";
        }

        /// The names that a subscription may ask for; a ping is asked for by itself.
        static Set<String> names() {
            return Stream.of(values())
                    .filter(type -> type != PING)
                    .map(Type::wire)
                    .collect(Collectors.toUnmodifiableSet());
        }

        static Optional<Type> of(String wire) {
            return Stream.of(values()).filter(type -> type.wire.equals(wire)).findFirst();
        }
    }

    /// @param startedAt when the session was opened
    public static Event authSucceeded(EventSubject subject, List<String> accounts, Instant startedAt, Instant at) {
        return new Event(Type.AUTH_SUCCEEDED, subject, OptionalLong.empty(), accounts(accounts), startedAt, at);
    }

    /// @param startedAt when the bank was asked
    public static Event balanceUpdated(EventSubject subject, long sequence, Instant startedAt, Instant at) {
        return new Event(Type.BALANCE_UPDATED, subject, OptionalLong.of(sequence), Json.object(), startedAt, at);
    }

    /// @param alert as events show it
    public static Event balanceLow(EventSubject subject, long sequence, ObjectNode alert, Instant at) {
        return new Event(
                Type.BALANCE_LOW,
                subject,
                OptionalLong.of(sequence),
                Json.object().set("alert", alert),
                at,
                at);
    }

    /// @param alert as events show it
    public static Event balanceRecovered(EventSubject subject, long sequence, ObjectNode alert, Instant at) {
        return new Event(
                Type.BALANCE_RECOVERED,
                subject,
                OptionalLong.of(sequence),
                Json.object().set("alert", alert),
                at,
                at);
    }

    public static Event reauthRequired(EventSubject subject, List<String> accounts, Instant at) {
        return new Event(Type.LOGIN_REAUTH_REQUIRED, subject, OptionalLong.empty(), accounts(accounts), at, at);
    }

    /// @param failures reads in a row that failed
    public static Event refreshFailed(
            EventSubject subject, long sequence, BankFailure.Kind reason, int failures, Instant at) {
        var more = Json.object().put("reason", reason.name()).put("failures", failures);
        return new Event(Type.REFRESH_FAILED, subject, OptionalLong.of(sequence), more, at, at);
    }

    /// As [#refreshFailed(EventSubject, long, BankFailure.Kind, int, Instant)], of a product other than the balance.
    public static Event refreshFailed(
            EventSubject subject, long sequence, Product product, BankFailure.Kind reason, int failures, Instant at) {
        var failed = refreshFailed(subject, sequence, reason, failures, at);
        failed.more().put("product", product.wire());
        return failed;
    }

    /// @param by `customer`, `owner` or `system`
    public static Event consentRevoked(EventSubject subject, String by, List<String> accounts, Instant at) {
        return new Event(
                Type.CONSENT_REVOKED,
                subject,
                OptionalLong.empty(),
                accounts(accounts).put("by", by),
                at,
                at);
    }

    public static Event consentExpiring(EventSubject subject, Instant endsAt, List<String> accounts, Instant at) {
        return new Event(
                Type.CONSENT_EXPIRING,
                subject,
                OptionalLong.empty(),
                accounts(accounts).put("expires_at", Json.time(endsAt)),
                at,
                at);
    }

    /// The end of an access.
    ///
    /// @param by what ends it: `bank` or `consent`
    /// @param accounts that are read by it
    public record Expiry(Instant at, String by, List<String> accounts) {}

    /// A short link by which the customer can renew an access.
    ///
    /// @param url empty where the address of the API is not known
    public record Renewal(String link, Optional<String> url, Instant until) {}

    public static Event accessExpiring(EventSubject subject, Expiry expiry, Renewal renewal, Instant at) {
        var more = accounts(expiry.accounts())
                .put("expires_at", Json.time(expiry.at()))
                .put("expires_by", expiry.by());
        more.set(
                "renew",
                Json.object()
                        .put("short_url", renewal.link())
                        .put("url", renewal.url().orElse(null))
                        .put("expires_at", Json.time(renewal.until())));
        return new Event(Type.ACCESS_EXPIRING, subject, OptionalLong.empty(), more, at, at);
    }

    /// @param outcome `confirmed`, `not_supported` or `failed`
    public static Event accessEnded(EventSubject subject, String outcome, Instant endedAt, Instant at) {
        var more = Json.object().put("outcome", outcome);
        return new Event(Type.ACCESS_ENDED, subject, OptionalLong.empty(), more, endedAt, at);
    }

    /// @param transactions those of the first days
    public static Event transactionsInitial(EventSubject subject, int transactions, Instant at) {
        return ofTransactions(Type.TRANSACTIONS_INITIAL, subject, transactions, at);
    }

    /// @param transactions all that there are
    public static Event transactionsFull(EventSubject subject, int transactions, Instant at) {
        return ofTransactions(Type.TRANSACTIONS_FULL, subject, transactions, at);
    }

    public static Event transactionsPeriodic(EventSubject subject, int added, int changed, Instant at) {
        var event = ofTransactions(Type.TRANSACTIONS_PERIODIC, subject, added, at);
        event.more().put("changed_transactions", changed);
        return event;
    }

    private static Event ofTransactions(Type type, EventSubject subject, int transactions, Instant at) {
        var more = Json.object().put("new_transactions", transactions);
        return new Event(type, subject, OptionalLong.empty(), more, at, at);
    }

    /// @param removed their ids
    public static Event transactionsDeleted(EventSubject subject, List<String> removed, Instant at) {
        var more = Json.object();
        more.set("removed_transactions", Json.texts(removed));
        return new Event(Type.TRANSACTIONS_DELETED, subject, OptionalLong.empty(), more, at, at);
    }

    static Event ping(EventSubject subject, Instant at) {
        return new Event(Type.PING, subject, OptionalLong.empty(), Json.object(), at, at);
    }

    /// The same once more, because the owner asked for it (`callback/trigger`).
    public Event resent() {
        return new Event(type, subject, sequence, more.deepCopy().put("resent", true), startedAt, endedAt);
    }

    /// What it tells of, as no other event of one call does.
    String identity() {
        return String.join(
                "/",
                type.wire(),
                subject.connection().orElse(""),
                subject.account().orElse(""));
    }

    private static ObjectNode accounts(List<String> accounts) {
        return Json.object().set("accounts", Json.texts(accounts));
    }
}
