// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.JournalException;
import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The jobs that wait for the journal's thread, within bounds. Thread-safe; only the journal's thread ever waits. */
final class JobQueue {

    static final int MAX_JOBS = 4_096;
    static final long MAX_BYTES = 8 << 20;

    private final LinkedBlockingQueue<Job> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private boolean closed; // under the lock, so that nothing comes after the end

    /** Adds a job, or fails its answer at once. */
    <T extends Job> T add(T job) {
        boolean many = jobs.incrementAndGet() > MAX_JOBS;
        boolean large = bytes.addAndGet(job.bytes()) > MAX_BYTES && job.bytes() > 0;
        if (many || large) {
            refuse(
                    job,
                    "not kept: " + MAX_JOBS + " calls or " + MAX_BYTES
                            + " bytes wait for the disk already (expected: a disk that keeps up; try again in a second)");
        } else {
            enqueue(job);
        }
        return job;
    }

    private void enqueue(Job job) {
        synchronized (this) {
            if (!closed) {
                waiting.add(job);
                return;
            }
        }
        refuse(job, JournalException.STOPPING);
    }

    private void refuse(Job job, String why) {
        done(job);
        job.answer().completeExceptionally(new JournalException(why));
    }

    /** Adds the last job, unless there is one already. */
    synchronized void end(Job.End end) {
        if (closed) {
            end.answer().complete(null);
            return;
        }
        closed = true;
        jobs.incrementAndGet();
        waiting.add(end);
    }

    /** Waits for a job, and moves all that wait, up to a number of them. */
    void take(Collection<Job> into, int most) throws InterruptedException {
        into.add(waiting.take());
        waiting.drainTo(into, most - 1);
    }

    /** Counts a job as no longer waiting. To be called before its answer is given. */
    void done(Job job) {
        jobs.decrementAndGet();
        bytes.addAndGet(-job.bytes());
    }

    /** Returns whether everything that was added is done, and more may come. */
    synchronized boolean isIdle() {
        return !closed && jobs.get() == 0;
    }

    /** The number of jobs that are not done. */
    int size() {
        return jobs.get();
    }
}
