// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.StatsDelta;
import dev.rollcall.protocol.wire.TabFrame;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of a tab that is slow to read, or that polls: commands in order, and of the stats only the latest.
 * Not thread-safe: used on the connection's own thread, or under its lock.
 */
public final class TabQueue {

    /** The largest number of messages that may wait, not counting the latest stats. */
    public static final int MAX_MESSAGES = 64;

    /** The largest number of bytes that may wait, not counting the latest stats. */
    static final int MAX_BYTES = 256 * 1024;

    private final Queue<Waiting> messages = new ArrayDeque<>(4);
    private int bytes;
    private @Nullable TabFrame stats;
    private boolean statsAreDelta;
    private boolean deltaLost;

    /**
     * Keeps a message that came at {@code now}, in milliseconds; returns false, and keeps nothing, when the queue is
     * full.
     */
    public boolean add(Message message, TabFrame frame, long now) {
        if (message.latestOnly()) {
            addStats(message instanceof StatsDelta, frame);
            return true;
        }
        if (messages.size() == MAX_MESSAGES || bytes + frame.jsonLength() > MAX_BYTES) {
            return false;
        }
        bytes += frame.jsonLength();
        messages.add(new Waiting(frame, now));
        return true;
    }

    /** Takes the next frame to send, commands first; null when nothing waits. */
    @Nullable
    public TabFrame poll() {
        TabFrame command = pollCommand();
        return command != null ? command : pollStats();
    }

    /** Takes the next command; null when none waits. */
    @Nullable
    TabFrame pollCommand() {
        Waiting next = messages.poll();
        if (next == null) {
            return null;
        }
        bytes -= next.frame().jsonLength();
        return next.frame();
    }

    /** Takes the stats; null when none wait. */
    @Nullable
    TabFrame pollStats() {
        TabFrame latest = stats;
        stats = null;
        return latest;
    }

    /** Whether stats wait. */
    boolean hasStats() {
        return stats != null;
    }

    /** Whether the stats that wait are a change. */
    boolean statsAreDelta() {
        return statsAreDelta;
    }

    /** A change was taken that will not be sent. */
    void loseDelta() {
        deltaLost = true;
    }

    /** Whether commands wait, regardless of stats. */
    public boolean hasCommands() {
        return !messages.isEmpty();
    }

    /** How many commands wait. */
    int size() {
        return messages.size();
    }

    /** How many bytes of commands wait. */
    int bytes() {
        return bytes;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return messages.isEmpty() && stats == null;
    }

    /** Whether the oldest command has waited longer than the limit. Stats may wait for any time. */
    public boolean isOverdue(long now, long limitMillis) {
        Waiting oldest = messages.peek();
        return oldest != null && now - oldest.since() >= limitMillis;
    }

    /** Whether a change was dropped, so that a whole snapshot is needed. Asking resets this. */
    public boolean takeDeltaLost() {
        boolean lost = deltaLost;
        deltaLost = false;
        return lost;
    }

    /** A whole snapshot replaces what waits. A change is useless without the one before it: both are dropped. */
    private void addStats(boolean delta, TabFrame frame) {
        if (!delta) {
            stats = frame;
            statsAreDelta = false;
            deltaLost = false;
        } else if (stats == null && !deltaLost) {
            stats = frame;
            statsAreDelta = true;
        } else {
            stats = statsAreDelta ? null : stats;
            deltaLost = true;
        }
    }

    private record Waiting(TabFrame frame, long since) {}
}
