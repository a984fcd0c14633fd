package org.openbalance.bank;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openbalance.bank.WellKnownBanks.WellKnown;
import org.openbalance.platform.Environment;
import org.openbalance.platform.dynamodb.Item;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;
import org.openbalance.platform.dynamodb.Table;
import org.openbalance.platform.dynamodb.Write;

/// Which network's bank has the id of a well-known bank ([WellKnownBanks]): in each environment the one that was listed
/// there first, for ever. The same bank at another network has an id of that network: an account is never asked for at
/// another network than it was linked by.
final class WellKnownClaims {

    private static final String PARTITION = "BANKS#WELL-KNOWN";
    private static final String TYPE = "bank-claim";
    private static final String NETWORK = "network";
    private static final String REFERENCE = "reference";
    private static final String ID = "id";

    private final Table table;

    WellKnownClaims(Table table) {
        this.table = table;
    }

    /// What a network tells, under the ids that its banks have here. Of two that are one bank, such as its business
    /// with firms beside that with persons, the first that serves persons has the well-known id. A bank that is
    /// listed under its network's id keeps that.
    ///
    /// @param environments that the network serves
    /// @param told by the ids that the network's references make
    /// @param kept ids of the banks that are listed already
    Map<String, Institution> named(
            String network, Collection<Environment> environments, Map<String, Institution> told, Set<String> kept) {
        var claims = new Claims(network, environments);
        var named = new LinkedHashMap<String, Institution>();
        told.forEach((own, institution) ->
                named.put(kept.contains(own) ? own : claims.idOf(institution).orElse(own), institution));
        return named;
    }

    /// One request reads all claims; each new one is a write more.
    private final class Claims {

        private final String network;
        private final Collection<Environment> environments;
        private final Set<ItemKey> taken = new HashSet<>();
        /// Of this network in these environments, by its references.
        private final Map<String, String> ids = new HashMap<>();

        private Claims(String network, Collection<Environment> environments) {
            this.network = network;
            this.environments = environments;
            table.query(Query.of(PARTITION).latest()).forEach(this::note);
        }

        private void note(Item claim) {
            taken.add(claim.key());
            if (claim.text(NETWORK).equals(network) && places(claim.text(ID)).contains(claim.key())) {
                ids.put(claim.text(REFERENCE), claim.text(ID));
            }
        }

        private List<ItemKey> places(String id) {
            return environments.stream()
                    .map(environment -> new ItemKey(PARTITION, environment.wire() + '#' + id))
                    .toList();
        }

        private Optional<String> idOf(Institution institution) {
            return Optional.ofNullable(ids.get(institution.reference())).or(() -> WellKnownBanks.of(institution)
                    .filter(_ -> institution.personal())
                    .map(WellKnown::id)
                    .filter(id -> claim(id, institution)));
        }

        /// Whether it is this network's now.
        private boolean claim(String id, Institution institution) {
            var places = places(id);
            if (places.stream().anyMatch(taken::contains)) {
                return false;
            }
            var claimed = places.stream()
                    .map(place -> Write.create(Item.draft(place, TYPE, 1)
                            .with(ID, id)
                            .with(NETWORK, network)
                            .with(REFERENCE, institution.reference())
                            .done()))
                    .toList();
            taken.addAll(places);
            return table.commit(claimed).done();
        }
    }
}
