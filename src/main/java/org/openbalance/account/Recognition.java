package org.openbalance.account;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openbalance.account.Identities.Kind;
import org.openbalance.api.Problem;
import org.openbalance.api.Product;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankCustomer;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Session;
import org.openbalance.platform.Ids;
import org.openbalance.platform.Tenant;
import org.openbalance.platform.dynamodb.Condition;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Knows one customer of an owner again across logins: by the bank's own reference, by BVN, or by what the owner said
/// with its secret key. What a page in a browser says counts for nothing.
@Singleton
public final class Recognition {

    private final Table table;
    private final Identities identities;
    private final OldIds oldIds;

    Recognition(Table table, Identities identities, OldIds oldIds) {
        this.table = table;
        this.identities = identities;
        this.oldIds = oldIds;
    }

    /// The customer as they will stand, and what must be written for that.
    public record Recognised(Customer customer, boolean isNew, List<Write> writes) {}

    /// @param old what Okra called the holders of the accounts that are linked: whoever is new here has the first of
    /// these ids that is free
    /// @throws org.openbalance.api.ApiException 403 `FLAGGED_USER` if the owner flagged the customer at this
    /// bank; 409 if the person who signed in is not the one the session was opened for
    public Recognised recognise(
            Session session, Consent consent, Bank bank, BankCustomer holder, List<String> old, Instant now) {
        var tenant = session.tenant();
        var said = said(session);
        requireSamePerson(Optional.ofNullable(said.get("bvn")), holder);
        var ofBank = ofBank(tenant, bank, holder);
        var ofOwner = ofOwner(tenant, said);
        var kept = consent.covers(Product.IDENTITY) ? holder : nameOnly(holder);
        var facts = new LinkedHashSet<>(ofBank);
        facts.addAll(ofOwner);
        facts.addAll(finding(tenant, kept));
        // Read once: who is known by them and which of them are free must be of one moment.
        var pointers = pointers(tenant, facts);
        var customers = customers(tenant, said, Stream.concat(ofBank.stream(), ofOwner.stream()), pointers);
        var signedIn = knownBy(tenant, ofBank, pointers, customers);
        // Whoever the session was opened for: the bank has said who this is.
        signedIn.forEach(customer -> requireNotFlagged(Customer.of(customer), bank));
        var before = named(tenant, said, customers)
                .or(() -> signedIn.stream().findFirst())
                .or(() -> knownBy(tenant, ofOwner, pointers, customers).stream().findFirst())
                .map(CustomerRemoval::staying);
        before.ifPresent(customer -> {
            requireNotFlagged(customer, bank);
            requireSamePerson(customer.bvn(), holder);
        });
        // A fact that leads to another customer already stays with that one.
        var free = facts.stream().filter(fact -> !pointers.containsKey(fact)).toList();
        return before.map(customer -> again(customer, kept, free, now))
                .orElseGet(() -> first(tenant, idOfNew(tenant, said, old, now), kept, free, now));
    }

    /// The owner's word for the customer, if it imported that, comes before what it said of the accounts.
    private String idOfNew(Tenant tenant, Map<String, String> said, List<String> old, Instant now) {
        return Stream.concat(Stream.ofNullable(said.get("id")), old.stream())
                .distinct()
                .filter(id -> oldIds.isFree(tenant, id))
                .findFirst()
                .orElseGet(() -> Ids.next(now));
    }

    /// Contact details are kept only where the customer agreed to that.
    private static BankCustomer nameOnly(BankCustomer holder) {
        return new BankCustomer(
                holder.reference(), holder.name(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What the owner said of the customer; a session holds nothing that a page said of them.
    private static Map<String, String> said(Session session) {
        var said = new LinkedHashMap<String, String>();
        session.options()
                .path("customer")
                .properties()
                .forEach(fact -> said.put(fact.getKey(), fact.getValue().asText()));
        return said;
    }

    /// The digests by which the bank tells its customers apart, the surest first.
    private List<String> ofBank(Tenant tenant, Bank bank, BankCustomer holder) {
        return Stream.concat(
                        Stream.of(identities.ofBank(tenant, bank.id(), holder.reference())),
                        holder.bvn().flatMap(bvn -> identities.of(tenant, Kind.BVN, bvn)).stream())
                .toList();
    }

    /// The digests by which the owner tells its customers apart.
    private List<String> ofOwner(Tenant tenant, Map<String, String> said) {
        return Stream.of(Kind.BVN, Kind.NIN, Kind.PHONE, Kind.EMAIL)
                .flatMap(kind -> Optional.ofNullable(said.get(kind.name().toLowerCase(Locale.ROOT)))
                        .flatMap(fact -> identities.named(tenant, kind, fact))
                        .stream())
                .toList();
    }

    /// What the customer can be found by, but, as families share it and banks let it be changed, is not told apart by.
    private List<String> finding(Tenant tenant, BankCustomer holder) {
        return Stream.of(
                        holder.phone().flatMap(phone -> identities.of(tenant, Kind.PHONE, phone)),
                        holder.email().flatMap(email -> identities.of(tenant, Kind.EMAIL, email)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, String> pointers(Tenant tenant, Collection<String> facts) {
        var places = new HashMap<ItemKey, String>();
        facts.forEach(fact -> places.put(Customer.identityKey(tenant, fact), fact));
        var customers = new HashMap<String, String>();
        for (var pointer : table.getAllLatest(places.keySet())) {
            customers.put(places.get(pointer.key()), pointer.text(Identities.CUSTOMER));
        }
        return customers;
    }

    /// The customer whom the owner names and all that facts lead to, by their places: most often they are one, and each
    /// is read once.
    private Map<ItemKey, Item> customers(
            Tenant tenant, Map<String, String> said, Stream<String> facts, Map<String, String> pointers) {
        var ids = Stream.concat(
                Stream.ofNullable(said.get("id")), facts.map(pointers::get).filter(Objects::nonNull));
        var keys = ids.map(id -> Customer.key(tenant, id)).distinct().toList();
        return table.getAllLatest(keys).stream().collect(Collectors.toMap(Item::key, Function.identity()));
    }

    /// Empty if the owner names nobody, or one who is not here yet, whom it imported.
    private Optional<Item> named(Tenant tenant, Map<String, String> said, Map<ItemKey, Item> customers) {
        var id = Optional.ofNullable(said.get("id"));
        var named = id.map(known -> customers.get(Customer.key(tenant, known)));
        if (id.isPresent() && named.isEmpty() && !oldIds.knows(tenant, id.get())) {
            throw Problem.unknown("customer").exception();
        }
        return named;
    }

    /// The customers that facts lead to, in the facts' order.
    private static List<Item> knownBy(
            Tenant tenant, List<String> facts, Map<String, String> pointers, Map<ItemKey, Item> customers) {
        return facts.stream()
                .map(pointers::get)
                .filter(Objects::nonNull)
                .distinct()
                .map(id -> customers.get(Customer.key(tenant, id)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static void requireNotFlagged(Customer customer, Bank bank) {
        if (customer.flagged().contains(bank.id())) {
            throw Problem.of(403, Problem.Type.FLAGGED_USER, "This customer was flagged at this bank by the company")
                    .exception();
        }
    }

    private static void requireSamePerson(Optional<String> bvn, BankCustomer holder) {
        if (bvn.isPresent() && holder.bvn().isPresent() && !bvn.equals(holder.bvn())) {
            throw Problem.conflict("The person who signed in is not the customer this session was opened for")
                    .exception();
        }
    }

    private static Recognised again(Customer before, BankCustomer holder, List<String> free, Instant now) {
        var identities = new LinkedHashSet<>(before.identities());
        identities.addAll(free);
        var customer = new Customer(
                before.id(),
                before.tenant(),
                holder.name(),
                holder.bvn().or(before::bvn),
                holder.phone().or(before::phone),
                holder.email().or(before::email),
                List.copyOf(identities),
                before.flagged(),
                before.createdAt(),
                before.nextChange(now));
        var changed = Write.put(customer.toItem()).when(Condition.equal(Customer.UPDATED, before.updatedAt()));
        return new Recognised(customer, false, with(changed, customer, free));
    }

    private static Recognised first(Tenant tenant, String id, BankCustomer holder, List<String> facts, Instant now) {
        var customer = new Customer(
                id, tenant, holder.name(), holder.bvn(), holder.phone(), holder.email(), facts, List.of(), now, now);
        return new Recognised(customer, true, with(Write.create(customer.toItem()), customer, facts));
    }

    private static List<Write> with(Write written, Customer customer, List<String> pointers) {
        var writes = new ArrayList<Write>();
        writes.add(written);
        pointers.forEach(fact -> writes.add(Write.create(Identities.pointer(customer.tenant(), fact, customer.id()))));
        return writes;
    }
}
