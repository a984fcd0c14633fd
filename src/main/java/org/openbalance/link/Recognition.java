package org.openbalance.link;

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
import java.util.Optional;
import java.util.stream.Stream;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankCustomer;
import org.openbalance.bank.Product;
import org.openbalance.consent.Consent;
import org.openbalance.consent.Session;
import org.openbalance.http.Problem;
import org.openbalance.link.Identities.Kind;
import org.openbalance.store.Condition;
import org.openbalance.store.Ids;
import org.openbalance.store.Key;
import org.openbalance.store.Table;
import org.openbalance.store.Tenant;
import org.openbalance.store.Write;

/// Knows one customer of an owner again across logins: by the bank's own reference, by BVN, or by what the owner said.
@Singleton
final class Recognition {

    private final Table table;
    private final Identities identities;

    Recognition(Table table, Identities identities) {
        this.table = table;
        this.identities = identities;
    }

    /// The customer as they will stand, and what must be written for that.
    record Recognised(Customer customer, boolean isNew, List<Write> writes) {}

    /// @throws org.openbalance.http.Refused 403 `FLAGGED_USER` if the owner flagged the customer at this bank; 409 if
    /// the person who signed in is not the one the session was opened for
    Recognised recognise(Session session, Consent consent, Bank bank, BankCustomer holder, Instant now) {
        var tenant = session.tenant();
        var said = said(session);
        requireSamePerson(Optional.ofNullable(said.get("bvn")), holder);
        var telling = telling(tenant, bank, holder, said);
        var pointers = pointers(tenant, telling);
        var before = named(tenant, said).or(() -> known(tenant, telling, pointers));
        before.ifPresent(customer -> requireWelcome(customer, bank, holder));
        var facts = new LinkedHashSet<>(telling);
        var kept = consent.covers(Product.IDENTITY) ? holder : nameOnly(holder);
        facts.addAll(finding(tenant, kept));
        // A fact that leads to another customer already stays with that one.
        var free = free(tenant, facts);
        return before.map(customer -> again(customer, kept, free, now)).orElseGet(() -> first(tenant, kept, free, now));
    }

    /// Contact details are kept only where the customer agreed to that.
    private static BankCustomer nameOnly(BankCustomer holder) {
        return new BankCustomer(
                holder.reference(), holder.name(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Map<String, String> said(Session session) {
        var said = new LinkedHashMap<String, String>();
        session.options()
                .path("customer")
                .properties()
                .forEach(fact -> said.put(fact.getKey(), fact.getValue().asText()));
        return said;
    }

    /// The digests by which the customer is known again, the surest first.
    private List<String> telling(Tenant tenant, Bank bank, BankCustomer holder, Map<String, String> said) {
        var facts = new LinkedHashSet<String>();
        facts.add(identities.ofBank(tenant, bank.id(), holder.reference()));
        holder.bvn().flatMap(bvn -> identities.of(tenant, Kind.BVN, bvn)).ifPresent(facts::add);
        for (var kind : List.of(Kind.BVN, Kind.NIN, Kind.PHONE, Kind.EMAIL)) {
            Optional.ofNullable(said.get(kind.name().toLowerCase(Locale.ROOT)))
                    .flatMap(fact -> identities.of(tenant, kind, fact))
                    .ifPresent(facts::add);
        }
        return List.copyOf(facts);
    }

    /// What the customer can be found by, but, as families share it, is not told apart by.
    private List<String> finding(Tenant tenant, BankCustomer holder) {
        return Stream.of(
                        holder.phone().flatMap(phone -> identities.of(tenant, Kind.PHONE, phone)),
                        holder.email().flatMap(email -> identities.of(tenant, Kind.EMAIL, email)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, String> pointers(Tenant tenant, Collection<String> facts) {
        var places = new HashMap<Key, String>();
        facts.forEach(fact -> places.put(Customer.identityKey(tenant, fact), fact));
        var customers = new HashMap<String, String>();
        for (var pointer : table.getAllLatest(places.keySet())) {
            customers.put(places.get(pointer.key()), pointer.text(Identities.CUSTOMER));
        }
        return customers;
    }

    private List<String> free(Tenant tenant, Collection<String> facts) {
        var taken = pointers(tenant, facts);
        return facts.stream().filter(fact -> !taken.containsKey(fact)).toList();
    }

    private Optional<Customer> named(Tenant tenant, Map<String, String> said) {
        return Optional.ofNullable(said.get("id")).map(id -> table.getLatest(Customer.key(tenant, id))
                .map(Removal::staying)
                .orElseThrow(() -> Problem.unknown("customer").refused()));
    }

    private Optional<Customer> known(Tenant tenant, List<String> telling, Map<String, String> pointers) {
        return telling.stream()
                .filter(pointers::containsKey)
                .findFirst()
                .flatMap(fact -> table.getLatest(Customer.key(tenant, pointers.get(fact))))
                .map(Removal::staying);
    }

    private static void requireWelcome(Customer customer, Bank bank, BankCustomer holder) {
        if (customer.flagged().contains(bank.id())) {
            throw Problem.of(403, Problem.Type.FLAGGED_USER, "This customer was flagged at this bank by the company")
                    .refused();
        }
        requireSamePerson(customer.bvn(), holder);
    }

    private static void requireSamePerson(Optional<String> bvn, BankCustomer holder) {
        if (bvn.isPresent() && holder.bvn().isPresent() && !bvn.equals(holder.bvn())) {
            throw Problem.conflict("The person who signed in is not the customer this session was opened for")
                    .refused();
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

    private static Recognised first(Tenant tenant, BankCustomer holder, List<String> facts, Instant now) {
        var customer = new Customer(
                Ids.next(now),
                tenant,
                holder.name(),
                holder.bvn(),
                holder.phone(),
                holder.email(),
                facts,
                List.of(),
                now,
                now);
        return new Recognised(customer, true, with(Write.create(customer.toItem()), customer, facts));
    }

    private static List<Write> with(Write written, Customer customer, List<String> pointers) {
        var writes = new ArrayList<Write>();
        writes.add(written);
        pointers.forEach(fact -> writes.add(Write.create(Identities.pointer(customer.tenant(), fact, customer.id()))));
        return writes;
    }
}
