// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    // The canonical forms of RFC 5952, section 4.
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:0201, 192.0.2.1"
    })
    void readsAndWrites(String text, String canonical) {
        InetAddress address = Objects.requireNonNull(IpLiteral.parse(text));
        assertThat(IpLiteral.format(address)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..3.4",
                "-1.2.3.4",
                "0x7f.0.0.1",
                "١.2.3.4",
                ":",
                ":::",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4::5:6:7:8",
                "a.example:80"
            })
    void refuses(String text) {
        assertThat(IpLiteral.parse(text)).isNull();
    }

    @Test
    void mappedAddressesAndZonesAreTakenOff() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        InetAddress strange = Inet6Address.getByAddress(null, mapped, 0);
        assertThat(IpLiteral.unmapped(strange).getHostAddress()).isEqualTo("10.0.0.1");
        InetAddress zoned =
                Inet6Address.getByAddress(null, new byte[] {-2, -128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 3);
        assertThat(IpLiteral.format(IpLiteral.unmapped(zoned))).isEqualTo("fe80::1");
    }

    @Property
    void everyIpv6AddressComesBack(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        assertThat(IpLiteral.parse(IpLiteral.format(address))).isEqualTo(address);
        assertThat(IpLiteral.parse(address.getHostAddress())).isEqualTo(address);
    }

    @Property
    void everyIpv4AddressComesBack(@ForAll @Size(4) byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        assertThat(IpLiteral.parse(IpLiteral.format(address))).isEqualTo(address);
    }

    // Given a colon and a leading digit, the JDK reads a literal or fails; it does not ask DNS.
    @Property(tries = 5000)
    void whatIsReadTheJdkReadsToo(
            @ForAll @StringLength(max = 20) @Chars({'0', '1', 'f', ':', ':', ':', '.', '2'}) String text)
            throws UnknownHostException {
        InetAddress address = IpLiteral.parse("1:" + text);
        if (address != null) {
            assertThat(InetAddress.getByName("1:" + text)).isEqualTo(address);
        }
    }

    @Property
    void neverThrows(@ForAll @StringLength(max = 60) String text) {
        assertThat(IpLiteral.parse(text)).isNull();
    }
}
