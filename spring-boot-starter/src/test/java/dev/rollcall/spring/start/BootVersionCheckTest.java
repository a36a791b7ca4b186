// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.spring.RollcallStartException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

/** Which versions of Spring Boot are refused. */
class BootVersionCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.5.6", "2.7.18", "3.0.0-SNAPSHOT"})
    void anOlderBootIsRefusedByName(String version) {
        assertThatExceptionOfType(RollcallStartException.class)
                .isThrownBy(() -> BootVersionCheck.check(version))
                .withMessageEndingWith("this application has Spring Boot " + version + ".")
                .satisfies(refusal -> assertThat(refusal.action()).contains("rollcall.enabled=false"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"4.1.0", "4.2.0-M1", "10.0.0", "unknown"})
    void anyOtherIsNot(@Nullable String version) {
        assertThatCode(() -> BootVersionCheck.check(version)).doesNotThrowAnyException();
    }

    @Test
    void theOneOfThisBuildIsNot() {
        assertThatCode(() -> BootVersionCheck.check(SpringBootVersion.getVersion()))
                .doesNotThrowAnyException();
    }
}
