package org.openbalance.bank;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.platform.Tenant;

/// Banks on the wire.
///
/// Old clients decode banks into strict types: nothing they know may be missing or null.
public final class BankJson {

    private static final String ARTWORK = "/assets/banks/";
    /// In place of its name, so that strict clients meet no key that they do not know.
    private static final String GONE = "Bank no longer served";
    /// The beginning of an id is the second it was made in, but for those in a network's directory.
    private static final int SECONDS_DIGITS = 8;

    private BankJson() {}

    /// All that there is to tell of a bank, as `banks/list` and `banks/getById` do.
    ///
    /// @param base the address of this API, without a slash at its end
    public static ObjectNode full(Bank bank, String base) {
        var node = detailed(bank, base);
        node.put("id", bank.id())
                .put("sortcode", bank.code())
                .put("alt_sortcode", bank.code())
                .put("status", bank.withdrawn() ? "withdrawn" : "active")
                .put("active", !bank.withdrawn())
                .put("created_at", made(bank))
                .put("last_updated", made(bank));
        node.set("products", Json.texts(productsOf(bank)));
        node.set("countries", Json.texts(List.of(bank.country())));
        node.set("keywords", Json.texts(List.of(bank.name(), bank.slug())));
        node.set("multi_login", Json.texts(List.of()));
        node.set("keyboards", Json.object());
        node.set("payments", payments());
        node.put("corporate", bank.corporate()).put("individual", bank.personal());
        return logins(node, bank);
    }

    /// A bank as it stands in a balance: no more and no less than the old API gave there.
    public static ObjectNode brief(Bank bank, String base) {
        var artwork = artwork(bank, base);
        var node = Json.object()
                .put("_id", bank.id())
                .put("icon", artwork)
                .put("logo", artwork)
                .put("name", bank.name())
                .put("v2_icon", artwork)
                .put("v2_logo", artwork);
        node.set("colors", colors(bank.colors()));
        return node;
    }

    /// As [#brief(Bank, String)], for our own pages, which load no picture from elsewhere.
    public static ObjectNode onPage(Bank bank, String base) {
        var node = brief(bank, base);
        return isElsewhere(bank.artwork()) ? withoutArtwork(node) : node;
    }

    /// As [#brief(Bank, String)], for a bank that may have left the directory since an account was linked at it.
    public static ObjectNode brief(Banks banks, Tenant tenant, String id, String base) {
        return banks.find(tenant.environment(), id)
                .map(bank -> brief(bank, base))
                .orElseGet(() -> gone(id));
    }

    /// A bank as it stands in an account.
    public static ObjectNode ofAccount(Banks banks, Tenant tenant, String id, String base) {
        return banks.find(tenant.environment(), id)
                .map(bank -> detailed(bank, base).put("status", !bank.withdrawn()))
                .orElseGet(() -> gone(id).put("status", false));
    }

    private static ObjectNode detailed(Bank bank, String base) {
        var node = brief(bank, base);
        node.put("slug", bank.slug())
                .put("inverted_logo", artwork(bank, base))
                .put("isMFA", asksMore(bank))
                .put("mfaType", asksMore(bank) ? bank.login().type() : "none")
                .put("corp", bank.corporate());
        node.withObjectProperty("colors").put("bg", bank.colors().accent());
        return node;
    }

    private static String artwork(Bank bank, String base) {
        return bank.artwork().isEmpty() || isElsewhere(bank.artwork())
                ? bank.artwork()
                : base + ARTWORK + bank.artwork();
    }

    private static boolean isElsewhere(String artwork) {
        return artwork.startsWith("https://");
    }

    private static ObjectNode withoutArtwork(ObjectNode node) {
        List.of("icon", "logo", "v2_icon", "v2_logo").forEach(artwork -> node.put(artwork, ""));
        return node;
    }

    private static ObjectNode logins(ObjectNode node, Bank bank) {
        return node.put("ussd", false)
                .put("only_mobile", false)
                .put("only_token", false)
                .put("secret_question_or_otp", asksMore(bank) && !bank.corporate())
                .put("secret_question_or_otp_mobile", false)
                .put("secret_question_or_otp_corp", asksMore(bank) && bank.corporate());
    }

    /// Whether a one-time password or a question follows the fields of its login.
    private static boolean asksMore(Bank bank) {
        return bank.login().type().equals("otp") || bank.login().type().equals("question");
    }

    /// Payments are no part of this product, but old clients need to be told so by way of login.
    private static ObjectNode payments() {
        var node = Json.object();
        for (var way : List.of("ind", "corp", "mobile", "ussd")) {
            node.set(
                    way,
                    Json.object().put("exists", false).put("recurring", false).put("save_bene", false));
        }
        return node;
    }

    private static ObjectNode colors(Bank.Colors colors) {
        return Json.object()
                .put("accent", colors.accent())
                .put("primary", colors.primary())
                .put("button", colors.button())
                .put("icon", colors.icon());
    }

    private static List<String> productsOf(Bank bank) {
        return bank.products().stream().map(Product::wire).sorted().toList();
    }

    private static String made(Bank bank) {
        return Json.time(bank.listing().map(Bank.Listing::since).orElseGet(() -> secondOf(bank.id())));
    }

    private static Instant secondOf(String id) {
        return Instant.ofEpochSecond(HexFormat.fromHexDigitsToLong(id, 0, SECONDS_DIGITS));
    }

    private static ObjectNode gone(String id) {
        var node = withoutArtwork(Json.object().put("_id", id).put("name", GONE));
        node.set("colors", colors(new Bank.Colors("", "", "", "")));
        return node;
    }
}
