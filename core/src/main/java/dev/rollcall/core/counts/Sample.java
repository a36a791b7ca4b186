// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Listing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The connections of one node that have been there longest, as it tells others, or what has changed among them.
 * Immutable; the cost of every method grows with the number of connections in it.
 *
 * @param connections in order of arrival; in a change, those that are new, which belong at the end, and those that have
 *     changed
 * @param gone in a change, the ids of those that are no longer among them; otherwise empty
 * @param more whether the node has more than these
 */
public record Sample(List<ConnectionInfo> connections, List<String> gone, boolean more) {

    /** The largest number of connections that a node tells others one by one. */
    public static final int MOST = 200;

    /** The largest number of characters in these connections together. */
    static final int MOST_CHARACTERS = 16_384;

    /** The sample of a node without connections, and the change that changes nothing. */
    public static final Sample NONE = new Sample(List.of(), List.of(), false);

    /** The id begins with the node, so every node lists two that came at the same time in the same order. */
    private static final Comparator<Rest> FIRST = Comparator.comparingLong(
                    (Rest rest) -> rest.first().since())
            .thenComparing(rest -> rest.first().id());

    /** Copies the lists. */
    public Sample {
        connections = List.copyOf(connections);
        gone = List.copyOf(gone);
    }

    /** Returns the sample for a listing. */
    public static Sample of(Listing listing) {
        return new Sample(
                listing.connections().stream().map(ConnectionInfo::of).toList(), List.of(), listing.next() != null);
    }

    /** Returns as much of a listing as a node tells others. */
    public static Sample bounded(Listing listing) {
        List<ConnectionInfo> kept = new ArrayList<>();
        int characters = 0;
        for (Connection connection : listing.connections()) {
            ConnectionInfo info = ConnectionInfo.of(connection);
            characters += characters(info);
            if (kept.size() == MOST || characters > MOST_CHARACTERS) {
                return new Sample(kept, List.of(), true);
            }
            kept.add(info);
        }
        return new Sample(kept, List.of(), listing.next() != null);
    }

    private static int characters(ConnectionInfo info) {
        int labels = (info.ip() == null ? 0 : info.ip().length())
                + (info.user() == null ? 0 : info.user().length());
        return info.id().length() + info.version().length() + info.route().length() + labels;
    }

    /** Returns what has changed from this sample to a later one. */
    public Sample changesTo(Sample next) {
        Map<String, ConnectionInfo> left = byId(connections);
        List<ConnectionInfo> changed = new ArrayList<>();
        next.connections.forEach(info -> {
            if (!info.equals(left.remove(info.id()))) {
                changed.add(info);
            }
        });
        return new Sample(changed, List.copyOf(left.keySet()), next.more);
    }

    /** Returns whether applying this as a change would alter a sample. */
    public boolean changes(Sample before) {
        return !connections.isEmpty() || !gone.isEmpty() || more != before.more;
    }

    /** Returns the sample after a change. */
    public Sample with(Sample change) {
        if (!change.changes(this)) {
            return this;
        }
        Map<String, ConnectionInfo> after = byId(connections);
        change.gone.forEach(after::remove);
        change.connections.forEach(info -> after.put(info.id(), info));
        return new Sample(List.copyOf(after.values()), List.of(), change.more);
    }

    private static Map<String, ConnectionInfo> byId(List<ConnectionInfo> connections) {
        Map<String, ConnectionInfo> byId = new LinkedHashMap<>();
        connections.forEach(info -> byId.put(info.id(), info));
        return byId;
    }

    /**
     * Returns the connections of several nodes that have been there longest, in order of arrival by the clocks of the
     * nodes. The list ends where a node has more than it has told: those might have arrived before the rest.
     *
     * @param most the largest number to return
     */
    public static List<ConnectionInfo> merge(List<Sample> samples, int most) {
        PriorityQueue<Rest> rests = new PriorityQueue<>(FIRST);
        samples.stream().filter(sample -> !sample.connections.isEmpty()).forEach(sample -> rests.add(new Rest(sample)));
        List<ConnectionInfo> merged = new ArrayList<>();
        while (!rests.isEmpty() && merged.size() < most) {
            Rest rest = rests.remove();
            merged.add(rest.first());
            rest.at++;
            if (!rest.isEmpty()) {
                rests.add(rest);
            } else if (rest.sample.more) {
                break;
            }
        }
        return merged;
    }

    /** The rest of one node's sample. */
    private static final class Rest {
        private final Sample sample;
        private int at;

        Rest(Sample sample) {
            this.sample = sample;
        }

        boolean isEmpty() {
            return at == sample.connections.size();
        }

        ConnectionInfo first() {
            return sample.connections.get(at);
        }
    }
}
