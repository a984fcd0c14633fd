package org.openbalance.bank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.openbalance.api.Json;
import org.openbalance.api.Product;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;

/// How a network's banks stand in the table: [#COUNT] items at most, each with the banks whose ids begin alike, as
/// compressed JSON. A bank's slug ends with the beginning of its id, so either name leads to one item; the slugs of
/// [WellKnownBanks] lead to their ids by themselves.
final class DirectoryShard {

    static final int COUNT = 64;

    private static final String SORT = "SHARD#";
    private static final String TYPE = "bank-directory";
    private static final String BANKS = "banks";
    private static final Pattern END_OF_NAME = Pattern.compile("[0-9a-f]{6,24}");
    private static final Bank.Colors COLORS = new Bank.Colors("#e2e4e8", "#2f3b4c", "#1f2937", "#ffffff");

    private DirectoryShard() {}

    static ItemKey key(Directory directory, int shard) {
        return new ItemKey(directory.partition(), SORT + (shard < 10 ? "0" : "") + shard);
    }

    /// All banks that are kept.
    static Query all(Directory directory) {
        return Query.of(directory.partition()).startingWith(SORT);
    }

    /// Where a bank stands that is named so; empty for what is no name of a bank in a directory.
    static OptionalInt of(String idOrSlug) {
        var end = idOrSlug.substring(idOrSlug.lastIndexOf('-') + 1);
        return END_OF_NAME.matcher(end).matches()
                ? OptionalInt.of(Integer.parseInt(end, 0, 2, 16) % COUNT)
                : OptionalInt.empty();
    }

    /// @param banks those of one shard
    static Item item(Directory directory, int shard, List<Bank> banks) {
        var sorted = banks.stream().sorted(Comparator.comparing(Bank::id)).toList();
        var json = Json.write(Json.array(sorted, DirectoryShard::node));
        return Item.draft(key(directory, shard), TYPE, 1)
                .with(BANKS, zipped(json))
                .done();
    }

    static List<Bank> banks(String network, Item item) {
        var reading = new Reading(network);
        var banks = new ArrayList<Bank>();
        Json.readOwn(unzipped(item.bytes(BANKS))).forEach(node -> banks.add(reading.bank(node)));
        return banks;
    }

    private static ObjectNode node(Bank bank) {
        var listing = bank.listing().orElseThrow();
        var node = Json.object()
                .put("id", bank.id())
                .put("slug", bank.slug())
                .put("reference", listing.reference())
                .put("name", bank.name())
                .put("country", bank.country())
                .put("code", bank.code())
                .put("logo", bank.artwork())
                .put("corporate", bank.corporate())
                .put("personal", bank.personal())
                .put("since", listing.since().toEpochMilli())
                .put("withdrawn", listing.withdrawn());
        bank.dailyReads().ifPresent(reads -> node.put("reads", reads));
        node.set(
                "products",
                Json.texts(bank.products().stream().map(Product::wire).sorted().toList()));
        node.set("login", login(bank.login()));
        return node;
    }

    private static ObjectNode login(Bank.Login login) {
        var node = Json.object().put("type", login.type());
        node.set("fields", Json.array(login.fields(), field -> Json.object()
                .put("name", field.name())
                .put("label", field.label())
                .put("type", field.type())
                .put("length", field.length())));
        return node;
    }

    /// What many banks of a network have alike is one object in memory.
    private static final class Reading {

        private final String network;
        private final Map<JsonNode, Bank.Login> logins = new HashMap<>();
        private final Map<JsonNode, Set<Product>> products = new HashMap<>();

        private Reading(String network) {
            this.network = network;
        }

        private Bank bank(JsonNode node) {
            return new Bank(
                    node.get("id").textValue(),
                    node.get("slug").textValue(),
                    node.get("code").textValue(),
                    node.get("name").textValue(),
                    node.get("logo").textValue(),
                    COLORS,
                    node.get("corporate").booleanValue(),
                    products.computeIfAbsent(node.get("products"), Reading::products),
                    logins.computeIfAbsent(node.get("login"), Reading::login),
                    node.has("reads") ? OptionalInt.of(node.get("reads").intValue()) : OptionalInt.empty(),
                    node.get("country").textValue(),
                    node.get("personal").booleanValue(),
                    Optional.of(new Bank.Listing(
                            network,
                            node.get("reference").textValue(),
                            Instant.ofEpochMilli(node.get("since").longValue()),
                            node.get("withdrawn").booleanValue())));
        }

        private static Set<Product> products(JsonNode names) {
            var products = new LinkedHashSet<Product>();
            names.forEach(name -> Product.of(name.textValue()).ifPresent(products::add));
            return Set.copyOf(products);
        }

        private static Bank.Login login(JsonNode node) {
            var fields = new ArrayList<Bank.Field>();
            node.get("fields")
                    .forEach(field -> fields.add(new Bank.Field(
                            field.get("name").textValue(),
                            field.get("label").textValue(),
                            field.get("type").textValue(),
                            field.get("length").intValue())));
            return new Bank.Login(node.get("type").textValue(), List.copyOf(fields));
        }
    }

    /// A bank as it is kept, from what its network says of it.
    ///
    /// @param id [Institution#id], or that of a well-known bank
    /// @param slug which it keeps when its name changes
    static Bank bank(String network, String id, Institution institution, String slug, Instant since) {
        return new Bank(
                id,
                slug,
                institution.codeOfNubans().orElse(""),
                institution.name(),
                institution.logo().orElse(""),
                COLORS,
                institution.corporate(),
                Set.copyOf(institution.products()),
                institution.login(),
                institution.dailyReads(),
                institution.country(),
                institution.personal(),
                Optional.of(new Bank.Listing(network, institution.reference(), since, false)));
    }

    private static byte[] zipped(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String unzipped(byte[] bytes) {
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("A directory of banks does not read", broken);
        }
    }
}
