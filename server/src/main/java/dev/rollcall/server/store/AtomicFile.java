// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A small file that is always whole: after a crash or a loss of power it holds what was written last or what was written
 * before that. To be written by one thread.
 */
final class AtomicFile {

    private final Path path;

    AtomicFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Returns the content; its first {@code most} bytes and one more when it is longer. */
    byte[] read(int most) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(most + 1);
        }
    }

    /** Replaces the content. Returns when it is on the disk. */
    void write(byte[] content) throws IOException {
        Path next = sibling(".tmp");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    /** Moves the file out of the way, under its name with {@code .damaged} after it, and returns where to. */
    Path setAside() throws IOException {
        return Files.move(path, sibling(".damaged"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** The new name of a file is on the disk when its directory is. Not every system can do that. */
    private void forceDirectory() {
        Path directory = path.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory; there the move itself is what can be had.
        }
    }
}
