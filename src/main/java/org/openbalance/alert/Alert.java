package org.openbalance.alert;

import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.openbalance.money.BalanceAmounts;
import org.openbalance.money.Money;
import org.openbalance.platform.Environment;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Index;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.listing.Counters;
import org.openbalance.platform.listing.Listing;

/// A threshold that an owner wants to hear of: low below it, recovered from threshold and margin on.
///
/// Between the two an account stays what it was, so that a balance that swings around the threshold raises one event.
///
/// @param account the only account it watches; without one it watches every account of the customer in its currency
/// @param margin 0 or more, in the threshold's currency
public record Alert(
        String id,
        Tenant tenant,
        String customer,
        Optional<String> account,
        On on,
        Money threshold,
        Money margin,
        Instant createdAt) {

    enum On {
        AVAILABLE,
        LEDGER
    }

    static final String KIND = "ALERT";
    static final String REVISION = "revision";
    private static final String TYPE = "alert";
    private static final int VERSION = 1;

    /// Whether it has to do with an account of its customer.
    boolean watches(String watched, Currency currency) {
        return threshold.currency() == currency && account.map(watched::equals).orElse(true);
    }

    /// Whether the account is low after this reading. An amount that the bank does not state changes nothing.
    boolean low(BalanceAmounts amounts, boolean wasLow) {
        var limit = wasLow ? threshold.minor() + margin.minor() : threshold.minor();
        var amount = on == On.AVAILABLE ? amounts.availableMoney() : amounts.ledgerMoney();
        return amount.map(money -> money.minor() < limit).orElse(wasLow);
    }

    static String partition(Tenant tenant, String customer) {
        return tenant.prefix() + "#ALERTS#" + customer;
    }

    static ItemKey key(Tenant tenant, String customer, String id) {
        return new ItemKey(partition(tenant, customer), KIND + '#' + id);
    }

    /// Of the alerts of a customer: its number [#REVISION] moves on with each that is made.
    static ItemKey revisionKey(Tenant tenant, String customer) {
        return new ItemKey(partition(tenant, customer), "REVISION");
    }

    Item toItem() {
        return Item.draft(key(tenant, customer, id), TYPE, VERSION)
                .with("id", id)
                .with("owner", tenant.owner())
                .with("env", tenant.environment().wire())
                .with("customer", customer)
                .with("account", account)
                .with("on", on.name())
                .with("currency", threshold.currency().getCurrencyCode())
                .with("threshold", threshold.minor())
                .with("margin", margin.minor())
                .with("created_at", createdAt)
                .in(Index.BY_OWNER, Counters.listing(tenant, KIND), Listing.sort(createdAt, id))
                .done();
    }

    static Alert of(Item item) {
        var currency = Currency.getInstance(item.text("currency"));
        return new Alert(
                item.text("id"),
                new Tenant(item.text("owner"), Environment.of(item.text("env"))),
                item.text("customer"),
                item.optionalText("account"),
                On.valueOf(item.text("on")),
                new Money(item.number("threshold"), currency),
                new Money(item.number("margin"), currency),
                item.instant("created_at"));
    }

    static On on(String wire) {
        return On.valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
