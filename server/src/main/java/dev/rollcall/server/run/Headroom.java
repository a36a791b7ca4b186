// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The limits of this process.
 *
 * @param openFiles the number of files and sockets it may open; {@link Long#MAX_VALUE} if there is no limit
 * @param heapBytes the largest heap, in bytes
 * @param directBytes the largest memory for buffers outside the heap, in bytes
 */
record Headroom(long openFiles, long heapBytes, long directBytes) {

    /** Files for the jar, listeners, event loops and pipes. */
    private static final long RESERVED_FILES = 128;

    private static final long MOST_PENDING = 4096;

    /** A generous estimate: a quiet connection takes a few hundred bytes, a busy one has a message or two under way. */
    private static final long BYTES_PER_CONNECTION = 1024;

    private static final long LEAST_DIRECT_BYTES = 32L << 20;
    private static final long MOST_CONNECTIONS = 1_000_000;

    /** Returns the limits that the virtual machine reports. */
    static Headroom measure() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        long heap = Runtime.getRuntime().maxMemory();
        return new Headroom(files, heap, directLimit(heap));
    }

    /** Returns how many connections the limit on open files allows, 1 to 1,000,000. */
    int connections() {
        return (int) Math.max(1, Math.min(MOST_CONNECTIONS, openFiles - reservedFiles()));
    }

    /** Returns how many sockets may be open besides the held connections, for requests that come and go, 1 to 4096. */
    int pendingConnections() {
        return (int) Math.max(1, Math.min(MOST_PENDING, openFiles / 8));
    }

    private long reservedFiles() {
        return RESERVED_FILES + pendingConnections();
    }

    /** Returns what does not suffice for this number of connections, one plain line each; empty if everything does. */
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
                    "max-connections is %,d, for which %,d MiB of heap may be too little: start with JAVA_OPTS=-Xmx%dm "
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

    /** Returns the limits in one line. */
    String summary() {
        String files = openFiles == Long.MAX_VALUE ? "unlimited" : line("%,d", openFiles);
        return line(
                "%s open files, %,d MiB heap, %,d MiB for buffers",
                files, mebibytes(heapBytes), mebibytes(directBytes));
    }

    /** Returns the option's value if it is set; otherwise the virtual machine allows as much as the largest heap. */
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
