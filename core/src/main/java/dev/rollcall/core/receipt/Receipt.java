// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Place;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command on all its tabs, over all nodes. Immutable.
 *
 * @param command the command
 * @param state whether it is still under way
 * @param ended why it goes no further, and who said so; null while nobody has said so
 * @param places how many tabs are in each place; every place is included, and they add up to {@link #matched}
 * @param versions on which versions tabs have returned
 * @param reasons the reasons that tabs gave for needing time
 * @param deferredUntil the latest time until which a tab may need time, in milliseconds since the epoch; 0 where there
 *     is no limit, or none needs time
 * @param until when the last tab is notified, in milliseconds since the epoch
 * @param nodes how many nodes there are
 * @param answered how many of them have reported their tabs
 * @param missing what is missing, in words; null when nothing is
 */
public record Receipt(
        Command command,
        State state,
        @Nullable Ended ended,
        Map<Place, Integer> places,
        Map<String, Integer> versions,
        Map<String, Integer> reasons,
        long deferredUntil,
        long until,
        int nodes,
        int answered,
        @Nullable String missing) {

    /** Whether a command is under way. */
    public enum State {
        /** Tabs are waiting or on their way. */
        RUNNING("running"),
        /** The command is through with all tabs. */
        DONE("done"),
        /** Somebody has aborted it: tabs that waited were let off. */
        ABORTED("aborted"),
        /** It has stopped by itself, by its own rule: tabs that waited were let off. */
        STOPPED("stopped");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name used in JSON. */
        public String wireName() {
            return wireName;
        }
    }

    /** Returns how many tabs are in a place. */
    public int at(Place place) {
        return places.getOrDefault(place, 0);
    }

    /** Returns how many tabs the command means, including those that came later. */
    public int matched() {
        return places.values().stream().mapToInt(Integer::intValue).sum();
    }
}
