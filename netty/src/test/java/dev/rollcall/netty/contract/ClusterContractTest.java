// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.HostFactory;
import dev.rollcall.testkit.ManyNodes;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.contract.WholeContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole contract with three nodes behind a proxy that takes them in turn, as one server. */
@ExtendWith(ManyNodes.class)
class ClusterContractTest extends WholeContract {

    private static final int NODES = 3;

    @Override
    protected HostFactory factory() {
        HostFactory one = protocol -> RunningNetty.start(protocol, true);
        return one.times(NODES);
    }

    /** Without this, the other tests would prove nothing. */
    @Nested
    class Spreading extends HostContract {

        @Override
        protected HostFactory host() {
            return factory();
        }

        @ParameterizedTest
        @EnumSource(Transport.class)
        @DisplayName("tabs are spread over all nodes")
        void tabs(Transport transport) {
            TestServer house = house();
            for (int i = 0; i < 3 * NODES; i++) {
                house.tab(transport, "?version=v1");
            }
            List<Integer> held = house.rollcalls().stream().map(this::tabsOf).toList();
            assertThat(held).containsExactly(3, 3, 3);
            assertThat(house.stats().path("total").asInt()).isEqualTo(3 * NODES);
        }

        private int tabsOf(Rollcall rollcall) {
            return rollcall.internals().hub().size();
        }

        @Test
        @DisplayName("so are consecutive requests")
        void requests() {
            TestServer house = house();
            List<String> answered = new ArrayList<>();
            for (int i = 0; i < 2 * NODES; i++) {
                answered.add(house.admin("/admin/nodes")
                        .json()
                        .path("nodes")
                        .path(0)
                        .path("id")
                        .asString());
            }
            assertThat(answered.subList(0, NODES)).doesNotHaveDuplicates();
            assertThat(answered.subList(NODES, 2 * NODES)).isEqualTo(answered.subList(0, NODES));
        }
    }
}
