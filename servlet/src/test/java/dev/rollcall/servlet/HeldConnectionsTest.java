// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {

    private final HeldConnections held = new HeldConnections();
    private final List<Integer> warnings = new ArrayList<>();

    @Test
    void refusesMoreThanTheLimit() {
        held.limit(2);
        assertThat(held.enter()).isTrue();
        assertThat(held.enter()).isTrue();
        assertThat(held.enter()).isFalse();
        assertThat(held.count()).isEqualTo(2);
        held.leave();
        assertThat(held.enter()).isTrue();
    }

    @Test
    void takesALimitBelowOneForOne() {
        held.limit(0);
        assertThat(held.enter()).isTrue();
        assertThat(held.enter()).isFalse();
    }

    @Test
    void warnsOnceUntilAnEighthHasLeft() {
        held.warnAt(16, warnings::add);
        change(16);
        assertThat(warnings).containsExactly(16);
        change(-2);
        change(2);
        assertThat(warnings).as("only two have left").containsExactly(16);
        change(-3);
        change(3);
        assertThat(warnings).containsExactly(16, 16);
    }

    private void change(int by) {
        for (int i = 0; i < Math.abs(by); i++) {
            if (by > 0) {
                held.enter();
            } else {
                held.leave();
            }
        }
    }
}
