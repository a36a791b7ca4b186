// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tab on its way into the container: the place that the contract has kept for it, and one of the container's connections.
 * Whatever goes wrong on the way, {@link #giveBack} returns both, and nothing is returned twice. Thread-safe.
 */
public final class Entry implements Opening {

    private final Opening opening;
    private final Runnable leave;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();

    /**
     * Creates an entry; the container's connection has been counted already.
     *
     * @param opening the place that the contract has kept
     * @param leave gives the container's connection back
     */
    public Entry(Opening opening, Runnable leave) {
        this.opening = opening;
        this.leave = leave;
    }

    /**
     * Opens the tab. When that fails, the place is given back.
     *
     * @throws IllegalStateException when the entry was opened or given back before
     */
    @Override
    public HeldTab open(Wire wire) {
        if (!settled.compareAndSet(false, true)) {
            throw new IllegalStateException("entry: opened or given back before (expected: neither)");
        }
        try {
            return opening.open(wire);
        } catch (RuntimeException | Error e) {
            opening.abandon();
            throw e;
        }
    }

    /** Gives the contract's place back, unless the tab has been opened: then the tab gives it back when it closes. */
    @Override
    public void abandon() {
        if (settled.compareAndSet(false, true)) {
            opening.abandon();
        }
    }

    /** Gives the container's connection back: the tab has ended, or will not be held. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }

    /** Gives everything back: the tab will not be held. */
    public void giveBack() {
        abandon();
        leave();
    }
}
