// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.EntryLists;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a directory that only this process uses. Writes that wait at the same time go to the disk together, with
 * one fsync. Acknowledged writes survive the end of the process, however it ends, and a crash of the machine as far as
 * its disk keeps its promises. Thread-safe; see docs/decisions/0023.
 */
public final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final Duration CHECK = Duration.ofMinutes(1);
    private static final long PATIENCE_SECONDS = 10;

    private final JobQueue queue = new JobQueue();
    private final Path directory;
    private final DirectoryLock lock;
    private final JournalWriter writer;
    private final Timer timer;
    private final Thread thread;
    private volatile boolean closed;

    private FileJournal(Path directory, DirectoryLock lock, JournalWriter.Source source, Timer timer)
            throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.timer = timer;
        this.writer = source.open(queue);
        this.thread = new Thread(writer, "rollcall-journal");
        thread.setDaemon(true);
        thread.start();
        checkLater();
    }

    /**
     * Opens the journal in a directory, which is created if missing, readable only by its owner. Reads it, which takes
     * some milliseconds a megabyte.
     *
     * @throws JournalException when the directory cannot be used, another process uses it, or a newer version has written
     *     it; the message names the setting {@code data-dir} and says what to do
     */
    public static FileJournal open(Path directory, Timer timer) {
        DirectoryLock lock = null;
        try {
            make(directory);
            lock = DirectoryLock.of(directory);
            return new FileJournal(directory, lock, queue -> JournalWriter.open(directory, queue, timer), timer);
        } catch (IOException | RuntimeException e) {
            release(lock);
            if (e instanceof JournalException known) {
                throw known;
            }
            throw new JournalException(
                    "data-dir: " + directory + " cannot be used: " + e
                            + " (expected: a directory of this server's own that it may write to)",
                    e);
        }
    }

    private static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(directory, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static void release(@Nullable DirectoryLock lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.debug("The lock cannot be given back", e);
            }
        }
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        List<Change> copy = List.copyOf(changes);
        Change.check(copy);
        return queue.add(new Job.Write(copy, Change.bytes(copy), new CompletableFuture<>()))
                .answer();
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return queue.add(new Job.Take(kind, key, new CompletableFuture<>())).answer();
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return this.<@Nullable Entry>ask(lists -> lists.find(kind, key));
    }

    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        return ask(lists -> lists.newest(kind, most));
    }

    /** Asks after the waiting writes, so that it sees them; at once when none wait, as at the start. */
    private <T extends @Nullable Object> CompletionStage<T> ask(Function<EntryLists, T> find) {
        return queue.isIdle()
                ? CompletableFuture.completedStage(find.apply(writer.lists()))
                : queue.add(new Job.Ask<>(find, new CompletableFuture<>())).answer();
    }

    @Override
    public JournalStatus status() {
        return new JournalStatus(true, "the directory " + directory, queue.size(), writer.trouble());
    }

    /** Notices within a minute that the clock was set, even when nothing is written. */
    private void checkLater() {
        timer.after(CHECK, () -> {
            if (!closed) {
                queue.add(new Job.Write(List.of(), 0, new CompletableFuture<>()));
                checkLater();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        Job.End end = new Job.End(new CompletableFuture<>());
        queue.end(end);
        try {
            end.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            thread.join();
            release(lock);
        } catch (TimeoutException e) {
            LOG.warn("{}: the last writes are not on the disk yet, because it does not respond", directory);
        } catch (ExecutionException e) {
            LOG.warn("{} cannot be closed properly", directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
