// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.NodeCodec;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IncomingTest {

    private static final int MORE_THAN_MAY_WAIT = 10_001;

    private final AtomicInteger read = new AtomicInteger();
    private boolean refuses = true;

    @Test
    @DisplayName("messages that the cluster's thread refuses take no space from later ones")
    @SuppressWarnings("NullAway") // Nothing read here reaches the dispatch.
    void refusedOnesTakeNoRoom() {
        Executor thread = task -> {
            if (refuses) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        };
        Incoming incoming = new Incoming(null, codec(), thread);
        for (int i = 0; i < MORE_THAN_MAY_WAIT; i++) {
            incoming.message(new byte[] {1});
        }
        refuses = false;
        incoming.message(new byte[] {1});
        assertThat(read).hasValue(1);
    }

    /** Counts what is read, but understands none of it. */
    private NodeCodec codec() {
        return (NodeCodec) Proxy.newProxyInstance(
                NodeCodec.class.getClassLoader(), new Class<?>[] {NodeCodec.class}, (proxy, method, arguments) -> {
                    read.incrementAndGet();
                    throw new IllegalArgumentException("not understood");
                });
    }
}
