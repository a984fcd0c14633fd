package org.openbalance.platform;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/// Which addresses are somebody else's public servers: everything else is a way into a network that trusts its own.
///
/// Sources: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its updates).
public final class PublicAddresses {

    /// A block of IPv4 addresses.
    private record Block(int network, int bits) {

        static Block of(String text) {
            var slash = text.indexOf('/');
            var network = 0;
            for (var part : text.substring(0, slash).split("\\.")) {
                network = network << Byte.SIZE | Integer.parseInt(part);
            }
            return new Block(network, Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(int address) {
            return (address ^ network) >>> (Integer.SIZE - bits) == 0;
        }
    }

    private static final List<Block> CLOSED = List.of(
            // This host and its network, private networks, carriers' shared addresses, link-local with the metadata
            // services of clouds.
            Block.of("0.0.0.0/8"),
            Block.of("10.0.0.0/8"),
            Block.of("100.64.0.0/10"),
            Block.of("127.0.0.0/8"),
            Block.of("169.254.0.0/16"),
            Block.of("172.16.0.0/12"),
            Block.of("192.168.0.0/16"),
            // Protocols, documentation, relays of 6to4, benchmarks.
            Block.of("192.0.0.0/24"),
            Block.of("192.0.2.0/24"),
            Block.of("192.88.99.0/24"),
            Block.of("198.18.0.0/15"),
            Block.of("198.51.100.0/24"),
            Block.of("203.0.113.0/24"),
            // Azure's host, which answers to its own machines alone.
            Block.of("168.63.129.16/32"),
            // Multicast, reserved, broadcast.
            Block.of("224.0.0.0/3"));

    private PublicAddresses() {}

    /// @param local whether this machine itself may be meant
    public static boolean allowed(InetAddress address, boolean local) {
        return local && address.isLoopbackAddress()
                || switch (address) {
                    case Inet4Address four -> open(number(four.getAddress(), 0));
                    case Inet6Address six -> open(six.getAddress());
                    default -> false;
                };
    }

    private static boolean open(int address) {
        return CLOSED.stream().noneMatch(block -> block.holds(address));
    }

    /// Only global unicast (2000::/3): that leaves out loopback, link-local, unique local, IPv4 in disguise and
    /// translation (NAT64). Of it not the blocks that wrap an IPv4 address or serve protocols and documentation.
    private static boolean open(byte[] address) {
        var first = number(address, 0);
        var global = first >>> 29 == 1;
        var protocols = first >>> 9 == 0x2001_0000 >>> 9;
        var documentation = first == 0x2001_0db8 || first >>> 12 == 0x3fff_0000 >>> 12;
        var sixToFour = first >>> 16 == 0x2002;
        var isatap = (number(address, 8) & 0xfdff_ffff) == 0x0000_5efe;
        return global && !protocols && !documentation && !sixToFour && !isatap;
    }

    private static int number(byte[] bytes, int place) {
        var number = 0;
        for (var offset = 0; offset < Integer.BYTES; offset++) {
            number = number << Byte.SIZE | bytes[place + offset] & 0xff;
        }
        return number;
    }
}
