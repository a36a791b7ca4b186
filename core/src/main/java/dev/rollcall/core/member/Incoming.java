// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.fault.OncePerMinute;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes arriving messages to the cluster's thread. Those that are not understood are ignored and logged: they may come
 * from a newer Rollcall. Waiting messages are bounded in number and in bytes; those over the bound are lost, which
 * sequence numbers will show.
 */
final class Incoming implements Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final long MOST_BYTES = 64 << 20;
    private static final int MOST = 10_000;

    private final Dispatch dispatch;
    private final NodeCodec codec;
    private final Executor thread;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final OncePerMinute misfits = new OncePerMinute();

    private final ConcurrentHashMap<String, Consumer<byte[]>> topics = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Runnable> onConnected = new CopyOnWriteArrayList<>();

    /** @param thread the cluster's; it may refuse tasks */
    Incoming(Dispatch dispatch, NodeCodec codec, Executor thread) {
        this.dispatch = dispatch;
        this.codec = codec;
        this.thread = thread;
    }

    void onShared(String topic, Consumer<byte[]> action) {
        topics.put(topic, action);
    }

    void onConnected(Runnable action) {
        onConnected.add(action);
    }

    @Override
    public void message(byte[] message) {
        take("message", message, () -> dispatch.message(codec.readMessage(message)));
    }

    @Override
    public void entry(long number, long ageMillis, byte[] entry) {
        take("entry", entry, () -> act(number, ageMillis, codec.readEntry(entry)));
    }

    private void act(long number, long ageMillis, LogEntry entry) {
        if (dispatch.entry(number, ageMillis, entry) && entry instanceof LogEntry.Shared shared) {
            Consumer<byte[]> action = topics.get(shared.topic());
            if (action != null) {
                action.accept(shared.body());
            }
        }
    }

    private void take(String what, byte[] content, Runnable action) {
        int tasks = waiting.incrementAndGet();
        long held = bytes.addAndGet(content.length);
        if (tasks > MOST || held > MOST_BYTES) {
            done(content);
            return;
        }
        Runnable task = () -> {
            done(content);
            run(what, action);
        };
        execute(task, () -> done(content));
    }

    private void execute(Runnable task, Runnable otherwise) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) { // closed, or too much has come at once
            otherwise.run();
        }
    }

    private void run(String what, Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException e) {
            misfit(what, e);
        }
    }

    private void done(byte[] content) {
        bytes.addAndGet(-content.length);
        waiting.decrementAndGet();
    }

    @Override
    public void connected() {
        Runnable task = () -> {
            dispatch.connected();
            onConnected.forEach(Runnable::run);
        };
        execute(task, () -> {});
    }

    @Override
    public void lost(String why) {
        execute(() -> dispatch.lost(why), () -> {});
    }

    private void misfit(String what, IllegalArgumentException reason) {
        long more = misfits.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "A {} of another node was not understood and is ignored ({} more since the last such line): {}. Does every"
                            + " node run the same version of Rollcall?",
                    what,
                    more,
                    reason.getMessage());
        }
    }
}
