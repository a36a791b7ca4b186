// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LeakCheckTest {

    @Test
    void buffersUseItsDetector() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(ResourceLeakDetectorFactory.instance()
                        .newResourceLeakDetector(Object.class, 1)
                        .getClass()
                        .getName())
                .contains("LeakCheck");
    }
}
