// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import static dev.rollcall.protocol.http.Requests.requestFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.wire.Request;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {

    private static final String STRANGER = "198.51.100.9";
    private static final String PROXY = "10.0.0.1";

    private final OriginPolicy policy = OriginPolicy.of(
            List.of(
                    "https://app.example.com",
                    "http://localhost:3000",
                    "HTTPS://Shop.Example:443",
                    "capacitor://localhost"),
            TrustedProxies.privateRanges());

    private static Request asking(String origin, String host) {
        return requestFrom(STRANGER, "origin", origin, "host", host);
    }

    @Test
    @DisplayName("S1: a request without Origin is not a browser's cross-site request")
    void noOrigin() {
        assertThat(policy.read(requestFrom(STRANGER, "host", "rollcall.example"))
                        .isAllowed())
                .isTrue();
        assertThat(policy.read(requestFrom(STRANGER)).listed()).isNull();
    }

    @ParameterizedTest
    @DisplayName("S1: the same host and port, by the origin's scheme")
    @CsvSource({
        "https://r.example, r.example, true",
        "https://r.example, r.example:443, true",
        "http://r.example, r.example:80, true",
        "http://r.example:80, r.example, true",
        "https://R.Example, r.eXample, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://r.example:8080, r.example:8080, true",
        "http://r.example:8080, r.example, false",
        "http://r.example, r.example:443, false",
        "https://evil.r.example, r.example, false",
        "https://r.example.evil, r.example, false",
        "https://evilr.example, r.example, false",
        "https://evil.example, r.example, false"
    })
    void sameHost(String origin, String host, boolean allowed) {
        assertThat(policy.read(asking(origin, host)).isAllowed()).isEqualTo(allowed);
        assertThat(policy.read(asking(origin, host)).listed()).isNull();
    }

    @ParameterizedTest
    @DisplayName("S1: exact origins on the list, echoed for CORS")
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com:443",
                "http://localhost:3000",
                "https://shop.example",
                "capacitor://localhost"
            })
    void listed(String origin) {
        assertThat(policy.read(asking(origin, "r.example")).isAllowed()).isTrue();
        assertThat(policy.read(asking(origin, "r.example")).listed()).isEqualTo(origin);
    }

    @ParameterizedTest
    @DisplayName("S1: null, other schemes, ports and hosts, prefixes, suffixes and nonsense are refused")
    @ValueSource(
            strings = {
                "null",
                "",
                "*",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://app.example.com.evil.example",
                "https://xapp.example.com",
                "https://app.example.com/",
                "https://app.example.com@evil.example",
                "https://evil.example#https://app.example.com",
                "https://app.example.com https://evil.example",
                "http://localhost",
                "http://localhost:03000000",
                "https://",
                "://app.example.com",
                "https://app.example.com:",
                "https://app.example.com:0",
                "https://app.example.com:99999",
                "https://[::1",
                "https://[]"
            })
    void refused(String origin) {
        assertThat(policy.read(asking(origin, "r.example")).isAllowed()).isFalse();
        assertThat(policy.read(asking(origin, "r.example")).listed()).isNull();
    }

    @Test
    @DisplayName("S1: null is refused even where Host says null")
    void nullHost() {
        assertThat(policy.read(asking("null", "null")).isAllowed()).isFalse();
    }

    @Test
    @DisplayName("S1: several Origin or Host headers are refused")
    void several() {
        assertThat(policy.read(requestFrom(
                                STRANGER, "origin", "https://app.example.com", "origin", "https://app.example.com"))
                        .isAllowed())
                .isFalse();
        assertThat(policy.read(requestFrom(
                                STRANGER, "origin", "https://a.example", "host", "a.example", "host", "b.example"))
                        .isAllowed())
                .isFalse();
    }

    @Test
    @DisplayName("S1: X-Forwarded-Host counts only from a trusted proxy, and then instead of Host")
    void forwardedHost() {
        String[] headers = {
            "origin", "https://site.example", "host", "node:8080", "x-forwarded-host", "site.example, inner"
        };
        assertThat(policy.read(requestFrom(PROXY, headers)).isAllowed()).isTrue();
        assertThat(policy.read(requestFrom(STRANGER, headers)).isAllowed()).isFalse();
        assertThat(policy.read(requestFrom(
                                PROXY,
                                "origin",
                                "http://node:8080",
                                "host",
                                "node:8080",
                                "x-forwarded-host",
                                "site.example"))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void onTheListAndTheSameHostNeedsNoCors() {
        assertThat(policy.read(asking("https://app.example.com", "app.example.com"))
                        .listed())
                .isNull();
    }

    @Test
    @DisplayName("S1: wildcards and everything inexact are refused as a setting, all at once and with the reason")
    void badSettings() {
        List<String> entries = List.of(
                "*",
                "https://*.example.com",
                "null",
                "wss://a.example",
                "https://a.example/",
                "a.example",
                "https://ok.example");
        assertThatThrownBy(() -> OriginPolicy.of(entries, TrustedProxies.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "* (expected: exact origins, for with a wildcard any site could act for the people who visit it), ")
                .hasMessageContaining("https://*.example.com (expected: exact origins")
                .hasMessageContaining("null (expected: the origin of a site, for pages of any site can send null)")
                .hasMessageContaining(
                        "wss://a.example (expected: the page's scheme, http or https, for WebSockets too)")
                .hasMessageContaining("https://a.example/ (expected: scheme://host[:port] without path")
                .hasMessageContaining("a.example (expected: scheme://host[:port] without path")
                .hasMessageNotContaining("ok.example");
    }

    @Property
    @Label("S1: no text but the listed origins themselves gets in")
    void nothingElse(@ForAll @StringLength(max = 40) String text) {
        assertThat(policy.read(asking("https://app.example.com" + text, "r.example"))
                        .isAllowed())
                .isEqualTo(text.isEmpty() || text.equals(":443") || text.matches(":0{1,2}443"));
        assertThat(policy.read(asking(text, "r.example")).isAllowed()).isFalse();
        assertThat(policy.read(asking("https://other.example", text)).isAllowed())
                .isFalse();
    }
}
