// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A load balancer on loopback that hands each new connection to the next node, whichever client it is from. It passes
 * on bytes, closing, half-closing and resets. A node that does not accept a connection is skipped. It holds few bytes,
 * so that the node notices a slow reader, too. Thread-safe.
 */
public final class RoundRobin implements AutoCloseable {

    private final ServerSocketChannel door;
    private final Selector selector;
    private final Map<Integer, Integer> handed = new LinkedHashMap<>();
    private List<Integer> nodes;
    private int next;

    /**
     * Starts a load balancer on a free port.
     *
     * @param nodes the ports of the nodes, on loopback
     */
    public RoundRobin(List<Integer> nodes) {
        this.nodes = List.copyOf(nodes);
        try {
            selector = Selector.open();
            door = ServerSocketChannel.open();
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
            door.configureBlocking(false);
            door.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::run, "round-robin");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the port that it listens on. */
    public int port() {
        return door.socket().getLocalPort();
    }

    /** Sets the nodes that get connections from now on; those that are open stay where they are. */
    public synchronized void nodes(List<Integer> ports) {
        nodes = List.copyOf(ports);
    }

    /** Returns how many connections each port has been handed. */
    public synchronized Map<Integer, Integer> handed() {
        return Map.copyOf(handed);
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (ClosedSelectorException | IOException e) {
            // Closed.
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Relay relay) {
            relay.pump();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel client = door.accept();
            if (client == null) {
                return;
            }
            client.setOption(StandardSocketOptions.SO_SNDBUF, Relay.BYTES);
            SocketChannel node = connect();
            if (node == null) {
                client.close();
            } else {
                new Relay(client, node, selector).pump();
            }
        } catch (IOException e) {
            // The client has gone again.
        }
    }

    private @Nullable SocketChannel connect() {
        for (int port : inTurn()) {
            SocketChannel node = connect(port);
            if (node != null) {
                count(port);
                return node;
            }
        }
        return null;
    }

    /* On loopback, a port that listens accepts at once. */
    private static @Nullable SocketChannel connect(int port) {
        try {
            SocketChannel node = SocketChannel.open();
            try {
                node.setOption(StandardSocketOptions.SO_RCVBUF, Relay.BYTES);
                node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return node;
            } catch (IOException e) {
                node.close();
            }
        } catch (IOException e) {
            // Treated as a node that does not listen.
        }
        return null;
    }

    private synchronized List<Integer> inTurn() {
        List<Integer> turn = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            turn.add(nodes.get((next + i) % nodes.size()));
        }
        next = nodes.isEmpty() ? 0 : (next + 1) % nodes.size();
        return turn;
    }

    private synchronized void count(int port) {
        handed.merge(port, 1, Integer::sum);
    }

    /** Ends the load balancer, and every connection through it. Does nothing after the first call. */
    @Override
    public void close() {
        if (!selector.isOpen()) {
            return;
        }
        try {
            List<SelectionKey> keys = List.copyOf(selector.keys());
            selector.close();
            door.close();
            for (SelectionKey key : keys) {
                if (key.attachment() instanceof Relay relay) {
                    relay.reset();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
