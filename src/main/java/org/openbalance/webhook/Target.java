package org.openbalance.webhook;

import java.util.Optional;
import org.openbalance.api.WebAddress;
import org.openbalance.platform.PublicAddresses;

/// Where an event is sent to, as its URL says it.
///
/// @param host a name, an IPv4 address in four decimal parts, or an IPv6 address without its brackets
/// @param path with its query
record Target(boolean tls, String host, int port, String path) {

    /// Why a URL is not sent to, in words that follow the field's name.
    static final class InvalidTarget extends Exception {

        private static final long serialVersionUID = 1L;

        private InvalidTarget(String why) {
            super(why, null, false, false);
        }
    }

    /// Reads an address. Whether its name leads to a public machine is not asked before something is sent.
    ///
    /// @param local whether plain http, any port and this machine itself are allowed
    static Target of(String url, boolean local) throws InvalidTarget {
        try {
            var address = WebAddress.ofReceiver(url, local);
            if (address.literal()
                    .filter(literal -> !PublicAddresses.allowed(literal, local))
                    .isPresent()) {
                throw new InvalidTarget("must have a public host");
            }
            return new Target(address.tls(), address.host(), address.port(), address.path());
        } catch (WebAddress.Unusable unusable) {
            throw new InvalidTarget(unusable.getMessage());
        }
    }

    /// The whole, in one spelling.
    String address() {
        return (tls ? "https://" : "http://") + authority() + path;
    }

    /// As it stands in a request's `Host`.
    String authority() {
        return new WebAddress(tls ? "https" : "http", host, port, path, Optional.empty()).authority();
    }
}
