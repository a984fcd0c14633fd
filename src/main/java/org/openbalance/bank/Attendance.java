package org.openbalance.bank;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openbalance.platform.PublicAddresses;

/// That a customer is present while their bank is asked: banks allow more reads then, and want the address that the
/// customer is at (`PSU-IP-Address` of the Berlin Group, `x-fapi-customer-ip-address` of Open Banking in the UK). It is
/// never made up: without one, nobody is present.
///
/// @param address a public one, as a literal
/// @param userAgent of the customer's browser, if it can stand in a header
public record Attendance(String address, Optional<String> userAgent) {

    private static final Pattern HEADER = Pattern.compile("[ -~]{1,500}");

    /// @param address of a customer as it is known; empty for what is no public address, as on a developer's machine
    public static Optional<Attendance> of(String address, Optional<String> userAgent) {
        if (address == null || address.indexOf('%') >= 0) {
            return Optional.empty();
        }
        var fit = userAgent.filter(text -> HEADER.matcher(text).matches());
        try {
            var literal = InetAddress.ofLiteral(address.strip());
            return isPlain(literal, address.strip()) && PublicAddresses.allowed(literal, false)
                    ? Optional.of(new Attendance(literal.getHostAddress(), fit))
                    : Optional.empty();
        } catch (IllegalArgumentException notAddress) {
            return Optional.empty();
        }
    }

    /// Java also reads IPv4 addresses of fewer parts, and octal ones, which banks do not.
    private static boolean isPlain(InetAddress literal, String written) {
        return literal instanceof Inet6Address || literal.getHostAddress().equals(written);
    }

    @Override
    public String toString() {
        return "(a customer who is present)";
    }
}
