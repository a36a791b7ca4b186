// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.EntryLists;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal's thread does: takes the waiting jobs, and writes as many as it may with one fsync. */
final class JournalWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int MOST_AT_ONCE = 1_024;
    private static final int GROUP_BYTES = 1 << 20;

    /** A smaller difference is drift, not a clock that was set. */
    private static final long DRIFT_MILLIS = 5_000;

    private final Path directory;
    private final JobQueue queue;
    private final EntryLists lists;
    private final JournalFile file;
    private final Timer timer;
    private final List<Job.Write> group = new ArrayList<>();
    private int groupBytes;
    private long wallClock;
    private volatile @Nullable String trouble;

    /** Opens the writer of a queue. */
    interface Source {
        JournalWriter open(JobQueue queue) throws IOException;
    }

    private JournalWriter(
            Path directory, JobQueue queue, EntryLists lists, JournalFile file, Timer timer, long wallClock) {
        this.directory = directory;
        this.queue = queue;
        this.lists = lists;
        this.file = file;
        this.timer = timer;
        this.wallClock = wallClock;
    }

    static JournalWriter open(Path directory, JobQueue queue, Timer timer) throws IOException {
        EntryLists lists = new EntryLists(timer);
        long wallClock = timer.millis() - timer.ticks();
        JournalFile file = JournalFile.open(directory, lists, wallClock);
        return new JournalWriter(directory, queue, lists, file, timer, wallClock);
    }

    /** What is on the disk. */
    EntryLists lists() {
        return lists;
    }

    /** Why the last write failed; null when it succeeded. */
    @Nullable
    String trouble() {
        return trouble;
    }

    @Override
    public void run() {
        List<Job> jobs = new ArrayList<>();
        boolean on = true;
        while (on) {
            jobs.clear();
            try {
                queue.take(jobs, MOST_AT_ONCE);
            } catch (InterruptedException e) {
                continue; // only the last job ends this
            }
            on = work(jobs);
        }
    }

    /** Returns whether there is more to come. */
    private boolean work(List<Job> jobs) {
        boolean on = true;
        for (Job job : jobs) {
            if (job instanceof Job.Write write) {
                join(write);
                continue;
            }
            writeGroup();
            if (job instanceof Job.Ask<?> ask) {
                queue.done(ask);
                ask.run(lists);
            } else if (job instanceof Job.Take take) {
                take(take);
            } else if (job instanceof Job.End end) {
                end(end);
                on = false;
            }
        }
        writeGroup();
        return on;
    }

    private void join(Job.Write write) {
        group.add(write);
        groupBytes += write.bytes();
        if (groupBytes > GROUP_BYTES) {
            writeGroup();
        }
    }

    private void writeGroup() {
        if (group.isEmpty()) {
            return;
        }
        JournalException failure = write(steps());
        group.forEach(queue::done);
        for (Job.Write write : group) {
            if (failure == null) {
                write.answer().complete(null);
            } else {
                write.answer().completeExceptionally(failure);
            }
        }
        group.clear();
        groupBytes = 0;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Job.Write write : group) {
            for (Change change : write.changes()) {
                add(change, steps);
            }
        }
        return steps;
    }

    private void add(Change change, List<Step> steps) {
        if (change instanceof Change.Put put) {
            if (lists.isOver(put.kind(), put.key())) {
                steps.add(new Step.Remove(Change.remove(put.kind(), put.key()))); // not its place for the new one
            }
            steps.add(new Step.Put(put, lists.ends(put)));
        } else if (change instanceof Change.Remove remove) {
            steps.add(new Step.Remove(remove));
        }
    }

    private void take(Job.Take take) {
        Entry found = lists.find(take.kind(), take.key());
        JournalException failure =
                found == null ? null : write(List.of(new Step.Remove(Change.remove(take.kind(), take.key()))));
        queue.done(take);
        if (failure == null) {
            take.answer().complete(found);
        } else {
            take.answer().completeExceptionally(failure);
        }
    }

    private void end(Job.End end) {
        write(List.of()); // a clock that was set just now
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be closed", directory, e);
        }
        queue.done(end);
        end.answer().complete(null);
    }

    /** Returns why it failed; null when it succeeded. */
    private @Nullable JournalException write(List<Step> steps) {
        try {
            file.lookAfter();
            file.write(steps, wallClock());
            if (trouble != null && !steps.isEmpty()) {
                trouble = null;
                LOG.info("{} can be written again", directory);
            }
            return null;
        } catch (IOException e) {
            return failed(e);
        } catch (RuntimeException | Error e) { // an Error too: somebody waits for the answer
            Fatal.check(e);
            LOG.error("The journal failed unexpectedly. Please report this.", e);
            return new JournalException("not kept: an unexpected error, see the log of the server", e);
        }
    }

    private JournalException failed(IOException cause) {
        String message = "not kept: " + directory + " cannot be written: " + advice(cause);
        if (trouble == null) {
            LOG.warn(
                    "{}. Commands are refused until a write succeeds; each one tries again. Tabs stay", message, cause);
        }
        trouble = message;
        return new JournalException(message, cause);
    }

    private static String advice(IOException cause) {
        String reason = cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(cause.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        boolean full = lower.contains("no space") || lower.contains("quota") || lower.contains("too large");
        return full
                ? reason + " (expected: space on the disk; free some, then try again)"
                : cause + " (expected: a disk that can be written; check it, then try again)";
    }

    private long wallClock() {
        long now = timer.millis() - timer.ticks();
        if (Math.abs(now - wallClock) > DRIFT_MILLIS) {
            wallClock = now;
        }
        return wallClock;
    }
}
