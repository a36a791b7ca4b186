// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.http.address.TrustedProxies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8::5, 2001:db8:0:0:0:0:0:5",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1"
    })
    void literalsAreRead(String address, String expected) {
        assertThat(Requests.peer(address).getHostAddress()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_hidden", "localhost", "example.com"})
    void whatIsNoAddressIsNeitherLookedUpNorTrusted(String address) {
        assertThat(TrustedProxies.privateRanges().contains(Requests.peer(address)))
                .isFalse();
    }

    @Test
    void noAddressIsASocketFileOnThisMachine() {
        assertThat(Requests.peer(null).isLoopbackAddress()).isTrue();
    }
}
