package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Json;
import org.openbalance.bank.BankJson;
import org.openbalance.bank.Secret;

/// Customers of the sandbox banks on the wire. They are invented, so even what a real bank would keep to itself is
/// told.
final class SandboxCustomerJson {

    /// In place of a password that is kept only as a hash.
    static final String NOTE = "The password was told when the customer was created; only its hash is kept";

    private SandboxCustomerJson() {}

    /// Old clients take the first e-mail address, phone number and photo without looking: none of the lists is empty.
    ///
    /// @param password empty when it is not known any more
    static ObjectNode of(SandboxCustomer customer, Optional<Secret> password, String base) {
        var node = Json.object()
                .put("_id", customer.id())
                .put("id", customer.id())
                .put("customer", customer.id())
                .put("created_at", Json.time(customer.createdAt()));
        node.set("identity", identity(customer, base));
        node.set("account", account(customer, password));
        return password.isPresent() ? node : node.put("note", NOTE);
    }

    /// A customer that was only thought up, in the form that `customers/create` takes.
    static ObjectNode wanted(NewCustomer wanted) {
        return Json.object()
                .put("noOfAccount", wanted.accounts())
                .put("name", wanted.name())
                .put("bank", wanted.bank().id())
                .put("username", wanted.username())
                .put("password", wanted.password().value())
                .put("type", wanted.type().wire())
                .put("volume", wanted.volume().wire())
                .put("identity", wanted.identity())
                .put("internetSpeed", wanted.internetSpeed());
    }

    private static ObjectNode identity(SandboxCustomer customer, String base) {
        var names = customer.name().strip().split("\\s+", 2);
        var node = Json.object()
                .put("name", customer.name())
                .put("firstname", names[0])
                .put("lastname", names.length > 1 ? names[1] : names[0]);
        node.set("email", Json.texts(List.of(customer.email())));
        node.set("phone", Json.texts(List.of(customer.phone())));
        node.put("bvn", customer.bvn()).put("type", customer.type().wire()).put("score", customer.identity());
        // Nobody invented has a photo: the bank's picture stands in.
        var picture = BankJson.brief(customer.bank(), base).get("logo").asText();
        node.set("photo_id", Json.array(List.of(picture), url -> Json.object().put("url", url)));
        return node;
    }

    private static ObjectNode account(SandboxCustomer customer, Optional<Secret> password) {
        var node = Json.object().put("bank", customer.bank().id()).put("username", customer.username());
        password.ifPresentOrElse(known -> node.put("password", known.value()), () -> node.putNull("password"));
        node.put("company_id", customer.companyId())
                .put("OTP", SandboxConnector.OTP)
                .put("answer", SandboxConnector.ANSWER)
                .put("pin", "")
                .put("token", "")
                .put("volume", customer.volume().wire())
                .put("speed", customer.internetSpeed())
                .put("currency", customer.currency().getCurrencyCode())
                .put("country", customer.country());
        node.set("bankDetails", Json.object().put("name", customer.bank().name()));
        node.set("nuban", Json.texts(customer.nubans()));
        return node;
    }
}
