// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.testkit.RunningHost;
import dev.rollcall.testkit.TestPeople;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Only the servlet host, in one of the example's containers.
 *
 * @param host the host
 * @param container what it runs in
 * @param leeway what the container decides on its own
 */
record ContainerHost(ServletHost host, Container container, Set<Leeway> leeway) implements RunningHost {

    /** The contract's clock stands still in the suites, so the host's own clock must find tabs that left, and soon. */
    private static final Duration PROBE = Duration.ofMillis(100);

    static RunningHost start(Container.Starter starter, Protocol protocol, Leeway... leeway) throws Exception {
        ServletHost host = ServletHost.builder(protocol)
                .streamProbe(PROBE)
                .identity(request -> TestPeople.of(request.getHeader(TestPeople.HEADER)))
                .build();
        return new ContainerHost(host, starter.start(0, Map.of("/", host)), Set.of(leeway));
    }

    @Override
    public int port() {
        return container.port();
    }

    @Override
    public void drain(Duration grace) {
        host.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void close() {
        host.close();
        container.close();
    }
}
