// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.protocol.http.Requests;
import dev.rollcall.protocol.http.address.TrustedProxies;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {

    private final HostPolicy policy =
            HostPolicy.of(List.of("www.example.com", "*.Example.org"), TrustedProxies.privateRanges());

    @ParameterizedTest
    @DisplayName("S1: listed names, and names that no site can have")
    @CsvSource({
        "www.example.com, true",
        "WWW.Example.com:8443, true",
        "a.b.example.org, true",
        "example.org, false",
        "example.com, false",
        "www.example.com.evil.test, false",
        "evil.test, false",
        "notexample.org, false",
        "localhost:8080, true",
        "shop.localhost, true",
        "localhost.evil.test, false",
        "127.0.0.1:8080, true",
        "[::1]:8080, true",
        "10.1.2.3, true",
        "127.0.0.1.evil.test, false",
        "a b, false",
        "'', false"
    })
    void names(String host, boolean allowed) {
        assertThat(policy.allows(Requests.requestFrom("127.0.0.1", "host", host)))
                .isEqualTo(allowed);
    }

    @Test
    @DisplayName("S1: what a trusted proxy passes on must be allowed too, and hides no other name")
    void forwarded() {
        assertThat(policy.allows(Requests.requestFrom(
                        "127.0.0.1", "host", "127.0.0.1:80", "x-forwarded-host", "www.example.com, proxy")))
                .isTrue();
        assertThat(policy.allows(
                        Requests.requestFrom("127.0.0.1", "host", "127.0.0.1", "x-forwarded-host", "evil.test")))
                .isFalse();
        assertThat(policy.allows(
                        Requests.requestFrom("127.0.0.1", "host", "evil.test", "x-forwarded-host", "localhost")))
                .isFalse();
        assertThat(policy.allows(
                        Requests.requestFrom("203.0.113.9", "host", "localhost", "x-forwarded-host", "evil.test")))
                .isTrue();
    }

    @Test
    @DisplayName("a probe by HTTP/1.0 may lack Host, which no browser omits")
    void none() {
        assertThat(policy.allows(Requests.requestFrom("127.0.0.1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.0.0.53", "localhost"})
    @DisplayName("S1: a server that only its own machine reaches has only the machine's names")
    void loopback(String address) {
        HostPolicy own = HostPolicy.of(HostPolicy.forListenAddress(address), TrustedProxies.privateRanges());
        assertThat(own.allows(Requests.requestFrom("127.0.0.1", "host", "evil.test")))
                .isFalse();
        assertThat(own.allows(Requests.requestFrom("127.0.0.1", "host", "localhost:8080")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "0.0.0.0", "::", "10.0.0.7", "example.com", ""})
    void otherAddressesHaveAnyName(String address) {
        HostPolicy any = HostPolicy.of(HostPolicy.forListenAddress(address), TrustedProxies.none());
        assertThat(any.allows(Requests.requestFrom("127.0.0.1", "host", "anything.test")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://www.example.com", "www.example.com:80", "a b", "", "*.", "a.*.b"})
    void refusesWhatIsNoName(String entry) {
        assertThatThrownBy(() -> HostPolicy.of(List.of(entry), TrustedProxies.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: www.example.com");
    }
}
