// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a fixed number of jobs run at once, while others wait. Those that wait take turns by owner, so that an owner of
 * many jobs does not hold up the owner of one. When too many wait, the owner with the most jobs loses its latest.
 * Thread-safe; runs jobs on the thread that submits them or on the one that calls {@link #done}, and never holds a lock
 * meanwhile.
 */
public final class FairSlots {

    private final int maxWaiting;
    private int free;
    private int waiting;
    private final Map<String, Deque<Job>> owners = new LinkedHashMap<>();

    /**
     * Makes slots, all free.
     *
     * @param slots how many jobs run at once, at least 1
     * @param maxWaiting how many wait at most
     */
    public FairSlots(int slots, int maxWaiting) {
        this.free = slots;
        this.maxWaiting = maxWaiting;
    }

    /** Something to run in a slot. */
    public interface Job {

        /**
         * Starts. Must not throw.
         *
         * @return whether it holds the slot until {@link #done} is called; false when there was nothing to do any more
         */
        boolean start();

        /** It will never start: too many wait. */
        void refuse();
    }

    /** Starts a job, now or when its turn comes. When too many wait, refuses it or a job of the owner with the most. */
    public void submit(String owner, Job job) {
        boolean run;
        @Nullable Job refused = null;
        synchronized (this) {
            run = free > 0;
            if (run) {
                free--;
            } else {
                owners.computeIfAbsent(owner, o -> new ArrayDeque<>()).add(job);
                refused = ++waiting > maxWaiting ? latestOfMost() : null;
            }
        }
        if (run && !job.start()) {
            done();
        }
        if (refused != null) {
            refused.refuse();
        }
    }

    /** Gives a slot back; the next job starts in it. */
    public void done() {
        for (Job next = next(); next != null; next = next()) {
            if (next.start()) {
                return;
            }
        }
    }

    /**
     * Returns the next job of the owner whose turn it is, who then goes to the end; null when none waits, with one more
     * slot free.
     */
    private synchronized @Nullable Job next() {
        Iterator<Map.Entry<String, Deque<Job>>> first = owners.entrySet().iterator();
        if (!first.hasNext()) {
            free++;
            return null;
        }
        Map.Entry<String, Deque<Job>> entry = first.next();
        String owner = entry.getKey();
        Deque<Job> jobs = entry.getValue();
        first.remove();
        Job job = jobs.remove();
        waiting--;
        if (!jobs.isEmpty()) {
            owners.put(owner, jobs);
        }
        return job;
    }

    private Job latestOfMost() {
        String most = "";
        Deque<Job> longest = new ArrayDeque<>();
        for (Map.Entry<String, Deque<Job>> entry : owners.entrySet()) {
            if (entry.getValue().size() > longest.size()) {
                most = entry.getKey();
                longest = entry.getValue();
            }
        }
        Job job = longest.removeLast();
        waiting--;
        if (longest.isEmpty()) {
            owners.remove(most);
        }
        return job;
    }
}
