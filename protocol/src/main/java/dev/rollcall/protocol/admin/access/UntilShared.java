// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells all nodes something through the log, repeating it until it is there, for the hour that the log is kept. At most
 * 1,000 things at a time; further ones are not told. Thread-safe; nothing waits.
 */
public final class UntilShared {

    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int MOST_TIMES = 720;
    private static final int MOST_UNTOLD = 1_000;

    private final Cluster cluster;
    private final Timer timer;
    private final AtomicInteger untold = new AtomicInteger();

    /** Tells the nodes of a cluster. */
    public UntilShared(Cluster cluster, Timer timer) {
        this.cluster = cluster;
        this.timer = timer;
    }

    /** Tells all nodes; nothing on a node that is alone. See {@link Cluster#share}. */
    public void share(String topic, byte[] body) {
        if (cluster.isAlone()) {
            return;
        }
        if (untold.incrementAndGet() <= MOST_UNTOLD) {
            share(topic, body, MOST_TIMES);
        } else {
            untold.decrementAndGet();
        }
    }

    private void share(String topic, byte[] body, int times) {
        cluster.share(topic, body).whenComplete((number, failure) -> {
            if (failure == null || times == 0) {
                untold.decrementAndGet();
            } else {
                timer.after(AGAIN, () -> share(topic, body, times - 1));
            }
        });
    }
}
