// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What this process may use.
 *
 * @param openFiles how many files and sockets; {@link Long#MAX_VALUE} where there is no such limit
 * @param heapBytes how much heap
 * @param directBytes how much memory for buffers outside the heap
 */
record Headroom(long openFiles, long heapBytes, long directBytes) {

    /** For the jar, listeners, event loops and pipes. */
    private static final long RESERVED_FILES = 128;

    private static final long MOST_PENDING = 4096;

    /** Generous: a quiet connection takes a few hundred bytes, a busy one has a message or two on the way. */
    private static final long BYTES_PER_CONNECTION = 1024;

    private static final long LEAST_DIRECT_BYTES = 32L << 20;
    private static final long MOST_CONNECTIONS = 1_000_000;

    /** Asks the virtual machine. */
    static Headroom measure() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        long heap = Runtime.getRuntime().maxMemory();
        return new Headroom(files, heap, directLimit(heap));
    }

    /** How many connections there are files for; at least one. */
    int connections() {
        return (int) Math.max(1, Math.min(MOST_CONNECTIONS, openFiles - reservedFiles()));
    }

    /** How many sockets may wait with requests that come and go, besides the connections that are held; at least one. */
    int pendingConnections() {
        return (int) Math.max(1, Math.min(MOST_PENDING, openFiles / 8));
    }

    private long reservedFiles() {
        return RESERVED_FILES + pendingConnections();
    }

    /** What is short for so many connections, one plain line each; empty when nothing is. */
    List<String> shortages(int maxConnections) {
        List<String> lines = new ArrayList<>();
        if (maxConnections > openFiles - reservedFiles()) {
            lines.add(line(
                    "max-connections is %,d, but this process may open only %,d files: raise the limit "
                            + "(ulimit -n %d, or LimitNOFILE= in systemd) or lower max-connections",
                    maxConnections, openFiles, maxConnections + reservedFiles()));
        }
        if (maxConnections > heapBytes / 2 / BYTES_PER_CONNECTION) {
            lines.add(line(
                    "max-connections is %,d, for which %,d MiB of heap is little: start with JAVA_OPTS=-Xmx%dm "
                            + "or lower max-connections",
                    maxConnections, mebibytes(heapBytes), mebibytes(2 * BYTES_PER_CONNECTION * maxConnections) + 1));
        }
        if (directBytes < LEAST_DIRECT_BYTES) {
            lines.add(line(
                    "only %,d MiB of memory for buffers: start with JAVA_OPTS=-XX:MaxDirectMemorySize=64m",
                    mebibytes(directBytes)));
        }
        return lines;
    }

    /** The figures in one line. */
    String summary() {
        String files = openFiles == Long.MAX_VALUE ? "no limit of" : line("%,d", openFiles);
        return line(
                "%s open files, %,d MiB heap, %,d MiB for buffers",
                files, mebibytes(heapBytes), mebibytes(directBytes));
    }

    /** The option when it is set; else the virtual machine allows as much as heap. */
    private static long directLimit(long heap) {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = Long.parseLong(options.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : heap;
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
