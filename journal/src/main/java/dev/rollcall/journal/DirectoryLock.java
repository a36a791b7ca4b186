// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.journal.JournalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Marks a directory as belonging to this process, and says which process that is. The system releases the lock when the
 * process ends, however it ends; the file stays.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String NAME = "journal.lock";
    private static final int MAX_OWNER_BYTES = 512;

    /*
     * A lock belongs to the process, and closing any descriptor of the file releases it. So the lock file of a
     * directory that this process has locked is never opened again.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks a directory.
     *
     * @throws JournalException when another process has locked it, or this one
     */
    static DirectoryLock of(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!OURS.add(real)) {
            throw inUse(directory, "this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    real.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(directory, owner(channel));
            }
            sign(channel);
            return new DirectoryLock(real, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            OURS.remove(real);
            throw e;
        }
    }

    private static JournalException inUse(Path directory, String owner) {
        return new JournalException("data-dir: " + directory + " is in use by " + owner
                + " (expected: a directory of this server's own; stop the other one, or name another directory)");
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer owner = ByteBuffer.allocate(MAX_OWNER_BYTES);
        channel.read(owner, 0);
        String text = new String(owner.array(), 0, owner.position(), UTF_8).strip();
        return text.isEmpty() ? "another process" : text;
    }

    private static void sign(FileChannel channel) throws IOException {
        byte[] name = ("process " + ProcessHandle.current().pid() + host() + "\n").getBytes(UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(name), 0);
    }

    private static String host() {
        try {
            return " on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OURS.remove(directory);
    }
}
