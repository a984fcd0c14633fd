package org.openbalance.bank;

import java.util.List;
import java.util.Optional;
import org.openbalance.platform.Environment;
import org.openbalance.platform.dynamodb.ItemKey;
import org.openbalance.platform.dynamodb.Query;

/// A directory of banks in the table: that of a network, or, where owners' keys tell its environments apart, that of
/// the network in one of them. Beside the banks stand the owners who have keys that it can be read with.
///
/// @param environment empty for a network that needs no keys: it has the same banks in each of its environments
record Directory(String network, Optional<Environment> environment) {

    private static final String PARTITION = "BANKS#";
    private static final String OWNER = "OWNER#";

    /// Those of a connector that lists banks, one or one for each of its environments.
    static List<Directory> of(Connector connector, ListsBanks lists) {
        return connector.keyNetwork().isEmpty()
                ? List.of(new Directory(lists.network(), Optional.empty()))
                : connector.environments().stream()
                        .sorted()
                        .map(environment -> ofKeys(lists.network(), environment))
                        .toList();
    }

    /// That of a network whose keys are of this environment.
    static Directory ofKeys(String network, Environment environment) {
        return new Directory(network, Optional.of(environment));
    }

    String partition() {
        return PARTITION + name();
    }

    /// When the network is asked next, and what became of it so far.
    ItemKey state() {
        return new ItemKey(partition(), "STATE");
    }

    /// Stands for an owner who has keys.
    ItemKey owner(String id) {
        return new ItemKey(partition(), OWNER + id);
    }

    Query owners() {
        return Query.of(partition()).startingWith(OWNER);
    }

    static String ownerOf(ItemKey key) {
        return key.sort().substring(OWNER.length());
    }

    /// As the log names it.
    String name() {
        return network + environment.map(one -> '#' + one.wire()).orElse("");
    }
}
