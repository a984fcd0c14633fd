package org.openbalance.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openbalance.api.Json;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Banks;

/// How the end of an access went, on the wire.
public final class AccessJson {

    private AccessJson() {}

    public static ObjectNode of(EndingAccess ending, Banks banks, String base) {
        var node = Json.object().put("record", ending.id());
        node.set("bank", BankJson.brief(banks, ending.tenant(), ending.bank(), base));
        return node.put("status", ending.end().wire())
                .put("ended_at", Json.time(ending.since()))
                .put("settled_at", ending.settledAt().map(Json::time).orElse(null));
    }
}
