// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket in memory. Its tasks run in order, one at a time, on whichever thread finds none running. So the effect
 * of a test's call has happened when the call returns. Thread-safe.
 */
final class TestWire implements Wire {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final List<TestMessage> received = new CopyOnWriteArrayList<>();
    private volatile @Nullable HeldTab tab;
    private volatile @Nullable Disconnect disconnect;
    private volatile boolean ended;
    private volatile boolean cut;

    /** Connects the tab. */
    void open(Verdict.Opening opening) {
        execute(() -> {
            tab = opening.open(this);
            if (disconnect != null) {
                end(); // the server is draining, and said so before there was a tab
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        if (turn.isHeldByCurrentThread()) {
            task.run();
            return;
        }
        tasks.add(task);
        // A thread that finds the turn taken leaves its task to the thread that has it, which looks for more tasks
        // after giving the turn back.
        while (!tasks.isEmpty() && turn.tryLock()) {
            try {
                runAll();
            } finally {
                turn.unlock();
            }
        }
    }

    private void runAll() {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }

    @Override
    public boolean isOnLoop() {
        return turn.isHeldByCurrentThread();
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(TabFrame frame) {
        if (!cut && !ended) {
            String head = new String(frame.encoded().json(), StandardCharsets.UTF_8);
            received.add(TestMessage.of(head + new String(frame.tailOrEmpty(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void ping() {
        HeldTab held = tab;
        if (held != null && !cut) {
            held.alive();
        }
    }

    @Override
    public void close(Disconnect why) {
        if (!ended) {
            disconnect = why;
            end();
        }
    }

    /** Has the tab send a text. Does nothing if it has ended or is cut off. */
    void say(String text) {
        execute(() -> {
            HeldTab held = tab;
            if (held != null && !ended && !cut) {
                held.text(text);
            }
        });
    }

    /** Has the tab go away. */
    void leave() {
        execute(this::end);
    }

    /** Lets nothing through from now on, in either direction. */
    void cut() {
        cut = true;
    }

    boolean hasEnded() {
        return ended;
    }

    @Nullable
    Disconnect disconnect() {
        return disconnect;
    }

    List<TestMessage> messages() {
        return List.copyOf(received);
    }

    private void end() {
        HeldTab held = tab;
        if (!ended && held != null) {
            ended = true;
            held.closed();
        }
    }
}
