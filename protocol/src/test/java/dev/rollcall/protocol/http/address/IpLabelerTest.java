// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import static dev.rollcall.protocol.http.Requests.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpLabelerTest {

    private final ManualClock clock =
            new ManualClock(Instant.parse("2026-11-21T23:59:59.998Z").toEpochMilli());

    private IpLabeler labeler(IpTracking mode) {
        return new IpLabeler(mode, new DayKeys(clock, new SecureRandom()));
    }

    @Test
    @DisplayName("S10: off keeps nothing")
    void off() {
        assertThat(labeler(IpTracking.OFF).label(address("203.0.113.7"))).isNull();
    }

    @ParameterizedTest
    @DisplayName("S10: full keeps the address, truncated the /24 or /48")
    @CsvSource({
        "203.0.113.7, 203.0.113.7, 203.0.113.0/24",
        "::ffff:203.0.113.7, 203.0.113.7, 203.0.113.0/24",
        "2001:db8:1:2:3::4, 2001:db8:1:2:3::4, 2001:db8:1::/48",
        "::1, ::1, ::/48"
    })
    void fullAndTruncated(String text, String full, String truncated) {
        assertThat(labeler(IpTracking.FULL).label(address(text))).isEqualTo(full);
        assertThat(labeler(IpTracking.TRUNCATED).label(address(text))).isEqualTo(truncated);
    }

    @Test
    @DisplayName("S10: hashed is one word for each day and address, made with our own key")
    void hashed() {
        IpLabeler labeler = labeler(IpTracking.HASHED);
        String label = labeler.label(address("203.0.113.7"));
        assertThat(label).matches("[0-9a-f]{16}");
        clock.pass(Duration.ofMillis(1));
        assertThat(labeler.label(address("203.0.113.7"))).isEqualTo(label);
        assertThat(labeler.label(address("203.0.113.8"))).isNotEqualTo(label);
        assertThat(labeler(IpTracking.HASHED).label(address("203.0.113.7"))).isNotEqualTo(label);
    }

    @Test
    @DisplayName("S10: the key changes at midnight UTC and does not come back")
    void keyChangesDaily() {
        IpLabeler labeler = labeler(IpTracking.HASHED);
        String before = labeler.label(address("203.0.113.7"));
        clock.pass(Duration.ofMillis(2));
        String after = labeler.label(address("203.0.113.7"));
        assertThat(after).isNotEqualTo(before);
        clock.pass(Duration.ofMillis(-2));
        assertThat(labeler.label(address("203.0.113.7"))).isNotIn(before, after);
    }
}
