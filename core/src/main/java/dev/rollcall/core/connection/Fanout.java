// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.IdentityHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing to many connections, each on the loop that serves it: a loop is called once for some hundred connections,
 * not once for each. Not thread-safe.
 */
final class Fanout {

    /**
     * How many are handed over at once: a loop does other things in between, and begins while the rest are being
     * collected.
     */
    private static final int CHUNK = 256;

    private final Consumer<Connection> action;
    private final IdentityHashMap<Executor, Chunk> chunks = new IdentityHashMap<>();

    /**
     * Begins empty.
     *
     * @param action what is done to each; called on any thread
     */
    Fanout(Consumer<Connection> action) {
        this.action = action;
    }

    /** Adds a connection. One that no loop serves is dealt with at once, on this thread. */
    void add(Connection connection) {
        Executor loop = connection.outbound().loop();
        if (loop == null) {
            action.accept(connection);
            return;
        }
        Chunk chunk = chunks.get(loop);
        if (chunk == null || !chunk.add(connection)) {
            begin(loop, chunk, connection);
        }
    }

    /** Hands over the rest. */
    void finish() {
        chunks.forEach(Executor::execute);
        chunks.clear();
    }

    private void begin(Executor loop, @Nullable Chunk full, Connection connection) {
        if (full != null) {
            loop.execute(full);
        }
        Chunk next = new Chunk(action);
        next.add(connection);
        chunks.put(loop, next);
    }

    /** Connections of one loop. */
    private static final class Chunk implements Runnable {

        private final Consumer<Connection> action;
        private final @Nullable Connection[] connections = new Connection[CHUNK];
        private int count;

        Chunk(Consumer<Connection> action) {
            this.action = action;
        }

        boolean add(Connection connection) {
            if (count == CHUNK) {
                return false;
            }
            connections[count++] = connection;
            return true;
        }

        @Override
        public void run() {
            for (Connection connection : connections) {
                if (connection != null) {
                    action.accept(connection);
                }
            }
        }
    }
}
