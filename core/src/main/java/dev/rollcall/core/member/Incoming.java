// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.fault.OncePerMinute;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what arrives to the cluster's thread. What is not understood is ignored and said: it may come from a newer Rollcall.
 * What waits is bounded in bytes; a message over the bound is lost, which its sequence number will show.
 */
final class Incoming implements Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final long MOST_BYTES = 64 << 20;

    private final BackplaneCluster cluster;
    private final NodeCodec codec;
    private final Executor thread;
    private final AtomicLong bytes = new AtomicLong();
    private final OncePerMinute misfits = new OncePerMinute();

    Incoming(BackplaneCluster cluster, NodeCodec codec, Executor thread) {
        this.cluster = cluster;
        this.codec = codec;
        this.thread = thread;
    }

    @Override
    public void message(byte[] message) {
        if (bytes.addAndGet(message.length) > MOST_BYTES) {
            bytes.addAndGet(-message.length);
            return;
        }
        thread.execute(() -> {
            bytes.addAndGet(-message.length);
            try {
                cluster.message(codec.readMessage(message));
            } catch (IllegalArgumentException e) {
                misfit("message", e);
            }
        });
    }

    @Override
    public void entry(long number, long ageMillis, byte[] entry) {
        thread.execute(() -> {
            try {
                cluster.entry(number, ageMillis, codec.readEntry(entry));
            } catch (IllegalArgumentException e) {
                misfit("entry", e);
            }
        });
    }

    @Override
    public void connected() {
        thread.execute(cluster::connected);
    }

    @Override
    public void lost(String why) {
        thread.execute(() -> cluster.lost(why));
    }

    private void misfit(String what, IllegalArgumentException reason) {
        long more = misfits.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "A {} of another node was not understood and is ignored, as {} before: {}. Does every node run the same"
                            + " version of Rollcall?",
                    what,
                    more,
                    reason.getMessage());
        }
    }
}
