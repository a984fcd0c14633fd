package org.openbalance.tools;

import java.util.Optional;
import org.openbalance.consent.Consent;
import org.openbalance.consent.ConsentExpiries;
import org.openbalance.consent.ConsentItems;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.Write;

/// How a consent of an earlier version comes to the present one.
public final class ConsentUpgrade {

    public static final String TYPE = ConsentItems.TYPE;

    private ConsentUpgrade() {}

    /// From version 1, which knew no index of what is due: nobody was told of its end, and it was settled when somebody
    /// next looked at it.
    public static Write from1(Item item) {
        var consent = ConsentItems.of(item);
        var granted = consent.state() == Consent.State.GRANTED;
        return Write.change(item.key())
                .set(Item.VERSION, ConsentItems.VERSION)
                .due(granted ? Optional.of(ConsentExpiries.first(consent)) : Optional.empty())
                .when(Condition.all(
                        Condition.equal(Item.VERSION, 1),
                        Condition.equal("state", ConsentItems.state(consent.state()))));
    }
}
