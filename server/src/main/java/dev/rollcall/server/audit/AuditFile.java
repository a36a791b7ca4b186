// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.audit;

import dev.rollcall.core.fault.OncePerMinute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of lines. It is reopened when it has been moved or removed, as programs that rotate logs do. Its
 * own thread writes the lines, in order; at most 1,000 wait. A line that cannot be written is lost and counted, and the
 * log says so once a minute. Thread-safe; only opening and closing block.
 */
public final class AuditFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int MOST_WAITING = 1_000;
    private static final int CLOSING_SECONDS = 5;
    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private final OncePerMinute failures = new OncePerMinute();
    private final AtomicLong lost = new AtomicLong();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), AuditFile::daemon);
    private @Nullable FileChannel channel; // this and the key are used by one thread at a time
    private @Nullable Object key;

    private AuditFile(Path path) {
        this.path = path;
    }

    /**
     * Opens a file. A missing file is created, readable only by its owner.
     *
     * @throws IllegalArgumentException when it cannot be opened
     */
    public static AuditFile open(Path path) {
        AuditFile file = new AuditFile(path);
        try {
            file.reopen();
            return file;
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "audit-file: " + path + " cannot be written, " + e
                            + " (expected: a file in a directory that exists)",
                    e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-audit");
        thread.setDaemon(true);
        return thread;
    }

    /** Appends a line, soon after the call. */
    public void append(byte[] line) {
        try {
            thread.execute(() -> write(line));
        } catch (RejectedExecutionException e) {
            lost("too many lines wait");
        }
    }

    /** Returns how many lines could not be written. */
    public long lost() {
        return lost.get();
    }

    private void write(byte[] line) {
        try {
            FileChannel to = current();
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException | UncheckedIOException e) {
            closeChannel(); // the next line tries again
            lost(e.toString());
        }
    }

    private void lost(String why) {
        lost.incrementAndGet();
        long more = failures.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.error(
                    "A line was not written to the audit file ({} more since the last such line); what it tells of was done: {}",
                    more,
                    why);
        }
    }

    private FileChannel current() throws IOException {
        FileChannel open = channel;
        return open != null && Objects.equals(key, keyNow()) ? open : reopen();
    }

    /** Returns what distinguishes successive files of the same name; null when there is no file. */
    private @Nullable Object keyNow() throws IOException {
        return Files.exists(path)
                ? Files.readAttributes(path, BasicFileAttributes.class).fileKey()
                : "none";
    }

    private FileChannel reopen() throws IOException {
        closeChannel();
        FileChannel opened = FileChannel.open(path, APPEND, attributes());
        channel = opened;
        key = keyNow();
        return opened;
    }

    private FileAttribute<?>[] attributes() {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
    }

    private void closeChannel() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("The audit file was not closed", e);
            }
        }
    }

    /** Writes the waiting lines, for at most 5 seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.error(
                        "{} lines were not written to the audit file",
                        thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeChannel();
    }
}
