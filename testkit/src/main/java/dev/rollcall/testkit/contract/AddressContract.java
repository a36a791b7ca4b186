// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.http.address.ProxyHeaders;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Http;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rules of "Client address". The tests connect from loopback, which is a trusted proxy by default. */
public abstract class AddressContract extends HostContract {

    /** For hosts. */
    protected AddressContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S10: off by default, without any field, on any transport")
    void off(Transport transport) {
        TestServer house = house();
        house.tab(transport, "", "X-Forwarded-For", "203.0.113.9");
        JsonNode connection = house.connections().path(0);
        assertThat(connection.has("ip")).isFalse();
        assertThat(house.admin("/admin/connections").body()).doesNotContain("203.0.113");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("without a proxy it is the socket's address")
    void socket(Transport transport) {
        TestServer house = tracking(IpTracking.FULL);
        house.tab(transport, "");
        assertThat(ip(house)).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For | 203.0.113.9 | 203.0.113.9",
                "X-Forwarded-For | 198.51.100.66, 203.0.113.9 | 203.0.113.9",
                "X-Forwarded-For | 198.51.100.66, 203.0.113.9, 10.0.0.7 | 203.0.113.9",
                "X-Forwarded-For | 2001:db8::5 | 2001:db8::5",
                "X-Real-IP | 203.0.113.9 | 127.0.0.1",
                "CF-Connecting-IP | 203.0.113.9 | 127.0.0.1",
                "Forwarded | for=203.0.113.9 | 127.0.0.1",
                "X-Forwarded-For | 203.0.113.9, 100.64.0.5 | 203.0.113.9",
                "X-Forwarded-For | not an address | 127.0.0.1",
                "X-Forwarded-For | '' | 127.0.0.1"
            })
    @DisplayName("S4: from a trusted proxy: of x-forwarded-for the rightmost address that is not a trusted proxy")
    void forwarded(String header, String value, String expected) {
        TestServer house = tracking(IpTracking.FULL);
        house.ws("", header, value);
        assertThat(ip(house)).isEqualTo(expected);
    }

    @Test
    @DisplayName("S4: other headers count if they are listed, in that order")
    void order() {
        ProxyHeaders headers = ProxyHeaders.parse(List.of("cloudflare", "X-Forwarded-For", "X-Real-IP"));
        TestServer house = house(setup -> setup.set(ContractSettings.IP_TRACKING, IpTracking.FULL)
                .set(ContractSettings.CLIENT_ADDRESS_HEADERS, headers));
        house.sse("", "X-Real-IP", "203.0.113.3", "X-Forwarded-For", "203.0.113.2", "CF-Connecting-IP", "203.0.113.1");
        assertThat(ip(house)).isEqualTo("203.0.113.1");
    }

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("S3, S4: an address that a stranger invents in an unlisted header does not reset the count of guesses")
    void guessesBehindProxy() {
        TestServer house = house();
        int status = 0;
        for (int i = 0; i < 15; i++) {
            status = house.get(
                            "/admin/stats",
                            "Authorization",
                            "Bearer guess-" + i,
                            "X-Forwarded-For",
                            "198.51.100.8",
                            "CF-Connecting-IP",
                            "203.0.113." + i,
                            "X-Real-IP",
                            "203.0.113." + i)
                    .status();
        }
        assertThat(status).isEqualTo(429);
    }

    @OneProcess("each process counts for its own limits")
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "192.168.1.7"})
    @DisplayName("S5: a private address that somebody claims is counted like any other")
    void claimedPrivateAddress(String claimed) {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS, 2));
        house.poll("", "X-Forwarded-For", claimed);
        house.poll("", "X-Forwarded-For", claimed);
        Errors.check(house.refused(Transport.POLLING, "", "X-Forwarded-For", claimed), 503);
        for (int i = 0; i < 5; i++) {
            house.poll(""); // the socket's own address, without a proxy: exempt
        }
        JsonNode entry = house.admin("/admin/refusals").json().path("refusals").path(0);
        assertThat(entry.path("reason").asString()).isEqualTo("address-full");
        assertThat(entry.path("setting").asString()).isEqualTo("max-connections-per-address");
    }

    @Test
    @DisplayName("a proxy that names the client in a header that is not listed is reported")
    void unlistedHeader() {
        TestServer house = house();
        house.poll("", "X-Real-IP", "203.0.113.9");
        assertThat(house.admin("/admin/refusals")
                        .json()
                        .path("refusals")
                        .path(0)
                        .path("reason")
                        .asString())
                .isEqualTo("proxy-header");
    }

    @Test
    @DisplayName("S4: repeated headers are read as one list (RFC 9110, section 5.3)")
    void repeated() {
        TestServer house = tracking(IpTracking.FULL);
        house.raw()
                .send("GET " + house.path("/sse") + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + Http.BROWSER
                        + "\r\n" + "X-Forwarded-For: 198.51.100.66\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
                .head();
        assertThat(ip(house)).isEqualTo("203.0.113.9");
    }

    @Test
    @DisplayName("S4: headers from anyone else are ignored")
    void untrusted() {
        TestServer house = house(setup -> setup.set(ContractSettings.IP_TRACKING, IpTracking.FULL)
                .set(ContractSettings.TRUSTED_PROXIES, TrustedProxies.none()));
        house.ws("", "X-Forwarded-For", "203.0.113.9", "CF-Connecting-IP", "203.0.113.9", "X-Real-IP", "203.0.113.9");
        assertThat(ip(house)).isEqualTo("127.0.0.1");
    }

    @Test
    @DisplayName("S4: which proxies are trusted can be configured")
    void configured() {
        TrustedProxies proxies = TrustedProxies.parse(List.of("127.0.0.0/8", "198.51.100.0/24"));
        TestServer house = house(setup -> setup.set(ContractSettings.IP_TRACKING, IpTracking.FULL)
                .set(ContractSettings.TRUSTED_PROXIES, proxies));
        house.ws("", "X-Forwarded-For", "203.0.113.9, 198.51.100.66");
        assertThat(ip(house)).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 203.0.113.0", "2001:db8:1:2:3::5, 2001:db8:1::"})
    @DisplayName("S10: truncated keeps the first 24 bits of IPv4 and 48 of IPv6")
    void truncated(String address, String expected) {
        TestServer house = tracking(IpTracking.TRUNCATED);
        house.ws("", "X-Forwarded-For", address);
        assertThat(ip(house)).startsWith(expected);
        assertThat(house.admin("/admin/connections").body()).doesNotContain(address);
    }

    @Test
    @DisplayName("S10: hashed distinguishes addresses, reveals nothing of them, and changes daily")
    void hashed() {
        TestServer house = tracking(IpTracking.HASHED);
        house.poll("", "X-Forwarded-For", "203.0.113.9");
        house.poll("", "X-Forwarded-For", "203.0.113.9");
        house.poll("", "X-Forwarded-For", "203.0.113.10");
        JsonNode connections = house.connections();
        String first = connections.path(0).path("ip").asString();
        assertThat(first).isEqualTo(connections.path(1).path("ip").asString());
        assertThat(first).isNotEqualTo(connections.path(2).path("ip").asString());
        assertThat(house.admin("/admin/connections").body()).doesNotContain("203.0.113");
        house.advance(Duration.ofDays(1));
        house.ws("", "X-Forwarded-For", "203.0.113.9");
        JsonNode next = house.connections();
        assertThat(next.path(next.size() - 1).path("ip").asString())
                .isNotBlank()
                .isNotEqualTo(first);
    }

    @Test
    @DisplayName("S10: subscribers see the same")
    void subscribers() {
        TestServer house = house(setup -> setup.open().set(ContractSettings.IP_TRACKING, IpTracking.TRUNCATED));
        var admin = house.ws("", "X-Forwarded-For", "203.0.113.9");
        admin.subscribe();
        assertThat(admin.next("stats").toString()).contains("203.0.113.0").doesNotContain("203.0.113.9");
    }

    private TestServer tracking(IpTracking mode) {
        return house(setup -> setup.set(ContractSettings.IP_TRACKING, mode));
    }

    private static String ip(TestServer house) {
        return house.connections().path(0).path("ip").asString("");
    }
}
