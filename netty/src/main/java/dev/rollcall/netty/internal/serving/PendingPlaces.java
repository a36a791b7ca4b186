// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.netty.internal.serving.Pending.Stage;
import dev.rollcall.protocol.http.address.AddressKey;
import dev.rollcall.protocol.http.address.TrustedProxies;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of places for connections. The one that deserves its place least belongs to the address with the
 * most places, is in the earliest {@linkplain Stage stage} there, and is the oldest of those. Loopback, private and
 * unknown addresses have no bound of their own, because proxies have them. Not thread-safe.
 */
final class PendingPlaces {

    /*
     * Design: groups (one for each address) are listed by their number of places. Entering and leaving move a group by
     * one, so the fullest is known without a search, however many addresses there are.
     */

    private static final int LEAST_PER_ADDRESS = 16;
    private static final TrustedProxies EXEMPT = TrustedProxies.privateRanges();

    private final int max;
    private final int maxPerAddress;
    private final Map<Pending, Place> places = new HashMap<>();
    private final Map<Object, Group> groups = new HashMap<>();
    private final List<Set<Group>> bySize = new ArrayList<>(List.of(Set.of()));
    private int fullest;

    /**
     * Makes an empty set of places.
     *
     * @param max how many places there are, at least 1; one address may have a quarter of them, but at least 16
     */
    PendingPlaces(int max) {
        this.max = max;
        this.maxPerAddress = Math.max(LEAST_PER_ADDRESS, max / 4);
    }

    /**
     * Gives a connection a place.
     *
     * @param address the peer's address; null if unknown
     * @return the connection that lost its place for this, possibly this one; null if there was room
     */
    @Nullable
    Pending enter(Pending connection, @Nullable InetAddress address, Stage stage) {
        boolean limited = address != null && !EXEMPT.contains(address);
        Object key = address == null ? "unknown" : AddressKey.of(address);
        Group group = groups.computeIfAbsent(key, Group::new);
        Place loses = null;
        if (limited && group.size >= maxPerAddress) {
            loses = group.least();
        } else if (places.size() >= max) {
            loses = least();
        } else {
            add(connection, group, stage);
            return null;
        }
        if (loses == null) {
            forgetIfEmpty(group);
            return connection; // It is the server's turn on all of them.
        }
        remove(loses);
        add(connection, groups.computeIfAbsent(key, Group::new), stage);
        return loses.connection;
    }

    /** Notes that a connection has reached another stage. Does nothing if it has no place. */
    void stage(Pending connection, Stage stage) {
        Place place = places.get(connection);
        if (place != null && place.stage != stage) {
            place.group.take(place);
            place.stage = stage;
            place.group.put(place);
        }
    }

    /** Takes a connection's place away. Returns false if it has none. */
    boolean leave(Pending connection) {
        Place place = places.get(connection);
        if (place == null) {
            return false;
        }
        remove(place);
        return true;
    }

    int size() {
        return places.size();
    }

    /** Returns the connections that have places. */
    List<Pending> all() {
        return List.copyOf(places.keySet());
    }

    private void add(Pending connection, Group group, Stage stage) {
        Place place = new Place(connection, group, stage);
        places.put(connection, place);
        group.put(place);
        resize(group, 1);
    }

    private void remove(Place place) {
        places.remove(place.connection);
        place.group.take(place);
        resize(place.group, -1);
        forgetIfEmpty(place.group);
    }

    private void forgetIfEmpty(Group group) {
        if (group.size == 0) {
            groups.remove(group.key);
        }
    }

    private void resize(Group group, int change) {
        if (group.size > 0) {
            bySize.get(group.size).remove(group);
        }
        group.size += change;
        while (bySize.size() <= group.size) {
            bySize.add(new LinkedHashSet<>());
        }
        if (group.size > 0) {
            bySize.get(group.size).add(group);
        }
        fullest = Math.max(fullest, group.size);
        while (fullest > 0 && bySize.get(fullest).isEmpty()) {
            fullest--;
        }
    }

    private @Nullable Place least() {
        for (int size = fullest; size > 0; size--) {
            for (Group group : bySize.get(size)) {
                Place least = group.least();
                if (least != null) {
                    return least;
                }
            }
        }
        return null;
    }

    /** One connection's place. */
    private static final class Place {
        private final Pending connection;
        private final Group group;
        private Stage stage;

        Place(Pending connection, Group group, Stage stage) {
            this.connection = connection;
            this.group = group;
            this.stage = stage;
        }
    }

    /** The places of one address. */
    private static final class Group {
        private final Object key;
        private final Map<Stage, Set<Place>> byStage = new EnumMap<>(Stage.class);
        private int size;

        Group(Object key) {
            this.key = key;
        }

        void put(Place place) {
            byStage.computeIfAbsent(place.stage, stage -> new LinkedHashSet<>()).add(place);
        }

        void take(Place place) {
            Set<Place> same = byStage.get(place.stage);
            if (same != null) {
                same.remove(place);
            }
        }

        /** Returns the least deserved place; null when it is the server's turn on all connections. */
        @Nullable
        Place least() {
            for (Map.Entry<Stage, Set<Place>> same : byStage.entrySet()) {
                Iterator<Place> oldest = same.getValue().iterator();
                if (same.getKey() != Stage.DECIDING && oldest.hasNext()) {
                    return oldest.next();
                }
            }
            return null;
        }
    }
}
