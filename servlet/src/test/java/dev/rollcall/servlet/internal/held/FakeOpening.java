// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tab to be opened that notes what happens to it. */
public final class FakeOpening implements Opening, HeldTab {

    private final List<String> events = new ArrayList<>();
    private final @Nullable Throwable failure;
    private @Nullable Wire wire;

    /** Creates one that can be opened. */
    public FakeOpening() {
        this(null);
    }

    /**
     * Creates one.
     *
     * @param failure thrown when it is opened; null for none
     */
    public FakeOpening(@Nullable Throwable failure) {
        this.failure = failure;
    }

    /** Returns what has happened: open, abandon, closed, and the messages received. */
    public List<String> events() {
        return events;
    }

    /** Returns the wire the tab was opened with. */
    public Wire wire() {
        return Objects.requireNonNull(wire, "not open");
    }

    @Override
    public HeldTab open(Wire opened) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        wire = opened;
        events.add("open");
        return this;
    }

    @Override
    public void abandon() {
        events.add("abandon");
    }

    @Override
    public void text(String text) {
        events.add(text);
    }

    @Override
    public void binary() {
        events.add("binary");
    }

    @Override
    public void tooBig() {
        events.add("too big");
    }

    @Override
    public void alive() {}

    @Override
    public void writable() {}

    @Override
    public void closed() {
        events.add("closed");
    }
}
