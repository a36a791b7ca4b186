// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import static dev.rollcall.protocol.http.Requests.address;
import static dev.rollcall.protocol.http.Requests.requestFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";
    private final ClientAddress addresses = new ClientAddress(
            TrustedProxies.privateRanges(),
            ProxyHeaders.parse(List.of("CF-Connecting-IP", "X-Forwarded-For", "X-Real-IP")));

    @Test
    @DisplayName("S4: a stranger's headers are not believed")
    void strangersAreNotBelieved() {
        assertThat(addresses.of(requestFrom(
                        "198.51.100.9",
                        "x-forwarded-for",
                        "1.1.1.1",
                        "cf-connecting-ip",
                        "1.1.1.1",
                        "x-real-ip",
                        "1.1.1.1")))
                .isEqualTo(address("198.51.100.9"));
        ClientAddress nobody = new ClientAddress(TrustedProxies.none(), ProxyHeaders.byDefault());
        assertThat(nobody.of(requestFrom("127.0.0.1", "x-forwarded-for", "1.1.1.1")))
                .isEqualTo(address("127.0.0.1"));
    }

    @Test
    @DisplayName("S4: cf-connecting-ip, then x-forwarded-for, then x-real-ip, then the socket")
    void order() {
        assertThat(addresses.of(requestFrom(
                        PROXY, "x-real-ip", "3.3.3.3", "x-forwarded-for", "2.2.2.2", "cf-connecting-ip", "1.1.1.1")))
                .isEqualTo(address("1.1.1.1"));
        assertThat(addresses.of(requestFrom(PROXY, "x-real-ip", "3.3.3.3", "x-forwarded-for", "2.2.2.2")))
                .isEqualTo(address("2.2.2.2"));
        assertThat(addresses.of(requestFrom(PROXY, "x-real-ip", "3.3.3.3"))).isEqualTo(address("3.3.3.3"));
        assertThat(addresses.of(requestFrom(PROXY))).isEqualTo(address(PROXY));
    }

    @Test
    @DisplayName("S4: only x-forwarded-for is believed unless another header is listed; a missing one is then noticed")
    void onlyListed() {
        ClientAddress byDefault = new ClientAddress(TrustedProxies.privateRanges(), ProxyHeaders.byDefault());
        assertThat(byDefault.client(requestFrom(PROXY, "cf-connecting-ip", "1.1.1.1", "x-forwarded-for", "2.2.2.2")))
                .isEqualTo(new Client(address("2.2.2.2"), Client.How.HEADER));
        assertThat(byDefault.client(requestFrom(PROXY, "cf-connecting-ip", "1.1.1.1")))
                .isEqualTo(new Client(address(PROXY), Client.How.UNLISTED));
        assertThat(byDefault.client(requestFrom(PROXY, "x-forwarded-for", "unknown")))
                .isEqualTo(new Client(address(PROXY), Client.How.UNREADABLE));
        assertThat(byDefault.client(requestFrom(PROXY))).isEqualTo(new Client(address(PROXY), Client.How.SOCKET));
        assertThat(byDefault.client(requestFrom("198.51.100.9", "x-forwarded-for", "1.1.1.1")))
                .isEqualTo(new Client(address("198.51.100.9"), Client.How.SOCKET));
    }

    @ParameterizedTest
    @DisplayName("S4: Forwarded (RFC 7239), where it is listed, is walked in the same way")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=2.2.2.2|2.2.2.2",
                "for=6.6.6.6, for=2.2.2.2;proto=https;by=10.0.0.1, for=10.1.1.1|2.2.2.2",
                "proto=https;For=\"[2001:db8::1]:4711\"|2001:db8::1",
                "for=6.6.6.6, for=unknown|10.0.0.1",
                "for=6.6.6.6, proto=https|10.0.0.1"
            })
    void rfc7239(String header, String expected) {
        ClientAddress forwarded =
                new ClientAddress(TrustedProxies.privateRanges(), ProxyHeaders.parse(List.of("Forwarded")));
        assertThat(forwarded.of(requestFrom(PROXY, "forwarded", header))).isEqualTo(address(expected));
    }

    @Test
    @DisplayName("the name of a proxy stands for the header it writes")
    void presets() {
        assertThat(ProxyHeaders.parse(List.of("cloudflare", "nginx", "AWS")).names())
                .containsExactly("cf-connecting-ip", "x-forwarded-for");
        assertThat(ProxyHeaders.parse(List.of()).names()).isEmpty();
        assertThatThrownBy(() -> ProxyHeaders.parse(List.of("X-Real-IP: 1"))).hasMessageContaining("cloudflare");
    }

    @ParameterizedTest
    @DisplayName("S4: of x-forwarded-for, the rightmost address that is not a trusted proxy")
    @CsvSource(
            delimiter = '|',
            value = {
                "6.6.6.6, 2.2.2.2|2.2.2.2",
                "6.6.6.6, 2.2.2.2, 10.1.1.1, 192.168.3.4|2.2.2.2",
                "10.0.0.7, 10.0.0.8|10.0.0.7",
                "2.2.2.2:5678|2.2.2.2",
                "[2001:db8::1]:443|2001:db8::1",
                "\"[2001:db8::1]\"|2001:db8::1",
                "2001:db8::1|2001:db8::1",
                "::ffff:2.2.2.2|2.2.2.2",
                "2.2.2.2,,  ,|2.2.2.2"
            })
    void rightmost(String header, String expected) {
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", header))).isEqualTo(address(expected));
    }

    @Test
    @DisplayName("S4: repeated headers are one list")
    void repeated() {
        assertThat(addresses.of(requestFrom(
                        PROXY,
                        "x-forwarded-for",
                        "6.6.6.6",
                        "x-forwarded-for",
                        "2.2.2.2, 10.0.0.3",
                        "x-forwarded-for",
                        "10.0.0.2")))
                .isEqualTo(address("2.2.2.2"));
    }

    @ParameterizedTest
    @DisplayName("S4: an unreadable header falls through to the next one")
    @ValueSource(
            strings = {
                "unknown",
                "6.6.6.6, unknown",
                "6.6.6.6, _hidden, 10.0.0.2",
                "localhost",
                "1.2.3.4:",
                "1.2.3.4:x",
                "[::1",
                "[::1]x",
                "1.2.3.4:123456"
            })
    void unreadable(String header) {
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", header, "x-real-ip", "3.3.3.3")))
                .isEqualTo(address("3.3.3.3"));
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", header, "x-real-ip", "nonsense")))
                .isEqualTo(address(PROXY));
    }

    @Test
    @DisplayName("S4: a repeated header that must be single counts as absent")
    void doubled() {
        assertThat(addresses.of(requestFrom(
                        PROXY, "cf-connecting-ip", "6.6.6.6", "cf-connecting-ip", "2.2.2.2", "x-real-ip", "3.3.3.3")))
                .isEqualTo(address("3.3.3.3"));
    }

    @Test
    @DisplayName("S4, S6: at most 32 hops are walked")
    void hops() {
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", "2.2.2.2" + ",10.0.0.2".repeat(31))))
                .isEqualTo(address("2.2.2.2"));
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", "2.2.2.2" + ",10.0.0.2".repeat(32))))
                .isEqualTo(address(PROXY));
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", "2.2.2.2" + ",".repeat(100_000))))
                .isEqualTo(address(PROXY));
    }

    @Property
    @Label("S4: whatever a stranger wrote, the entry our proxy appended is found")
    void nothingToTheLeftMatters(
            @ForAll @StringLength(max = 80) @Chars({'1', '2', '.', ',', ':', '[', ']', '"', ' ', 'u', 'é'})
                    String written) {
        assertThat(addresses.of(requestFrom(PROXY, "x-forwarded-for", written + ", 2.2.2.2")))
                .isEqualTo(address("2.2.2.2"));
    }

    @Property
    void neverThrows(@ForAll List<@StringLength(max = 50) String> values) {
        String[] headers = values.stream()
                .flatMap(v -> List.of("x-forwarded-for", v).stream())
                .toArray(String[]::new);
        InetAddress found = addresses.of(requestFrom(PROXY, headers));
        assertThat(found).isNotNull();
    }
}
