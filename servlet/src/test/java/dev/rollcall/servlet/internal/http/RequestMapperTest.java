// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.http.address.TrustedProxies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMapperTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8::5, 2001:db8:0:0:0:0:0:5",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "[2001:db8::5], 2001:db8:0:0:0:0:0:5",
        "[fe80::1%eth0], fe80:0:0:0:0:0:0:1",
        "::ffff:203.0.113.9, 203.0.113.9"
    })
    void readsLiterals(String address, String expected) {
        assertThat(RequestMapper.peer(address).getHostAddress()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unknown", "_hidden", "localhost", "example.com", "127.0.0.\u0661", "127.1", "[::1", "::1]"})
    void neitherLooksUpNorTrustsWhatIsNotAnAddress(String address) {
        assertThat(TrustedProxies.privateRanges().contains(RequestMapper.peer(address)))
                .isFalse();
    }

    @Test
    void takesNoAddressForAUnixSocketOnThisMachine() {
        assertThat(RequestMapper.peer(null).isLoopbackAddress()).isTrue();
    }
}
