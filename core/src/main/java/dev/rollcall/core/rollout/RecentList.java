// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last so many of something, newest first. Thread-safe. */
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

    /** Puts one in the place of another, unless that has been pushed out. */
    synchronized void replace(T old, T item) {
        List<T> all = new ArrayList<>(newest);
        all.replaceAll(each -> each == old ? item : each);
        newest.clear();
        newest.addAll(all);
    }

    synchronized List<T> list(int atMost) {
        return newest.stream().limit(atMost).toList();
    }
}
