package org.openbalance.bank.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.openbalance.api.Mark;

/// A customer together with what signs them in.
///
/// @param password empty for the [WellKnownUser], whose passwords are no secrets
/// @param madeBy the [Mark#note] of the call that made it, if it had one
record SandboxUser(SandboxCustomer customer, Optional<PasswordHash> password, Optional<String> madeBy) {

    boolean isMadeBy(Mark mark) {
        return madeBy.filter(mark::is).isPresent();
    }

    Optional<WellKnownUser> wellKnown() {
        return WellKnownUser.of(customer.username());
    }

    boolean is(WellKnownUser known) {
        return wellKnown().filter(known::equals).isPresent();
    }

    boolean takes(String typed) {
        return password.map(hash -> hash.fits(typed))
                .or(() -> wellKnown().map(known -> known.takes(typed)))
                .orElse(false);
    }

    /// Something that changes with the password and cannot be guessed by who does not know its salt.
    String secret() {
        return password.map(PasswordHash::hash).orElse("well known");
    }

    /// What is written down; all else follows from the seed.
    String text() {
        var hash = password.orElseThrow();
        var json = SandboxJson.object()
                .put("bank", customer.bank().id())
                .put("username", customer.username())
                .put("name", customer.name())
                .put("type", customer.type().wire())
                .put("volume", customer.volume().wire())
                .put("identity", customer.identity())
                .put("speed", customer.internetSpeed())
                .put("currency", customer.currency().getCurrencyCode())
                .put("country", customer.country())
                .put("created", customer.createdAt().toEpochMilli())
                .put("iterations", hash.iterations())
                .put("salt", hash.salt())
                .put("hash", hash.hash());
        var nubans = json.putArray("nubans");
        customer.nubans().forEach(nubans::add);
        madeBy.ifPresent(call -> json.put("made_by", call));
        return json.toString();
    }

    /// Customers of before they could live abroad have neither currency nor country: they live in Nigeria.
    static SandboxUser read(String owner, String text) {
        var json = SandboxJson.read(text).orElseThrow();
        var bank = SandboxBanks.find(json.get("bank").textValue()).orElseThrow().bank();
        var username = json.get("username").textValue();
        var customer = new SandboxCustomer(
                SandboxCustomers.id(owner, bank, username),
                bank,
                username,
                json.get("name").textValue(),
                Holder.of(json.get("type").textValue()).orElseThrow(),
                ActivityLevel.of(json.get("volume").textValue()).orElseThrow(),
                json.get("identity").intValue(),
                json.get("speed").intValue(),
                Currency.getInstance(
                        json.path("currency").asText(NewCustomer.naira().getCurrencyCode())),
                json.path("country").asText(NewCustomer.NIGERIA),
                nubans(json),
                Instant.ofEpochMilli(json.get("created").longValue()),
                SandboxCustomers.seed(owner, bank, username));
        return new SandboxUser(
                customer,
                Optional.of(password(json)),
                Optional.ofNullable(json.path("made_by").textValue()));
    }

    private static PasswordHash password(JsonNode json) {
        return new PasswordHash(
                json.get("iterations").intValue(),
                json.get("salt").textValue(),
                json.get("hash").textValue());
    }

    private static List<String> nubans(JsonNode json) {
        var nubans = new ArrayList<String>();
        json.get("nubans").forEach(nuban -> nubans.add(nuban.textValue()));
        return nubans;
    }
}
