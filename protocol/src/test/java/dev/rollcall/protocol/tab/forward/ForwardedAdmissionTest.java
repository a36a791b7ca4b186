// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.text.NamedGroup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedAdmissionTest {

    @Test
    @DisplayName("another node reads what the first has written")
    void read() {
        String place = NamedGroup.place("/product/äöü%2017", "/product/* x");
        Admission whole = new Admission(Transport.POLLING, "build \"2\"", place, "203.0.113.0/24", "Ada", true);
        assertThat(ForwardedAdmission.read(ForwardedAdmission.write(whole))).isEqualTo(whole);
        Admission least = Admission.of(Transport.POLLING, Ranking.OTHER, "/");
        assertThat(ForwardedAdmission.read(ForwardedAdmission.write(least))).isEqualTo(least);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"version\":\"v1\"}",
                "{\"route\":\"/\"}",
                "{\"version\":\"\",\"route\":\"/\"}",
                "{\"version\":\"v\\u202e1\",\"route\":\"/\"}",
                "{\"version\":\"v1\",\"route\":\"javascript:\"}",
                "{\"version\":\"v1\",\"route\":\"/\\u0007\"}",
                "{\"version\":\"v1\",\"route\":\"/\",\"user\":\"a\\nb\"}"
            })
    @DisplayName("values that no tab can have are refused")
    void refused(String json) {
        assertThatThrownBy(() -> ForwardedAdmission.read(json.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
