package org.openbalance.bank;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import org.openbalance.api.Json;
import org.openbalance.money.AccountNumber;
import org.openbalance.money.AccountNumber.Scheme;

/// The number of an account on the wire.
///
/// Old clients read `nuban`, as text, and know no other number: it never holds one. For an account with another number,
/// or none, it is empty, and `number` stands behind it: scheme and value, or null.
public final class AccountNumberJson {

    private AccountNumberJson() {}

    public static ObjectNode put(ObjectNode node, Optional<AccountNumber> number) {
        return put(node, number, AccountNumber::text);
    }

    public static ObjectNode putMasked(ObjectNode node, Optional<AccountNumber> number) {
        return put(node, number, AccountNumber::masked);
    }

    private static ObjectNode put(
            ObjectNode node, Optional<AccountNumber> number, Function<AccountNumber, String> shown) {
        var nuban = number.filter(one -> one.scheme() == Scheme.NUBAN);
        node.put("nuban", nuban.map(shown).orElse(""));
        if (nuban.isEmpty()) {
            number.ifPresentOrElse(
                    one -> node.set(
                            "number",
                            Json.object().put("scheme", one.scheme().wire()).put("value", shown.apply(one))),
                    () -> node.putNull("number"));
        }
        return node;
    }
}
