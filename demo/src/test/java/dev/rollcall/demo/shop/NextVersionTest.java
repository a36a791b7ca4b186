// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextVersionTest {

    @ParameterizedTest
    @CsvSource({"v1,v2", "v9,v10", "build-7,build-8", "1.10,1.11", "main,main-2", "999999999,1000000000"})
    void incrementsTheNumberAtTheEnd(String version, String next) {
        assertThat(NextVersion.after(version)).isEqualTo(next);
    }

    @Test
    void staysWithinTheLongestVersion() {
        assertThat(NextVersion.after("x".repeat(128))).isEqualTo("v2");
        assertThat(NextVersion.after("9".repeat(128))).isEqualTo("v2");
        assertThat(NextVersion.after("1".repeat(128))).hasSize(128);
    }
}
