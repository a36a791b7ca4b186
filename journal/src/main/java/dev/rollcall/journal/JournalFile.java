// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.EntryLists;
import dev.rollcall.journal.FileReader.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a journal, and the lists in memory with the same content. Used by one thread. */
final class JournalFile implements AutoCloseable {

    /* Design: a write is one record at the end, and counts when fsync has returned. When it fails, the file is cut back to
     * where it was; when even that fails, or fsync did (after which a system may have thrown away what it could not write),
     * nothing in the file is trusted, and the next write begins with a new file made from memory. The lists change after
     * fsync, so memory never knows what the disk does not. */

    static final String NAME = "journal";

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final int REWRITE_STEPS = 500;
    private static final long SLACK_BYTES = 1 << 20;

    private final Path path;
    private final EntryLists lists;
    private FileChannel channel;
    private long wallClock; // what it shows at tick 0
    private long length;
    private long rewriteAt;
    private boolean trusted = true;

    private JournalFile(Path path, EntryLists lists, FileChannel channel, long length, long wallClock) {
        this.path = path;
        this.lists = lists;
        this.channel = channel;
        this.length = length;
        this.wallClock = wallClock;
        this.rewriteAt = worthRewriting();
    }

    /**
     * Opens the file in a directory, or makes it, and reads it into the lists. A damaged file is set aside with a
     * warning, and its whole records are kept.
     *
     * @param wallClock what the wall clock shows at tick 0, in milliseconds since the epoch
     */
    static JournalFile open(Path directory, EntryLists lists, long wallClock) throws IOException {
        Path path = directory.resolve(NAME);
        Files.deleteIfExists(next(path));
        Found found = Files.exists(path) ? new FileReader(path, lists, wallClock).read() : new Found(0, false, 0);
        lists.cap();
        if (found.unknown() > 0) {
            LOG.warn(
                    "{} holds {} entries of kinds that this version does not know; they are ignored",
                    path,
                    found.unknown());
        }
        if (found.damaged()) {
            Path aside = path.resolveSibling(NAME + ".damaged");
            Files.copy(path, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "{} is damaged at byte {}: copied to {}. What could still be read is kept: about {} bytes of entries",
                    path,
                    found.end(),
                    aside,
                    lists.bytes());
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        JournalFile file = new JournalFile(path, lists, channel, found.end(), wallClock);
        file.settle(found);
        return file;
    }

    private void settle(Found found) throws IOException {
        try {
            if (found.end() == 0 || found.damaged()) {
                rewrite();
            } else if (channel.size() > found.end()) {
                LOG.info(
                        "{} ended in the middle of a write that was never reported as done; that part is cut off",
                        path);
                channel.truncate(found.end());
                channel.force(true);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes steps, and applies them to the lists: all or, when it fails, none. Returns when they are on the disk.
     *
     * @param now what the wall clock shows at tick 0
     */
    void write(List<Step> steps, long now) throws IOException {
        if (!trusted) {
            rewrite();
        }
        List<Step> all = new ArrayList<>();
        if (now != wallClock) {
            all.add(new Step.ClockSet(now - wallClock));
        }
        all.addAll(steps);
        if (!all.isEmpty()) {
            append(RecordFormat.record(all, now));
            wallClock = now;
            all.forEach(step -> step.apply(lists));
            rewriteWhenLong();
        }
    }

    private void append(ByteBuffer record) throws IOException {
        int bytes = record.remaining();
        try {
            long at = length;
            while (record.hasRemaining()) {
                at += channel.write(record, at);
            }
        } catch (IOException e) {
            cutBack();
            throw e;
        }
        try {
            channel.force(false);
        } catch (IOException e) {
            trusted = false;
            cutBack();
            throw e;
        }
        length += bytes;
    }

    private void cutBack() {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            trusted = false;
        }
    }

    /** A file that cannot be rewritten now, because the disk is full, say, may grow until it is twice as long. */
    private void rewriteWhenLong() {
        if (length < rewriteAt) {
            return;
        }
        try {
            rewrite();
        } catch (IOException e) {
            rewriteAt = 2 * length;
            LOG.warn("{} cannot be made shorter now, and keeps growing: {}", path, e.toString());
        }
    }

    /** Replaces the file by one that holds the lists and nothing else. */
    private void rewrite() throws IOException {
        Path next = next(path);
        FileChannel fresh = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            writeAll(fresh);
            fresh.force(true);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            fresh.close();
            Files.deleteIfExists(next);
            throw e;
        }
        channel.close();
        channel = fresh;
        length = fresh.position();
        trusted = true;
        rewriteAt = worthRewriting();
        forceDirectory();
    }

    private void writeAll(FileChannel fresh) throws IOException {
        writeFully(fresh, ByteBuffer.wrap(RecordFormat.header()));
        List<Step> all = new ArrayList<>();
        lists.forEach(kept -> all.add(new Step.Put(kept.put(), kept.ends())));
        for (int from = 0; from < all.size(); from += REWRITE_STEPS) {
            List<Step> some = all.subList(from, Math.min(all.size(), from + REWRITE_STEPS));
            writeFully(fresh, RecordFormat.record(some, wallClock));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The new name of a file is on the disk when its directory is. Not every system can do that. */
    private void forceDirectory() {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory; there the move itself must do.
        }
    }

    /** Notices that somebody has removed the file: what is written next goes to a new one. */
    void lookAfter() {
        if (!Files.exists(path)) {
            trusted = false;
        }
    }

    private long worthRewriting() {
        return SLACK_BYTES + 3 * lists.bytes();
    }

    private static Path next(Path path) {
        return path.resolveSibling(NAME + ".next");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
