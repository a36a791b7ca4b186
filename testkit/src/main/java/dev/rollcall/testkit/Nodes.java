// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeInfo;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.cluster.MemoryNetwork;
import dev.rollcall.testkit.cluster.RoundRobin;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a server under test: one, or several on one backplane and behind a proxy that takes them in turn. As a
 * host it is all of them together.
 */
final class Nodes implements RunningHost {

    private final List<Rollcall> rollcalls = new ArrayList<>();
    private final List<Protocol> protocols = new ArrayList<>();
    private final List<RunningHost> hosts = new ArrayList<>();
    private final Changes changes = new Changes();
    private @Nullable RoundRobin proxy;

    private Nodes() {}

    static Nodes start(HostFactory factory, Setup setup, ManualTimer timer) throws Exception {
        Nodes nodes = new Nodes();
        try {
            nodes.open(factory, setup, timer);
            return nodes;
        } catch (Exception | AssertionError e) {
            nodes.close();
            nodes.closeServed();
            throw e;
        }
    }

    private void open(HostFactory factory, Setup setup, ManualTimer timer) throws Exception {
        int count = factory.nodes();
        MemoryNetwork network = new MemoryNetwork(timer);
        for (int i = 0; i < count; i++) {
            Rollcall rollcall = setup.rollcall(timer, count == 1 ? null : network.join());
            rollcall.internals().hub().observe(changes);
            rollcalls.add(rollcall);
        }
        if (count > 1) {
            TestServer.eventually(this::haveLeases);
        }
        for (Rollcall rollcall : rollcalls) {
            protocols.add(setup.protocol(rollcall));
        }
        for (Protocol protocol : protocols) {
            hosts.add(factory.start(protocol));
        }
        if (count > 1) {
            rollcalls.forEach(Nodes::renewLease);
            TestServer.eventually(this::knowEachOther);
            timer.advance(Duration.ZERO); // until they have exchanged their first messages
            proxy = new RoundRobin(hosts.stream().map(RunningHost::port).toList());
        }
    }

    private void haveLeases() {
        for (Rollcall rollcall : rollcalls) {
            if (!rollcall.internals().cluster().coverage().reachable()) {
                throw new AssertionError("a node has no lease");
            }
        }
    }

    /**
     * Describes a node again. That renews its lease, which tells it who else is there; otherwise three seconds would
     * have to pass until all know each other's names.
     */
    private static void renewLease(Rollcall rollcall) {
        Cluster cluster = rollcall.internals().cluster();
        NodeCard own = cluster.nodes().get(0);
        cluster.describe(new NodeInfo(own.name(), own.software(), own.room()));
    }

    private void knowEachOther() {
        for (Rollcall rollcall : rollcalls) {
            long known = rollcall.internals().cluster().nodes().stream()
                    .filter(node -> !node.name().isEmpty())
                    .count();
            if (known != rollcalls.size()) {
                throw new AssertionError(
                        "a node knows the names of " + known + " (expected: " + rollcalls.size() + ")");
            }
        }
    }

    List<Rollcall> rollcalls() {
        return Collections.unmodifiableList(rollcalls);
    }

    Protocol protocol() {
        return protocols.get(0);
    }

    boolean areLeaving() {
        return protocols.stream().noneMatch(Protocol::isOpen);
    }

    boolean areSeveral() {
        return proxy != null;
    }

    /**
     * Returns whether a node may have something to tell others: not if it was asked ten times since a tab of any node
     * changed.
     */
    boolean mayTell() {
        return areSeveral() && changes.asked.incrementAndGet() <= 10;
    }

    /** Ends what the hosts served. To be called after {@link #close}. */
    void closeServed() {
        protocols.forEach(Protocol::close);
        rollcalls.forEach(Rollcall::close);
    }

    @Override
    public Set<Leeway> leeway() {
        return hosts.get(0).leeway();
    }

    @Override
    public @Nullable SSLContext tls() {
        return hosts.get(0).tls();
    }

    @Override
    public HttpClient.Version version() {
        return hosts.get(0).version();
    }

    @Override
    public int port() {
        RoundRobin balancer = proxy;
        return balancer == null ? hosts.get(0).port() : balancer.port();
    }

    /** Drains all nodes at once, as when the last one is taken away. */
    @Override
    public void drain(Duration grace) {
        CompletableFuture.allOf(hosts.stream()
                        .map(host ->
                                CompletableFuture.runAsync(() -> host.drain(grace), task -> new Thread(task).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        RoundRobin balancer = proxy;
        hosts.forEach(RunningHost::close);
        if (balancer != null) {
            balancer.close();
        }
    }

    /** Counts how often it was asked since the last change. */
    private static final class Changes implements HubObserver {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void opened(Connection connection) {
            asked.set(0);
        }

        @Override
        public void routeChanged(Connection connection, String from, String to) {
            asked.set(0);
        }

        @Override
        public void closed(Connection connection, Disconnect why) {
            asked.set(0);
        }
    }
}
