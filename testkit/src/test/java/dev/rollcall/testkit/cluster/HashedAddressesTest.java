// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ContractSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One address has the same hash at every node, and a different one every day. */
@Timeout(60)
class HashedAddressesTest {

    private final ServedFleet served = new ServedFleet();

    @AfterEach
    void close() {
        served.close();
    }

    private void start(int count) {
        served.start(count, options -> options.set(ContractSettings.IP_TRACKING, IpTracking.HASHED));
    }

    /** Opens a tab from one address at each node. Returns how the address is shown. */
    private Set<String> shown() {
        Set<String> shown = new HashSet<>();
        for (int node = 0; node < served.protocols.size(); node++) {
            String id = served.poll(node, "version=v1");
            Connection tab = served.fleet.nodes.get(node).rollcall.connection(id.substring(0, id.indexOf('.')));
            shown.add(String.valueOf(Objects.requireNonNull(tab).ip()));
        }
        return shown;
    }

    @Test
    @DisplayName("nodes that start together, one that joins them, and all of them on the days that follow")
    void same() {
        start(3);
        Set<String> first = shown();
        assertThat(first).hasSize(1).doesNotContain("null");
        start(1);
        assertThat(shown()).isEqualTo(first);
        for (int day = 0; day < 3; day++) {
            served.fleet.timer.advance(Duration.ofDays(1));
            shown(); // at midnight they tell each other tomorrow's key
            served.fleet.pass(Duration.ofSeconds(1));
            assertThat(shown()).hasSize(1).isNotEqualTo(first);
        }
    }
}
