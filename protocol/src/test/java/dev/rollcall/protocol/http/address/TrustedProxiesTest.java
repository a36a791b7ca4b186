// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import static dev.rollcall.protocol.http.Requests.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @DisplayName("S4: loopback and private ranges are trusted by default")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.1.1",
                "::1",
                "fc00::1",
                "fdff:ffff::1",
                "fe80::1",
                "febf::1",
                "::ffff:10.0.0.1"
            })
    void privateRanges(String literal) {
        assertThat(TrustedProxies.privateRanges().contains(address(literal))).isTrue();
    }

    @ParameterizedTest
    @DisplayName("S4: nobody else is")
    @ValueSource(
            strings = {
                "126.255.255.255",
                "128.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "8.8.8.8",
                "::",
                "::2",
                "fbff::1",
                "fe00::1",
                "fec0::1",
                "2001:db8::1",
                "::ffff:8.8.8.8",
                "a00::"
            })
    void others(String literal) {
        assertThat(TrustedProxies.privateRanges().contains(address(literal))).isFalse();
        assertThat(TrustedProxies.none().contains(address(literal))).isFalse();
    }

    @Test
    void readsTheSetting() {
        TrustedProxies proxies = TrustedProxies.parse(
                List.of(" 203.0.113.7", "198.51.100.0/25", "2001:db8::/33", "private", "::ffff:100.64.0.0/106"));
        assertThat(List.of("203.0.113.7", "198.51.100.127", "2001:db8:7fff::1", "10.1.1.1", "100.127.255.255"))
                .allMatch(text -> proxies.contains(address(text)));
        assertThat(List.of("203.0.113.8", "198.51.100.128", "2001:db8:8000::1", "100.128.0.0"))
                .noneMatch(text -> proxies.contains(address(text)));
        assertThat(TrustedProxies.parse(List.of("none")).contains(address("127.0.0.1")))
                .isFalse();
        assertThat(TrustedProxies.parse(List.of("0.0.0.0/0")).contains(address("8.8.8.8")))
                .isTrue();
    }

    @Test
    void allBadEntriesAreNamedAtOnce() {
        List<String> entries = List.of(
                "10.0.0.0/33",
                "proxy.local",
                "none",
                "1.2.3.4",
                "::/129",
                "1.2.3.4/",
                "1.2.3.4/-1",
                "::ffff:1.2.3.4/95");
        assertThatThrownBy(() -> TrustedProxies.parse(entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "10.0.0.0/33, proxy.local, none, ::/129, 1.2.3.4/, 1.2.3.4/-1, ::ffff:1.2.3.4/95 (expected: ");
    }

    @Test
    void mappedPeersCountAsIpv4() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        assertThat(TrustedProxies.privateRanges().contains(Inet6Address.getByAddress(null, mapped, 0)))
                .isTrue();
    }

    @Property
    void aRangeIsWhatSharesItsFirstBits(
            @ForAll @Size(4) byte[] a, @ForAll @Size(4) byte[] b, @ForAll @IntRange(max = 32) int bits) {
        // Make near misses likely: b is a with one bit flipped.
        byte[] near = a.clone();
        near[(b[0] & 0x1f) / 8] ^= (byte) (0x80 >> ((b[0] & 0x1f) % 8));
        TrustedProxies range = TrustedProxies.parse(List.of(IpLiteral.address(a).getHostAddress() + "/" + bits));
        for (byte[] other : List.of(near, b)) {
            boolean same =
                    new BigInteger(1, a).shiftRight(32 - bits).equals(new BigInteger(1, other).shiftRight(32 - bits));
            assertThat(range.contains(IpLiteral.address(other))).isEqualTo(same);
        }
    }
}
