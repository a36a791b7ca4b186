// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a listing.
 *
 * @param connections the connections, in order of arrival
 * @param next where the listing continues; null when this was the last part
 */
public record Listing(
        List<Connection> connections, @Nullable Cursor next) {

    /** Copies the list. */
    public Listing {
        connections = List.copyOf(connections);
    }

    static Listing read(Registry registry, Predicate<Connection> target, int most, @Nullable Cursor after) {
        List<Connection> found = new ArrayList<>(Math.min(most, 256));
        Connection at = start(registry, after);
        while (at != null) {
            if (!at.isClosed() && target.test(at)) {
                if (found.size() == most) {
                    return new Listing(found, cursorAt(found, after));
                }
                found.add(at);
            }
            at = registry.after(at);
        }
        return new Listing(found, null);
    }

    private static @Nullable Cursor cursorAt(List<Connection> found, @Nullable Cursor after) {
        if (found.isEmpty()) {
            return after;
        }
        return found.get(found.size() - 1).cursor();
    }

    private static @Nullable Connection start(Registry registry, @Nullable Cursor after) {
        if (after == null) {
            return registry.first();
        }
        Connection there = registry.at(after.slot());
        return there != null && there.arrival == after.arrival()
                ? registry.after(there)
                : registry.firstAfter(after.arrival());
    }
}
