// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times and ids of commands. No two commands of a node have the same time, because a 1.x client drops a message that
 * equals the one before; and no id is given again after a restart or on another node, because tabs remember which commands
 * they have followed. Thread-safe.
 */
public final class CommandIds {

    private final AtomicLong last = new AtomicLong();
    private final NodeId node;
    private final Timer timer;

    /** Makes the ids of one node. */
    public CommandIds(NodeId node, Timer timer) {
        this.node = node;
        this.timer = timer;
    }

    /** Returns the current time, or a millisecond after the last result when that is later. */
    public long nextTime() {
        return last.updateAndGet(before -> Math.max(before + 1, timer.millis()));
    }

    /** Returns the id of the command given at a time: the time in base 36, a dash, and the node. */
    public String id(long time) {
        return Long.toString(time, Character.MAX_RADIX) + "-" + node.text();
    }
}
