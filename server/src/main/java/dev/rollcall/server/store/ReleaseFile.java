// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.store;

import dev.rollcall.core.rollout.ReleaseMemory;
import dev.rollcall.core.rollout.ReleaseStore;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.command.ReleaseMemoryJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps releases and the order of versions in one small file, which a thread of its own writes: at once when a version
 * becomes current, within ten seconds when a tab with a new version is seen. What could not be written is tried again.
 * Thread-safe.
 */
public final class ReleaseFile implements ReleaseStore, AutoCloseable {

    /** How long a new name, or another attempt, may wait. */
    static final Duration LATER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseFile.class);
    private static final String NAME = "releases.json";

    /** Twice 1,000 names and 100 releases, each with 128 characters that take six bytes in JSON, are half of this. */
    private static final int MAX_BYTES = 4 << 20;

    private final AtomicFile file;
    private final Timer timer;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(ReleaseFile::thread);
    private boolean failing; // only on the writer's thread

    /* Under the lock: */
    private @Nullable Supplier<ReleaseMemory> unwritten;
    private boolean scheduled;
    private boolean closed;

    private ReleaseFile(AtomicFile file, Timer timer) {
        this.file = file;
        this.timer = timer;
    }

    /**
     * Opens the file in a directory, which is made when it is not there.
     *
     * @param timer says when to write what may wait
     * @throws IllegalArgumentException when the directory cannot be used; the message names the setting
     */
    public static ReleaseFile in(Path directory, Timer timer) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "releases", ".probe"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "data-dir: " + directory + " cannot be written to: " + e
                            + " (expected: a directory of this server's own)",
                    e);
        }
        return new ReleaseFile(new AtomicFile(directory.resolve(NAME)), timer);
    }

    /** Returns the file. */
    public Path path() {
        return file.path();
    }

    /** {@inheritDoc} A file that is damaged is set aside, with a warning. */
    @Override
    public ReleaseMemory load() {
        if (!file.exists()) {
            return ReleaseMemory.NOTHING;
        }
        try {
            byte[] content = file.read(MAX_BYTES);
            if (content.length > MAX_BYTES) {
                throw new IllegalArgumentException("longer than " + MAX_BYTES + " bytes");
            }
            return ReleaseMemoryJson.read(content);
        } catch (IOException e) {
            throw new IllegalArgumentException("data-dir: " + file.path() + " cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            setAside(e);
            return ReleaseMemory.NOTHING;
        }
    }

    private void setAside(IllegalArgumentException reason) {
        try {
            LOG.warn(
                    "{} is damaged ({}): moved to {}. Former releases are not known; begins with current-version",
                    file.path(),
                    reason.getMessage(),
                    file.setAside());
        } catch (IOException e) {
            throw new IllegalArgumentException("data-dir: " + file.path() + " is damaged and cannot be moved: " + e, e);
        }
    }

    @Override
    public synchronized void changed(Supplier<ReleaseMemory> memory, boolean urgent) {
        if (closed) {
            return;
        }
        unwritten = memory;
        if (urgent) {
            writer.execute(this::write);
        } else {
            writeLater();
        }
    }

    private synchronized void writeLater() {
        if (!scheduled && !closed) {
            scheduled = true;
            timer.after(LATER, this::writeNow);
        }
    }

    private synchronized void writeNow() {
        scheduled = false;
        if (!closed) {
            writer.execute(this::write);
        }
    }

    private void write() {
        Supplier<ReleaseMemory> memory = take();
        if (memory == null) {
            return;
        }
        try {
            file.write(ReleaseMemoryJson.write(memory.get()));
            if (failing) {
                LOG.info("{} is written again", file.path());
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("{} cannot be written, so a restart now would forget releases; tries again", file.path(), e);
            }
            failing = true;
            giveBack(memory);
        }
    }

    private synchronized @Nullable Supplier<ReleaseMemory> take() {
        Supplier<ReleaseMemory> memory = unwritten;
        unwritten = null;
        return memory;
    }

    private synchronized void giveBack(Supplier<ReleaseMemory> memory) {
        if (unwritten == null) {
            unwritten = memory;
        }
        writeLater();
    }

    /** Writes what is not written yet, and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            writer.execute(this::write);
            writer.shutdown();
        }
        try {
            if (!writer.awaitTermination(LATER.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} is not written yet: the disk does not answer", file.path());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "rollcall-release-file");
        thread.setDaemon(true);
        return thread;
    }
}
