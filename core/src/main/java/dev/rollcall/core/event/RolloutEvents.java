// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.event;

import dev.rollcall.core.fault.FailureLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hands events on to those who listen. Thread-safe. */
public final class RolloutEvents {

    private final FailureLog failures =
            new FailureLog(LoggerFactory.getLogger(RolloutEvents.class), "Rollout listener", "the others go on");
    private final List<RolloutListener> listeners = new CopyOnWriteArrayList<>();

    /** Nobody listens yet. */
    public RolloutEvents() {}

    /** Adds a listener. */
    public void listen(RolloutListener listener) {
        listeners.add(listener);
    }

    /** Returns whether anybody listens: what is only found out for them need not be found out otherwise. */
    public boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Tells all who listen, on the calling thread. */
    public void happened(RolloutEvent event) {
        for (RolloutListener listener : listeners) {
            try {
                listener.happened(event);
            } catch (Throwable e) { // whatever foreign code throws, also an error or an undeclared exception
                failures.failed(listener.getClass().getName(), e);
            }
        }
    }
}
