// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogNumberTest {

    private final LogNumber number = new LogNumber();

    @Test
    @DisplayName("the highest number that was seen is known, in whatever order they come")
    void highest() {
        assertThat(number.highest()).isZero();
        assertThat(number.take(7)).isTrue();
        assertThat(number.take(5)).isTrue();
        assertThat(number.highest()).isEqualTo(7);
        assertThat(number.take(7 + LogNumber.MOST_AHEAD)).isTrue();
    }

    @Test
    @DisplayName("an impossibly high number is not believed, and leaves numbers for later entries")
    void tooFar() {
        assertThat(number.take((1L << 53) - 1)).isFalse();
        assertThat(number.take(1)).isTrue();
        assertThat(number.take(2 + LogNumber.MOST_AHEAD)).isFalse();
        assertThat(number.highest()).isEqualTo(1);
    }

    @Test
    @DisplayName("a node that knows no number believes any that leaves at least half of all numbers")
    void first() {
        assertThat(number.take(LogNumber.MOST_AT_FIRST)).isTrue();
        assertThat(number.take(LogNumber.MOST_AT_FIRST + 1)).isTrue();
        assertThat(number.highest()).isEqualTo(LogNumber.MOST_AT_FIRST + 1);
    }
}
