package org.openbalance.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.openbalance.api.Body;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.api.WebAddress;
import org.openbalance.bank.Countries;
import org.openbalance.owner.Logo;

/// The options that a page opens the widget with: those known are checked and kept, all others ignored.
///
/// @param consentEnds when the page wants the consent to end, if earlier than usual
record WidgetOptions(Set<Product> products, int months, Optional<Instant> consentEnds, ObjectNode kept) {

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?");
    private static final int MOST_PRODUCTS = 20;
    private static final int URL_LENGTH = 2_000;
    private static final int MOST_BANKS = 100;
    private static final int MOST_COUNTRIES = 50;
    private static final int META_LENGTH = 4_000;

    /// Texts that are kept as they come.
    private static final String[] TEXTS = {
        "name",
        "clientName",
        "app_id",
        "account_type",
        "selection_type",
        "connectMessage",
        "widget_success",
        "widget_failed",
        "success_title",
        "success_message",
        "currency",
        "reauth_bank",
        "state"
    };

    private static final String[] IDS = {"reauth_account", "reauth_record"};

    /// Of these, what a customer reads.
    private static final String[] READ = {
        "name", "clientName", "connectMessage", "widget_success", "widget_failed", "success_title", "success_message"
    };

    /// Control characters, marks of direction, and what has no width or no ink. Joiners are letters of some scripts.
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}&&[^\\r\\n\\t]]|[\\u00ad\\u2800\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0]");

    private static final Set<String> NAMES = Set.of("name", "clientName");
    private static final Pattern BREAK = Pattern.compile("[\\r\\n\\t]");

    private static final String[] SHOWN = {
        "selection_type",
        "multi_account",
        "connectMessage",
        "widget_success",
        "widget_failed",
        "success_title",
        "success_message",
        "redirect_url",
        "state",
        "reauth_bank",
        "reauth_account",
        "meta",
        "options"
    };

    private static final String NEEDED = "needed";

    /// What only the owner may say: who the customer is, what the company is called, and what it cannot do without.
    private static final List<String> OWNERS_WORD = List.of("customer", "name", "clientName", NEEDED);

    private static final String CALLBACK = "callback_url";
    private static final int WHY_LENGTH = 200;

    private static final String[] FLAGS = {"isCorporate", "multi_account", "noPeriodic", "showBalance", "own_window"};
    private static final String[] CUSTOMER = {"id", "name", "bvn", "phone", "email", "nin"};
    /// Written with blanks and hyphens by some, they are the same numbers.
    private static final Set<String> NUMBERS = Set.of("bvn", "nin");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]");
    private static final Set<String> SELECTIONS = Set.of("multiple", "some", "none");

    /// @param local whether this API stands on the caller's own machine, where addresses of that machine are called
    /// back
    static WidgetOptions of(Body body, boolean local) {
        var kept = Json.object();
        for (var name : TEXTS) {
            body.optionalText(name).ifPresent(text -> kept.put(name, text));
        }
        for (var name : IDS) {
            body.optionalId(name).ifPresent(id -> kept.put(name, id));
        }
        for (var name : READ) {
            var text = kept.path(name).asText();
            if (UNSEEN.matcher(text).find()
                    || NAMES.contains(name) && BREAK.matcher(text).find()) {
                body.error(name, "holds a character that cannot be seen, or turns the text around");
            }
        }
        for (var name : FLAGS) {
            if (body.has(name)) {
                kept.put(name, body.flag(name, false));
            }
        }
        body.oneOf("selection_type", SELECTIONS).ifPresent(type -> kept.put("selection_type", type));
        color(body).ifPresent(color -> kept.put("color", color));
        logo(body).ifPresent(logo -> kept.put("logo", logo));
        url(body, CALLBACK, text -> WebAddress.ofReceiver(text, local)).ifPresent(url -> kept.put(CALLBACK, url));
        url(body, "redirect_url", WebAddress::ofPage).ifPresent(url -> kept.put("redirect_url", url));
        customer(body, kept);
        filter(body, kept);
        free(body, kept, "meta");
        free(body, kept, "options");
        var products = products(body);
        needed(body, products, kept);
        var months = body.whole("limit", 1, SessionLimits.MONTHS_OF_STATEMENT, SessionLimits.MONTHS_OF_STATEMENT);
        return new WidgetOptions(products, months, body.to("exp"), kept);
    }

    /// Why the owner cannot do without a product, in the words that the customer reads.
    private static void needed(Body body, Set<Product> products, ObjectNode kept) {
        var known = Json.object();
        for (var need : body.object(NEEDED).entries().entrySet()) {
            var name = NEEDED + '.' + shown(need.getKey());
            var why = need.getValue().strip();
            if (Product.of(need.getKey()).filter(products::contains).isEmpty()) {
                body.error(name, "is not among the products of this session");
            } else if (why.isEmpty()
                    || why.length() > WHY_LENGTH
                    || UNSEEN.matcher(why).find()) {
                body.error(name, "must say why in " + WHY_LENGTH + " characters at most, all of which can be seen");
            } else {
                known.put(Product.of(need.getKey()).orElseThrow().wire(), why);
            }
        }
        if (!known.isEmpty()) {
            kept.set(NEEDED, known);
        }
    }

    Optional<String> needed(Product product) {
        return Optional.ofNullable(kept.path(NEEDED).path(product.wire()).textValue());
    }

    /// Drops what a page said and only the owner may say.
    ///
    /// @param mayBeCalledBack whether a page may name this address
    void keepOnlyVouched(Set<String> vouched, Predicate<String> mayBeCalledBack) {
        OWNERS_WORD.stream().filter(name -> !vouched.contains(name)).forEach(kept::remove);
        var callback = Optional.ofNullable(kept.get(CALLBACK)).filter(_ -> !vouched.contains(CALLBACK));
        if (callback.filter(url -> !mayBeCalledBack.test(url.asText())).isPresent()) {
            kept.remove(CALLBACK);
        }
    }

    /// The id of the customer that the session is opened for, if it is said.
    Optional<String> customer() {
        return Optional.ofNullable(kept.path("customer").path("id").textValue());
    }

    /// What of the options the widget itself shows or follows.
    static ObjectNode shown(Session session) {
        var shown = Json.object();
        for (var name : SHOWN) {
            var value = session.options().get(name);
            if (value != null) {
                shown.set(name, value);
            }
        }
        return shown;
    }

    /// Products that this API has no use for, such as payments, are no reason to turn an old page away.
    private static Set<Product> products(Body body) {
        var products = new LinkedHashSet<>(ConsentText.always());
        var named = body.texts("products", MOST_PRODUCTS);
        for (var name : named) {
            var product = Product.of(name.strip());
            product.ifPresentOrElse(
                    products::add, () -> body.error("products", "names a product that is not offered: " + shown(name)));
        }
        return products;
    }

    private static Optional<String> color(Body body) {
        return body.optionalText("color").map(color -> {
            if (!COLOR.matcher(color).matches()) {
                body.error("color", "must be a colour such as #3AB795");
            }
            return color;
        });
    }

    /// A picture itself, which the widget shows, or its address, which the widget leaves alone: old pages send one.
    private static Optional<String> logo(Body body) {
        return Logo.isPicture(body.node().path("logo").asText())
                ? body.optionalExact("logo", Logo.LENGTH)
                : url(body, "logo", WebAddress::ofPage);
    }

    private static Optional<String> url(Body body, String name, AddressReader reader) {
        return body.optionalExact(name, URL_LENGTH)
                .filter(url -> !url.isBlank())
                .map(url -> {
                    try {
                        reader.read(url);
                    } catch (WebAddress.Unusable unusable) {
                        body.error(name, unusable.getMessage());
                    }
                    return url.strip();
                });
    }

    private interface AddressReader {
        WebAddress read(String text) throws WebAddress.Unusable;
    }

    private static void customer(Body body, ObjectNode kept) {
        var customer = body.open("customer");
        var known = Json.object();
        for (var name : CUSTOMER) {
            (name.equals("id") ? customer.optionalId(name) : customer.optionalText(name))
                    .ifPresent(text -> known.put(
                            name,
                            NUMBERS.contains(name) ? SEPARATORS.matcher(text).replaceAll("") : text));
        }
        if (!known.isEmpty()) {
            kept.set("customer", known);
        }
    }

    private static void filter(Body body, ObjectNode kept) {
        var filter = body.open("filter");
        var known = Json.object();
        filter.optionalText("industry_type").ifPresent(type -> known.put("industry_type", type));
        var banks = filter.texts("banks", MOST_BANKS);
        if (!banks.isEmpty()) {
            known.set("banks", Json.texts(banks));
        }
        var countries = filter.texts("countries", MOST_COUNTRIES);
        if (!countries.isEmpty()) {
            known.set("countries", Json.texts(countries(body, countries)));
        }
        if (!known.isEmpty()) {
            kept.set("filter", known);
        }
    }

    private static List<String> countries(Body body, List<String> named) {
        return named.stream()
                .flatMap(name -> {
                    var country = Countries.of(name);
                    if (country.isEmpty()) {
                        body.error(
                                "filter.countries",
                                "names no country, neither by a code of ISO 3166 nor in English: " + shown(name));
                    }
                    return country.stream();
                })
                .toList();
    }

    /// What the company hands through for itself.
    private static void free(Body body, ObjectNode kept, String name) {
        var value = body.node().get(name);
        if (value == null || value.isNull()) {
            return;
        }
        if (Json.write(value).length() > META_LENGTH) {
            body.error(name, "may not have more than " + META_LENGTH + " characters");
            return;
        }
        kept.set(name, value);
    }

    private static String shown(String name) {
        return name.length() > 30 ? name.substring(0, 30) + "…" : name;
    }
}
