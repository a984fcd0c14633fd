package org.openbalance.api;

import java.net.IDN;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.platform.PublicAddresses;

/// An absolute http or https address, read in one way wherever one is taken: of a webhook, of a page to return to, of
/// an origin.
///
/// Parts are told apart as RFC 3986, appendix B, does. Letters beyond ASCII and what browsers encode for their users
/// (blanks, quotes, braces, bars) are percent-encoded as UTF-8 as the URL standard has it; international host
/// names become `xn--` names. What readers understand in different ways is refused: backslashes, control
/// characters, users and
/// passwords, IPv4 addresses in other spellings than four decimal numbers, percent signs in a host.
///
/// @param scheme `http` or `https`
/// @param host a name in lower case, an IPv4 address in four decimal parts, or an IPv6 address without its brackets
/// @param port from 1 to 65,535
/// @param path with its query, never empty
/// @param fragment without its `#`
public record WebAddress(String scheme, String host, int port, String path, Optional<String> fragment) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int LAST_SYSTEM_PORT = 1023;
    private static final int LAST_PORT = 65_535;
    private static final int NAME_LENGTH = 253;

    private static final Pattern PARTS =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::([0-9]{0,5}))?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMERAL = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern SIX = Pattern.compile("[0-9a-f:.]{2,45}");
    /// Letters that IDNA 2003, which the JDK has, maps to others or drops, and browsers (UTS #46, nontransitional)
    /// keep or refuse: sharp s, final sigma, joiners, and what cannot be seen.
    private static final String DISPUTED =
            "\u00df\u1e9e\u03c2\u200b\u200c\u200d\u00ad\u034f\u1806\u180b\u180c\u180d\u2060\ufeff\ufe00\ufe01\ufe0e\ufe0f";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String ENCODED = " \"<>`{}|^";
    /// Names that mean a machine of one's own network wherever they are asked for.
    private static final List<String> OWN = List.of("localhost", "local", "internal", "localdomain", "home.arpa");
    private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "::1");

    /// Why a text is no address that can be used, in words that follow the field's name.
    public static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        private Unusable(String why) {
            super(why, null, false, false);
        }
    }

    /// Reads an address of any use.
    public static WebAddress of(String text) throws Unusable {
        var url = text.strip();
        if (url.chars().anyMatch(letter -> letter < ' ' || letter == 127 || letter == '\\' || letter == '\uFFFD')) {
            throw new Unusable("may hold no backslash and no control character");
        }
        var parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw new Unusable("must be a whole address, such as https://example.com/path");
        }
        var scheme = parts.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new Unusable("must be an https address");
        }
        if (parts.group(2).indexOf('@') >= 0) {
            throw new Unusable("may hold neither a user nor a password");
        }
        var authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw new Unusable("has a host or a port that cannot be read");
        }
        var path = encoded(parts.group(3).isEmpty() ? "/" : parts.group(3));
        var query = Optional.ofNullable(parts.group(4)).map(WebAddress::encoded).orElse("");
        return new WebAddress(
                scheme,
                host(authority.group(1)),
                port(scheme, authority.group(2)),
                path + query,
                Optional.ofNullable(parts.group(5)).map(fragment -> encoded(fragment.substring(1))));
    }

    /// Reads the address of a server that is called from here: https, a public name or address, the port 443
    /// or one from 1024 on, and no fragment, which is never sent. Whether a name leads to a public address is asked
    /// when something is sent to it.
    ///
    /// @param local whether plain http, any port and this machine are allowed: on a developer's machine only
    public static WebAddress ofReceiver(String text, boolean local) throws Unusable {
        var address = of(text);
        if (!address.tls() && !local) {
            throw new Unusable("must be an https address");
        }
        if (address.fragment.isPresent()) {
            throw new Unusable("may hold no fragment (#…), which is never sent to a server");
        }
        if (!local && address.port != HTTPS && address.port <= LAST_SYSTEM_PORT) {
            throw new Unusable("must have the port 443 or one from 1024 on");
        }
        if (address.isOfOwnNetwork(local)) {
            throw new Unusable("must have a public host");
        }
        return address;
    }

    /// Reads the address of a page: https, or plain http on this machine.
    public static WebAddress ofPage(String text) throws Unusable {
        var address = of(text);
        if (!address.tls() && !address.isThisMachine()) {
            throw new Unusable("must be an https address; plain http is for pages on localhost");
        }
        return address;
    }

    /// Reads a web origin: scheme, host and perhaps a port, and nothing more (RFC 6454).
    public static WebAddress ofOrigin(String text) throws Unusable {
        var address = ofPage(text);
        if (!address.path.equals("/")
                || address.fragment.isPresent()
                || text.strip().endsWith("/")) {
            throw new Unusable("must be an origin: a scheme, a host and perhaps a port, without a path");
        }
        return address;
    }

    private boolean tls() {
        return scheme.equals("https");
    }

    /// Whether it names the machine of whoever follows it: `localhost`, a name under it, or a loopback address.
    public boolean isThisMachine() {
        return host.equals("localhost") || host.endsWith(".localhost") || THIS_MACHINE.contains(host);
    }

    /// As it stands in a request's `Host`.
    public String authority() {
        var name = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return port == standardPort(scheme) ? name : name + ':' + port;
    }

    /// As browsers write it: `https://shop.example`, with the port only where it is not the scheme's own.
    public String origin() {
        return scheme + "://" + authority();
    }

    /// The whole but its fragment, in one spelling.
    public String withoutFragment() {
        return origin() + path;
    }

    private boolean isOfOwnNetwork(boolean local) {
        if (isNumeric()) {
            return !PublicAddresses.allowed(InetAddress.ofLiteral(host), local);
        }
        var ownName =
                host.indexOf('.') < 0 || OWN.stream().anyMatch(own -> host.equals(own) || host.endsWith('.' + own));
        return ownName && !local;
    }

    private boolean isNumeric() {
        return host.indexOf(':') >= 0
                || DECIMAL.matcher(host.substring(host.lastIndexOf('.') + 1)).matches();
    }

    private static int standardPort(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }

    private static int port(String scheme, String digits) throws Unusable {
        if (digits == null || digits.isEmpty()) {
            return standardPort(scheme);
        }
        var port = Integer.parseInt(digits);
        if (port < 1 || port > LAST_PORT) {
            throw new Unusable("must have a port from 1 to " + LAST_PORT);
        }
        return port;
    }

    private static String host(String written) throws Unusable {
        if (written.startsWith("[")) {
            var six = written.substring(1, written.length() - 1).toLowerCase(Locale.ROOT);
            if (!SIX.matcher(six).matches() || six.indexOf(':') < 0 || !isSix(six)) {
                throw new Unusable("has a host that is no plain IPv6 address");
            }
            return six;
        }
        var host = ascii(written);
        var labels = List.of(host.split("\\.", -1));
        if (NUMERAL.matcher(labels.getLast()).matches()) {
            requireFourNumbers(labels);
            return host;
        }
        if (host.length() > NAME_LENGTH
                || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            throw new Unusable("has a host that is no name");
        }
        return host;
    }

    private static boolean isSix(String literal) {
        try {
            return InetAddress.ofLiteral(literal) != null;
        } catch (IllegalArgumentException notAddress) {
            return false;
        }
    }

    private static String ascii(String host) throws Unusable {
        if (host.codePoints().anyMatch(letter -> DISPUTED.indexOf(letter) >= 0)) {
            throw new Unusable("has a host with a letter that is read in two ways; write the name as xn--…");
        }
        try {
            return IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            throw new Unusable("has a host that is no name");
        }
    }

    /// Other spellings of an address (one number, octal, hexadecimal) mean something else to every reader.
    private static void requireFourNumbers(List<String> labels) throws Unusable {
        var plain = labels.size() == 4
                && labels.stream().allMatch(label -> DECIMAL.matcher(label).matches() && Integer.parseInt(label) < 256);
        if (!plain) {
            throw new Unusable("has a host that is neither a name nor a plain IPv4 address");
        }
    }

    private static String encoded(String part) {
        var text = new StringBuilder(part.length());
        part.codePoints().forEach(letter -> {
            if (letter > 126 || ENCODED.indexOf(letter) >= 0) {
                for (var octet : Character.toString(letter).getBytes(StandardCharsets.UTF_8)) {
                    text.append('%').append(HEX.toHexDigits(octet));
                }
            } else {
                text.appendCodePoint(letter);
            }
        });
        return text.toString();
    }
}
