// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.protocol.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DayKeysTest {

    private final ManualClock clock =
            new ManualClock(Instant.parse("2026-11-21T12:00:00Z").toEpochMilli());

    private DayKeys node() {
        return new DayKeys(clock, new SecureRandom());
    }

    private static void meet(DayKeys one, DayKeys other) {
        other.take(one.held());
        one.take(other.held());
    }

    @Test
    @DisplayName("nodes that have met have the same key, today and after midnight")
    void same() {
        DayKeys one = node();
        DayKeys other = node();
        assertThat(one.today()).isNotEqualTo(other.today());
        meet(one, other);
        assertThat(one.today()).isEqualTo(other.today());
        Object before = one.today();
        clock.pass(Duration.ofHours(12));
        assertThat(one.today()).isEqualTo(other.today()).isNotEqualTo(before);
    }

    @Test
    @DisplayName("a node that comes later takes the key that is there, in whichever order they meet")
    void later() {
        DayKeys one = node();
        SecretKeySpec key = one.today();
        clock.pass(Duration.ofMillis(1));
        DayKeys second = node();
        DayKeys third = node();
        meet(third, second);
        meet(second, one);
        meet(third, one);
        assertThat(List.of(one.today(), second.today(), third.today())).containsOnly(key);
    }

    @Test
    @DisplayName("keys of other days are forgotten, and not taken")
    void otherDays() {
        DayKeys one = node();
        List<DayKeys.Key> old = one.held();
        clock.pass(Duration.ofDays(3));
        DayKeys later = node();
        later.take(old);
        assertThat(later.held())
                .extracting(DayKeys.Key::day)
                .doesNotContain(old.get(0).day(), old.get(1).day());
        assertThat(one.held())
                .extracting(DayKeys.Key::made)
                .doesNotContain(old.get(0).made());
    }

    @Test
    @DisplayName("a new day is announced once, whoever notices it first")
    void newDay() {
        DayKeys keys = node();
        AtomicInteger told = new AtomicInteger();
        keys.onNewDay(told::incrementAndGet);
        keys.today();
        keys.held();
        assertThat(told).hasValue(1);
        clock.pass(Duration.ofDays(1));
        keys.take(List.of());
        keys.today();
        assertThat(told).hasValue(2);
    }

    @Test
    @DisplayName("a key has 32 bytes, and is not in its text form")
    void form() {
        assertThatThrownBy(() -> new DayKeys.Key(1, 1, new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThat(new DayKeys.Key(1, 2, new byte[32])).hasToString("Key[day=1]");
    }
}
