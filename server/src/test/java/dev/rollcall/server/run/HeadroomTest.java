// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeadroomTest {

    private static final long MIB = 1 << 20;

    @Test
    @DisplayName("R12: by default there are no more connections than the limit on open files allows")
    void connectionsFitTheFiles() {
        assertThat(new Headroom(20_000, 512 * MIB, 512 * MIB).connections()).isBetween(15_000, 19_999);
        assertThat(new Headroom(1_024, 512 * MIB, 512 * MIB).connections()).isBetween(500, 1_000);
        assertThat(new Headroom(10, 512 * MIB, 512 * MIB).connections()).isEqualTo(1);
        assertThat(new Headroom(Long.MAX_VALUE, 512 * MIB, 512 * MIB).connections())
                .isEqualTo(1_000_000);
    }

    @Test
    @DisplayName("R12: each shortage is one plain line that names the setting and the fix")
    void shortagesAreNamed() {
        Headroom small = new Headroom(1_024, 64 * MIB, 16 * MIB);
        assertThat(small.shortages(100_000)).hasSize(3);
        assertThat(small.shortages(100_000).get(0))
                .contains("max-connections is 100,000", "only 1,024 files", "ulimit -n");
        assertThat(small.shortages(100_000).get(1)).contains("64 MiB of heap", "-Xmx196m");
        assertThat(small.shortages(100_000).get(2)).contains("16 MiB", "MaxDirectMemorySize");
    }

    @Test
    @DisplayName("R12: nothing is reported when nothing is short")
    void noShortageMeansNoLine() {
        Headroom enough = new Headroom(20_000, 512 * MIB, 512 * MIB);
        assertThat(enough.shortages(enough.connections())).isEmpty();
        assertThat(enough.summary()).isEqualTo("20,000 open files, 512 MiB heap, 512 MiB for buffers");
    }

    @Test
    void thisProcessHasLimits() {
        Headroom own = Headroom.measure();
        assertThat(own.openFiles()).isPositive();
        assertThat(own.heapBytes()).isPositive();
        assertThat(own.directBytes()).isPositive();
    }
}
