package org.openbalance.tools;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.local.LocalFailure;

/// The networks that need keys, and what a command line says of them.
final class NetworkChecks {

    private NetworkChecks() {}

    /// Of all networks that are connected.
    static List<ChecksKeys> all() {
        return ServiceLoader.load(ChecksKeys.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// @throws LocalFailure if none of them is of this network
    static ChecksKeys of(List<ChecksKeys> checks, String network) {
        return checks.stream()
                .filter(check -> check.network().equals(network))
                .findFirst()
                .orElseThrow(() -> new LocalFailure("There is no network " + network + " that needs keys"
                        + (checks.isEmpty() ? "." : "; these do: " + names(checks) + ".")));
    }

    private static String names(List<ChecksKeys> checks) {
        return checks.stream().map(ChecksKeys::network).sorted().collect(Collectors.joining(", "));
    }

    /// @throws LocalFailure if the network has no key of one of the names
    static void requireKnown(ChecksKeys check, Collection<String> names) {
        var known = new LinkedHashMap<>(check.neededKeys());
        known.putAll(check.optionalKeys());
        for (var name : names) {
            if (!known.containsKey(name)) {
                throw new LocalFailure("The network " + check.network() + " has no key named " + name
                        + "; its keys are " + described(known) + ".");
            }
        }
    }

    static String described(Map<String, String> keys) {
        return keys.entrySet().stream()
                .map(key -> key.getKey() + " (" + key.getValue() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
