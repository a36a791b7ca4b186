// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.Counts;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;

/**
 * The counts of this node and of all others together. What others count is added up when it arrives, so that the cost
 * of reading grows with the number of names, not of nodes. Thread-safe; changed on the cluster's thread alone.
 */
final class OthersCounts implements Counts {

    private final Counts own;
    private final Names versions;
    private final Names routes;
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger observers = new AtomicInteger();
    private final Map<Transport, AtomicInteger> transports = new ConcurrentHashMap<>();

    OthersCounts(Counts own) {
        this.own = own;
        this.versions = new Names(own.versions());
        this.routes = new Names(own.routes());
        for (Transport transport : Transport.values()) {
            transports.put(transport, new AtomicInteger());
        }
    }

    /** Replaces what a node counted before by what it counts now, adding only the difference. */
    void replace(Picture before, Picture after) {
        total.addAndGet(after.total() - before.total());
        observers.addAndGet(after.observers() - before.observers());
        transports.forEach(
                (transport, count) -> count.addAndGet(after.transports().getOrDefault(transport, 0)
                        - before.transports().getOrDefault(transport, 0)));
        versions.replace(before.versions(), after.versions());
        routes.replace(before.routes(), after.routes());
    }

    @Override
    public int total() {
        return own.total() + total.get();
    }

    @Override
    public int observers() {
        return own.observers() + observers.get();
    }

    @Override
    public Map<Transport, Integer> transports() {
        Map<Transport, Integer> all = own.transports();
        transports.forEach((transport, count) -> all.merge(transport, count.get(), Integer::sum));
        return all;
    }

    @Override
    public ByName versions() {
        return versions;
    }

    @Override
    public ByName routes() {
        return routes;
    }

    private static final class Names implements ByName {
        private final ByName own;
        private final ConcurrentHashMap<String, Integer> others = new ConcurrentHashMap<>();

        Names(ByName own) {
            this.own = own;
        }

        void replace(Map<String, Integer> before, Map<String, Integer> after) {
            if (before == after) {
                return;
            }
            after.forEach((name, count) -> add(name, count - before.getOrDefault(name, 0)));
            before.forEach((name, count) -> {
                if (!after.containsKey(name)) {
                    add(name, -count);
                }
            });
        }

        private void add(String name, int more) {
            if (more != 0) {
                others.merge(name, more, (left, right) -> left + right == 0 ? null : left + right);
            }
        }

        /** Returns an upper bound: a name that this node and others count is counted twice here. */
        @Override
        public long distinct() {
            return own.distinct() + others.size();
        }

        @Override
        public void forEach(ObjIntConsumer<String> action) {
            if (others.isEmpty()) {
                own.forEach(action);
                return;
            }
            Map<String, Integer> all = new HashMap<>(others);
            own.forEach((name, count) -> all.merge(name, count, Integer::sum));
            all.forEach(action::accept);
        }
    }
}
