package org.openbalance.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openbalance.platform.PublicAddresses;

/// Only somebody else's public servers are sent to.
class PublicAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "168.63.129.16",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255"
            })
    void a_special_ipv4_address_is_closed(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allowed(InetAddress.getByName(address), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::a9fe:a9fe",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:0:a00:1::1",
                "2001:10::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "2002:7f00:1::",
                "3fff::1",
                "2606:4700::5efe:a00:1",
                "2606:4700::200:5efe:a00:1",
                "5f00::1"
            })
    void a_special_ipv6_address_is_closed(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allowed(InetAddress.getByName(address), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4009::200e",
                "2400:cb00::1",
                "2003::1"
            })
    void a_public_address_is_open(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allowed(InetAddress.getByName(address), false))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1"})
    void this_machine_is_open_in_local_mode_alone(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allowed(InetAddress.getByName(address), true))
                .isTrue();
        assertThat(PublicAddresses.allowed(InetAddress.getByName(address), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "192.168.1.1", "fe80::1", "fd00:ec2::254"})
    void a_network_of_ones_own_stays_closed_in_local_mode(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allowed(InetAddress.getByName(address), true))
                .isFalse();
    }
}
