// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The most recent items of a kind, newest first, up to a limit. Thread-safe. */
final class RecentList<T> {

    private final int most;
    private final Deque<T> newest = new ArrayDeque<>();

    RecentList(int most) {
        this.most = most;
    }

    synchronized void add(T item) {
        newest.addFirst(item);
        if (newest.size() > most) {
            newest.removeLast();
        }
    }

    /**
     * Adds an item that may come late: behind those that are newer, and only when none is the same. Returns whether none was.
     */
    synchronized boolean insert(T item, Predicate<T> same, Predicate<T> newer) {
        List<T> all = new ArrayList<>(newest);
        if (all.stream().anyMatch(same)) {
            return false;
        }
        int place = 0;
        while (place < all.size() && newer.test(all.get(place))) {
            place++;
        }
        all.add(place, item);
        newest.clear();
        newest.addAll(all.subList(0, Math.min(most, all.size())));
        return true;
    }

    /** Adds items that are older than all others, newest first, as far as there is room for them. */
    synchronized void addOlder(List<T> items) {
        items.stream().limit(most - (long) newest.size()).forEach(newest::addLast);
    }

    /** Changes the items that pass a test and have not been pushed out. */
    synchronized void replace(Predicate<T> which, UnaryOperator<T> change) {
        List<T> all = new ArrayList<>(newest);
        all.replaceAll(item -> which.test(item) ? change.apply(item) : item);
        newest.clear();
        newest.addAll(all);
    }

    synchronized List<T> list(int atMost) {
        return newest.stream().limit(atMost).toList();
    }
}
