// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tabs whose connection has ended while a command was not through with them, for as long as they may come back. Not thread-safe. */
final class AwayTabs {

    /** How long a tab may be away before it counts as gone, in milliseconds. */
    static final long PATIENCE_MILLIS = 60_000;

    private final Map<String, Away> tabs = new LinkedHashMap<>(); // those that have been away longest first

    private record Away(Step step, long since) {}

    /** A tab's connection has ended. */
    void add(String id, Step step, long ticks) {
        tabs.put(id, new Away(step, ticks));
    }

    /** Takes out a tab that has come back, and returns how far it had come; null when it is not known here. */
    @Nullable
    Step remove(String id) {
        Away away = tabs.remove(id);
        return away == null ? null : away.step;
    }

    /** Takes out tabs that have been away for too long, and passes on how far each had come. */
    void expire(long ticks, Consumer<Step> gone) {
        Iterator<Away> all = tabs.values().iterator();
        while (all.hasNext()) {
            Away away = all.next();
            if (ticks - away.since < PATIENCE_MILLIS) {
                return;
            }
            all.remove();
            gone.accept(away.step);
        }
    }
}
