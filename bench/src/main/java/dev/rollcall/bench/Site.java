// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A site with many tabs on 500 routes and three versions; one in three is on the current version. */
@State(Scope.Benchmark)
public class Site {

    private static final int ROUTES = 500;

    /** The number of tabs that are connected. */
    @Param({"1000", "100000", "1000000"})
    public int connections;

    private final Rollcall rollcall = Rollcall.builder().currentVersion("v0").build();

    /** Opens the tabs. */
    @Setup(Level.Trial)
    public void open() {
        for (int i = 0; i < connections; i++) {
            openTab("v" + i % 3, route(i));
        }
    }

    /** Releases the threads. */
    @TearDown(Level.Trial)
    public void close() {
        rollcall.close();
    }

    Rollcall rollcall() {
        return rollcall;
    }

    Hub hub() {
        return rollcall.internals().hub();
    }

    Connection openTab(String version, String route) {
        return hub().open(Admission.of(Transport.WEBSOCKET, version, route), tab -> Nowhere.INSTANCE);
    }

    static String route(int number) {
        return "/shop/item/" + number % ROUTES;
    }

    /** An outbound that discards everything: the cost of sending belongs to the host and is not measured here. */
    private enum Nowhere implements Outbound {
        INSTANCE;

        @Override
        public int send(Message message) {
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    }
}
