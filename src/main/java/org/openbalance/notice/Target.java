package org.openbalance.notice;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a notice is sent to, as its URL says it.
///
/// @param host a name, an IPv4 address in four decimal parts, or an IPv6 address without its brackets
/// @param path with its query
record Target(boolean tls, String host, int port, String path) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int LAST_SYSTEM_PORT = 1023;
    private static final int LAST_PORT = 65_535;
    private static final int NAME_LENGTH = 253;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMERAL = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern SIX = Pattern.compile("[0-9a-f:.]+");
    /// Names that mean a machine of one's own network wherever they are asked for.
    private static final List<String> OWN = List.of("localhost", "local", "internal", "localdomain", "home.arpa");

    /// Why a URL is not sent to, in words that follow the field's name.
    static final class Unfit extends Exception {

        private static final long serialVersionUID = 1L;

        private Unfit(String why) {
            super(why, null, false, false);
        }
    }

    /// Reads an address. Whether its host is a public one is not asked before something is sent.
    ///
    /// @param local whether plain http, any port and this machine itself are allowed
    static Target of(String url, boolean local) throws Unfit {
        var uri = parsed(url);
        var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        var tls = scheme.equals("https");
        if (!tls && !(local && scheme.equals("http"))) {
            throw new Unfit("must be an https address");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new Unfit("may hold neither a user nor a fragment");
        }
        var host = host(uri, local);
        var path = Optional.of(uri.getRawPath()).filter(raw -> !raw.isEmpty()).orElse("/");
        var query = Optional.ofNullable(uri.getRawQuery()).map(raw -> '?' + raw).orElse("");
        return new Target(tls, host, port(uri, tls, local), path + query);
    }

    /// As it stands in a request's `Host`.
    String authority() {
        var name = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return port == (tls ? HTTPS : HTTP) ? name : name + ':' + port;
    }

    private static URI parsed(String url) throws Unfit {
        try {
            var uri = new URI(url);
            if (uri.isOpaque()
                    || uri.getHost() == null
                    || !url.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
                throw new Unfit("must be an https address of plain ASCII");
            }
            return uri;
        } catch (URISyntaxException notAddress) {
            throw new Unfit("must be an https address");
        }
    }

    private static int port(URI uri, boolean tls, boolean local) throws Unfit {
        var port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
        if (port < 1 || port > LAST_PORT || !local && port != HTTPS && port <= LAST_SYSTEM_PORT) {
            throw new Unfit("must have the port 443 or one from 1024 on");
        }
        return port;
    }

    private static String host(URI uri, boolean local) throws Unfit {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            var six = host.substring(1, host.length() - 1);
            if (!SIX.matcher(six).matches()) {
                throw new Unfit("has a host that is no plain IPv6 address");
            }
            return six;
        }
        var labels = List.of(host.split("\\.", -1));
        if (NUMERAL.matcher(labels.getLast()).matches()) {
            return numbered(host, labels);
        }
        if (host.length() > NAME_LENGTH
                || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            throw new Unfit("has a host that is no name");
        }
        if (!local
                && (labels.size() == 1 || OWN.stream().anyMatch(own -> host.equals(own) || host.endsWith('.' + own)))) {
            throw new Unfit("must have a public host");
        }
        return host;
    }

    /// Other spellings of an address (one number, octal, hexadecimal) mean something else to every reader.
    private static String numbered(String host, List<String> labels) throws Unfit {
        var plain = labels.size() == 4
                && labels.stream().allMatch(label -> DECIMAL.matcher(label).matches() && Integer.parseInt(label) < 256);
        if (!plain) {
            throw new Unfit("has a host that is neither a name nor a plain IPv4 address");
        }
        return host;
    }
}
