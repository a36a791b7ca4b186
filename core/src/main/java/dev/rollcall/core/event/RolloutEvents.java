// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.event;

import dev.rollcall.core.fault.FailureLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Passes events on to listeners. Thread-safe. */
public final class RolloutEvents {

    private final FailureLog failures =
            new FailureLog(LoggerFactory.getLogger(RolloutEvents.class), "Rollout listener", "the others go on");
    private final List<RolloutListener> listeners = new CopyOnWriteArrayList<>();

    /** Begins without listeners. */
    public RolloutEvents() {}

    /** Adds a listener. */
    public void listen(RolloutListener listener) {
        listeners.add(listener);
    }

    /** Returns whether anybody listens: if not, events need not be worked out at all. */
    public boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Tells all listeners, on the calling thread. */
    public void happened(RolloutEvent event) {
        for (RolloutListener listener : listeners) {
            try {
                listener.happened(event);
            } catch (Throwable e) { // whatever foreign code throws, including errors and undeclared exceptions
                failures.failed(listener.getClass().getName(), e);
            }
        }
    }
}
