// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures one tab that opens and closes, or moves, on a site with many others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = "-Xmx2g")
public class HubBenchmark {

    private static final String[] ROUTES = {Site.route(1), Site.route(2)};

    private Connection[] moving = {};
    private int round;

    /** Opens the tab that moves. */
    @Setup(Level.Trial)
    public void open(Site site) {
        moving = new Connection[] {site.openTab("v0", ROUTES[0])};
    }

    /** Measures a tab that connects and leaves. */
    @Benchmark
    public Connection openAndClose(Site site) {
        Connection tab = site.openTab("v0", ROUTES[0]);
        site.hub().close(tab, Disconnect.CLIENT_LEFT);
        return tab;
    }

    /** Measures a tab that goes to another page. */
    @Benchmark
    public boolean routeChange(Site site) {
        return site.hub().route(moving[0], ROUTES[++round & 1]);
    }
}
