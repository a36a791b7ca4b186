// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.FakeTab;
import dev.rollcall.core.ManualClock;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.node.NodeId;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphStats;

/** What a connection costs in core: everything reachable from the hub, minus what is reachable when it is empty. */
class ConnectionFootprintTest {

    private static final int CONNECTIONS = 100_000;
    private static final int MOST_BYTES = 200;

    /** The outbound side belongs to the host, and is counted there. */
    private final Outbound shared = new FakeTab();

    @Test
    @DisplayName("A tab on a route that others are on too")
    void sharedLabels() {
        assertThat(bytesEach(i -> Admission.of(Transport.WEBSOCKET, "v" + i % 3, "/page/" + i % 500)))
                .isLessThanOrEqualTo(120);
    }

    @Test
    @DisplayName("The same with its own address and user")
    void withAddressAndUser() {
        assertThat(bytesEach(i -> new Admission(
                        Transport.SSE,
                        "v" + i % 3,
                        "/page/" + i % 500,
                        "198.51." + i % 251 + "." + i % 253,
                        "user-" + i)))
                .isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    @DisplayName("Each on its own route")
    void uniqueRoutes() {
        assertThat(bytesEach(i -> Admission.of(Transport.WEBSOCKET, "v1", "/orders/" + i)))
                .isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    @DisplayName("After all have left, only the slots remain")
    void afterAllHaveLeft() {
        Hub hub = emptyHub();
        long before = bytes(hub);
        fill(hub, i -> Admission.of(Transport.WEBSOCKET, "v1", "/orders/" + i));
        hub.list(tab -> true, CONNECTIONS, null).connections().forEach(tab -> hub.close(tab, Disconnect.CLIENT_LEFT));
        assertThat((double) (bytes(hub) - before) / CONNECTIONS).isLessThan(16);
    }

    @Test
    @DisplayName("A closed connection that somebody still holds keeps nothing of the host alive")
    void closedAndHeld() {
        Hub hub = emptyHub();
        byte[] container = new byte[1_000_000];
        Outbound large = new Outbound() {
            @Override
            public int send(Message message) {
                return container.length;
            }

            @Override
            public void close(Disconnect disconnect) {}
        };
        Admission admission = Admission.of(Transport.WEBSOCKET, "v1", "/a");
        Connection held = hub.open(admission, tab -> large);
        assertThat(GraphStats.parseInstance(held).totalSize()).isGreaterThan(container.length);
        hub.close(held, Disconnect.CLIENT_LEFT);
        Connection never = hub.open(admission, tab -> {
            hub.close(tab, Disconnect.CLIENT_LEFT);
            return large;
        });
        for (Connection closed : List.of(held, never)) {
            assertThat(closed.isClosed()).isTrue();
            assertThat(GraphStats.parseInstance(closed).totalSize()).isLessThan(container.length / 2);
            assertThat(closed.send(Messages.pong())).isZero();
            assertThat(closed.outbound().send(Messages.pong())).isZero();
            closed.disconnect(Disconnect.LOST);
        }
    }

    private double bytesEach(IntFunction<Admission> admissions) {
        Hub hub = emptyHub();
        long before = bytes(hub);
        fill(hub, admissions);
        return (double) (bytes(hub) - before) / CONNECTIONS;
    }

    private void fill(Hub hub, IntFunction<Admission> admissions) {
        for (int i = 0; i < CONNECTIONS; i++) {
            hub.open(admissions.apply(i), tab -> shared);
        }
    }

    private Hub emptyHub() {
        return new Hub(new ManualClock(), NodeId.random(), true);
    }

    private long bytes(Hub hub) {
        return GraphStats.parseInstance(hub, shared).totalSize();
    }
}
